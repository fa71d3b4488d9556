"""Exclusion lists as the OIG writes them, and people who are known to them."""

import datetime
import io

from certificates.actions.exclusion_lists import (
    ListEntry,
    LoadReport,
    load_exclusion_list,
)
from certificates.exclusions.files import COLUMNS
from certificates.models import ProviderIdentity
from home.models import Person
from tests.cast import NOW
from tests.certificates.roster import TODAY, days

PUBLISHED = TODAY - days(3)
HEADING = ",".join(COLUMNS)
NPI = "1234567893"
BORN = datetime.date(1980, 5, 17)
LINE = {
    "LASTNAME": "AMES",
    "FIRSTNAME": "ALICE",
    "MIDNAME": "M",
    "BUSNAME": "",
    "GENERAL": "IND- LIC HC SERV PRO",
    "SPECIALTY": "PSYCHOLOGIST",
    "UPIN": "",
    "NPI": "0000000000",
    "DOB": "19800517",
    "ADDRESS": "1 MAIN ST",
    "CITY": "BOSTON",
    "STATE": "MA",
    "ZIP": "02108",
    "EXCLTYPE": "1128b4",
    "EXCLDATE": "20200319",
    "REINDATE": "00000000",
    "WAIVERDATE": "00000000",
    "WVRSTATE": "",
}


def line(**changes: str) -> str:
    """This will write one line; a comma in a cell is quoted."""
    cells = (LINE | changes).values()
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)


def listed(*lines: str, encoding: str = "utf-8") -> io.BytesIO:
    """This will make a whole file of these lines."""
    return io.BytesIO(
        "".join(f"{row}\r\n" for row in (HEADING, *lines)).encode(encoding)
    )


def load(*lines: str, **changes) -> LoadReport:
    """This will load a file of these lines."""
    told = {"name": "LEIE 10/2026", "published_on": PUBLISHED} | changes
    at = told.pop("at", NOW)
    return load_exclusion_list(listed(*lines), ListEntry(**told), by=None, at=at)


def known(person: Person, **changes) -> ProviderIdentity:
    """This will keep what the register knows somebody by."""
    first, last = person.name.split()
    told = {"first_name": first, "last_name": last, "born_on": BORN}
    return ProviderIdentity.objects.create(
        person=person, recorded_at=NOW - days(9), **(told | changes)
    )
