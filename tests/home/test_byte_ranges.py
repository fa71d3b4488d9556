"""Which part of a file a Range header asks for."""

import io

import pytest

from home.byte_ranges import ByteRange, FilePart, OutsideFile, wanted_range

SIZE = 100


class TestAHeader:
    @pytest.mark.parametrize(
        ("header", "first", "last"),
        [
            ("bytes=0-", 0, 99),
            ("bytes=0-0", 0, 0),
            ("bytes=10-19", 10, 19),
            ("bytes=99-", 99, 99),
            ("bytes=90-500", 90, 99),
            ("bytes=-10", 90, 99),
            ("bytes=-500", 0, 99),
            ("BYTES= 5-6 ", 5, 6),
        ],
    )
    def test_asks_for_a_part(self, header, first, last):
        assert wanted_range(header, SIZE) == ByteRange(first, last, SIZE)

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "bytes=",
            "bytes=-",
            "bytes=5-4",
            "bytes=a-b",
            "bytes=0-1,5-6",
            "lines=0-1",
            "bytes=--1",
            "bytes=٣-",
            "bytes=" + "9" * 5000 + "-",
        ],
    )
    def test_that_makes_no_sense_asks_for_everything(self, header):
        assert wanted_range(header, SIZE) is None

    @pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
    def test_beyond_the_end_asks_for_nothing_there_is(self, header):
        with pytest.raises(OutsideFile):
            wanted_range(header, SIZE)

    def test_has_nothing_in_an_empty_file(self):
        with pytest.raises(OutsideFile):
            wanted_range("bytes=0-", 0)


class TestAPart:
    def test_is_read_to_its_end_and_no_further(self):
        part = FilePart(io.BytesIO(b"0123456789"), ByteRange(2, 6, 10))

        assert [part.read(3), part.read(3), part.read(3)] == [b"234", b"56", b""]

    def test_is_read_at_once(self):
        part = FilePart(io.BytesIO(b"0123456789"), ByteRange(2, 6, 10))

        assert part.read() == b"23456"

    def test_closes_its_file(self):
        file = io.BytesIO(b"0123456789")

        FilePart(file, ByteRange(0, 1, 10)).close()

        assert file.closed

    def test_is_named_as_the_standard_asks(self):
        assert str(ByteRange(2, 6, 10)) == "bytes 2-6/10"
