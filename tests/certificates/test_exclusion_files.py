"""Reading the exclusion list, and finding our people in it. No database."""

import datetime
import io
import time
import tracemalloc
import uuid

import pytest

from certificates.exclusions.files import ListUnreadable, facts_of, lines_in
from certificates.exclusions.matching import Known, Matcher, folded, folded_last
from tests.certificates.exclusion_lists import (
    BORN,
    HEADING,
    NPI,
    PUBLISHED,
    line,
    listed,
)

ALICE = Known(uuid.uuid4(), NPI, "Alice", "Mary", ("Ames", "Öztürk-Łoś"), BORN)


def read(file: io.BytesIO) -> list:
    """This will read a file as the loader does."""
    facts = facts_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=facts.encoding, newline="")
    return list(lines_in(text))


def refusal(content: bytes | str) -> ListUnreadable:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(ListUnreadable) as caught:
        read(io.BytesIO(raw))
    return caught.value


class TestReading:
    def test_gives_each_line_with_its_number(self):
        rows = read(listed(line(), line(LASTNAME="BIRCH", NPI=NPI)))

        assert [row.number for row in rows] == [2, 3]
        assert rows[0].columns["LASTNAME"] == "AMES"
        assert (rows[0].npi, rows[1].npi) == ("", NPI)
        assert (rows[0].born_on, rows[0].reinstated_on) == (BORN, None)

    def test_takes_quoted_commas_and_a_mark_at_the_front(self):
        content = "\ufeff" + f"{HEADING}\n{line(ADDRESS='1 MAIN ST, APT 2')}\n"

        rows = read(io.BytesIO(content.encode()))

        assert rows[0].columns["ADDRESS"] == "1 MAIN ST, APT 2"

    def test_takes_latin_1(self):
        rows = read(listed(line(LASTNAME="NUÑEZ"), encoding="latin-1"))

        assert rows[0].columns["LASTNAME"] == "NUÑEZ"

    def test_says_which_line_is_wrong_and_how(self):
        good = f"{HEADING}\n{line()}\n"

        for content, number, words in (
            ("", 0, "empty"),
            ("LASTNAME,FIRSTNAME\nAMES,ALICE\n", 1, "heading"),
            (HEADING.replace("DOB", "BORN") + "\n", 1, "heading"),
            (good + "AMES,ALICE\n", 3, "2 columns instead of 18"),
            (good + line() + ",more\n", 3, "19 columns instead of 18"),
            (good + line(DOB="19801350") + "\n", 3, "DOB is no date"),
            (good + line(EXCLDATE="2020-3-9") + "\n", 3, "EXCLDATE is no date"),
            (good + line(REINDATE="202003") + "\n", 3, "REINDATE is no date"),
            (good + line(WAIVERDATE="²0200319") + "\n", 3, "WAIVERDATE is no date"),
            (good + line()[:40], 3, "breaks off"),
            (good + line(), 3, "breaks off"),
            (good + '"AMES,ALICE\n', 3, "quotation marks"),
            (good.encode("utf-16"), 1, "neither UTF-8 nor Latin-1"),
            (good.encode() + b"\x00\x01\n", 3, "neither UTF-8 nor Latin-1"),
        ):
            found = refusal(content)
            assert (found.line, words in found.message) == (number, True), found.message

    def test_of_a_long_list_is_quick(self):
        began = time.monotonic()

        assert self.count(85_000) == 85_000
        assert time.monotonic() - began < 30

    def test_takes_the_same_memory_however_long_the_list(self):
        tracemalloc.start()
        self.count(10_000)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        # The file itself, held in memory here, is 1.4 MB of it.
        assert peak < 4 * 1024 * 1024

    def count(self, length: int) -> int:
        row = (line(LASTNAME="STRANGER") + "\r\n").encode()
        file = io.BytesIO(HEADING.encode() + b"\r\n" + row * length)
        matcher, facts = Matcher([ALICE], PUBLISHED), facts_of(file)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=facts.encoding, newline="")
        return sum(1 for one in lines_in(text) if not list(matcher.hits(one)))


def found(known: Known = ALICE, **changes: str) -> list[str]:
    rows = read(listed(line(**changes)))
    return [hit.by for hit in Matcher([known], PUBLISHED).hits(rows[0])]


class TestALine:
    def test_is_found_by_its_npi_whatever_the_name(self):
        assert found(NPI=NPI, LASTNAME="OTHER", DOB="19330101") == ["NPI"]

    def test_is_found_by_name_and_date_of_birth(self):
        assert found() == ["NAME_AND_BIRTH"]
        assert found(NPI="1999999984") == ["NAME_AND_BIRTH"]

    def test_is_found_by_name_alone_where_a_date_of_birth_is_missing(self):
        unborn = Known(ALICE.person, "", "Alice", "", ("Ames",), None)

        assert found(DOB="00000000") == ["NAME"]
        assert found(DOB="") == ["NAME"]
        assert found(unborn) == ["NAME"]

    def test_with_another_date_of_birth_is_somebody_else(self):
        assert found(DOB="19800518") == []

    def test_with_another_name_is_somebody_else(self):
        assert found(FIRSTNAME="ALINA") == []
        assert found(LASTNAME="AMESBURY") == []
        assert found(LASTNAME="", FIRSTNAME="", BUSNAME="ALICE AMES") == []

    def test_is_found_whatever_the_middle_name(self):
        assert found(MIDNAME="ZOE") == ["NAME_AND_BIRTH"]
        assert found(FIRSTNAME="ALICE MARY", MIDNAME="") == ["NAME_AND_BIRTH"]

    @pytest.mark.parametrize(
        "name",
        ["OZTURK LOS", "Öztürk-Łoś", "OZTURKLOS", "ozturk-los JR", "O'ZTURK LOS"],
    )
    def test_is_found_by_another_last_name_however_it_is_written(self, name):
        assert found(LASTNAME=name) == ["NAME_AND_BIRTH"]

    def test_of_somebody_reinstated_is_none(self):
        by_then = PUBLISHED.strftime("%Y%m%d")
        later = (PUBLISHED + datetime.timedelta(days=1)).strftime("%Y%m%d")

        assert found(REINDATE=by_then) == []
        assert found(REINDATE=by_then, NPI=NPI) == []
        assert found(REINDATE=later) == ["NAME_AND_BIRTH"]

    def test_names_each_person_once(self):
        twin = Known(uuid.uuid4(), "", "Alice", "", ("Ames",), None)
        rows = read(listed(line(NPI=NPI)))

        hits = list(Matcher([ALICE, twin], PUBLISHED).hits(rows[0]))

        assert [(hit.person, hit.by) for hit in hits] == [
            (ALICE.person, "NPI"),
            (twin.person, "NAME"),
        ]


class TestFolding:
    def test_leaves_letters_alone_that_differ(self):
        assert folded("Jean-Luc d’Été") == "JEANLUCDETE"
        assert folded("李") == "李"
        assert folded("") == ""

    def test_takes_a_junior_off_but_never_the_whole_name(self):
        assert folded_last("Smith, Jr.") == "SMITH"
        assert folded_last("Smith III") == "SMITH"
        assert folded_last("Sr") == "SR"
