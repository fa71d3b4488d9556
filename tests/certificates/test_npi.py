"""The check digit of the National Provider Identifier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.exclusions.npi import check_digit_of, is_npi

# The example of the standard itself.
STANDARD = "1234567893"
numbers = st.from_regex(r"\A[12][0-9]{8}\Z").map(
    lambda first: first + check_digit_of(first)
)


class TestANumber:
    def test_of_the_standard_holds(self):
        assert is_npi(STANDARD)
        assert check_digit_of("123456789") == "3"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "123456789",
            "12345678930",
            "3234567899",
            "0000000000",
            "123456789x",
            "१२३४५६७८९३",
            "12345 7893",
            "1234567893\n",
        ],
    )
    def test_of_another_shape_is_none(self, text):
        assert not is_npi(text)

    def test_that_begins_with_another_digit_is_none(self):
        wrong = "323456789"

        assert not is_npi(wrong + check_digit_of(wrong))


class TestTheCheckDigit:
    @given(numbers)
    def test_fits_what_it_was_made_for(self, number):
        assert is_npi(number)

    @given(numbers, st.integers(0, 9), st.integers(1, 9))
    def test_finds_every_wrong_digit(self, number, place, shift):
        wrong = str((int(number[place]) + shift) % 10)

        assert not is_npi(number[:place] + wrong + number[place + 1 :])

    @given(numbers, st.integers(0, 8))
    def test_finds_every_swap_of_neighbours_but_nought_and_nine(self, number, place):
        pair = number[place : place + 2]
        swapped = number[:place] + pair[::-1] + number[place + 2 :]
        is_found = not is_npi(swapped)

        if len(set(pair)) == 1 or (set(pair) == {"0", "9"}):
            # The same digits, or the one swap that the sum does not see. A number
            # that then begins with 0 or 9 is none all the same.
            assert is_found == (swapped[0] not in "12")
        else:
            assert is_found
