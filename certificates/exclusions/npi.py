"""The National Provider Identifier: ten digits, the last of them a check."""

LENGTH = 10
# A person's or an organisation's number begins so.
FIRST_DIGITS = "12"
# Health cards of the United States: the check digit is reckoned with it in front.
ISSUER = "80840"


def is_npi(text: str) -> bool:
    """This will say whether the text is an NPI with the right check digit.

    Every wrong digit is found, and every swap of neighbours but 09 for 90.

    Source: 45 CFR 162.406; the Luhn formula with the prefix 80840.
    """
    return (
        len(text) == LENGTH
        and text.isascii()
        and text.isdigit()
        and text[0] in FIRST_DIGITS
        and _luhn_sum(ISSUER + text) % 10 == 0
    )


def check_digit_of(first_nine: str) -> str:
    """This will give the tenth digit that belongs to the first nine."""
    return str(-_luhn_sum(ISSUER + first_nine + "0") % 10)


def _luhn_sum(digits: str) -> int:
    """From the right, every second digit counts twice, its own digits added up."""
    plain = sum(int(digit) for digit in digits[-1::-2])
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return plain + doubled
