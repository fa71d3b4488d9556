"""Who people are to outside registers, and the exclusion list that was loaded."""

import csv
import datetime
import io
from functools import partial

from certificates.actions.exclusion_lists import ListEntry, load_exclusion_list
from certificates.actions.identities import IdentityEntry, record_identity
from certificates.exclusions.files import COLUMNS
from certificates.exclusions.npi import check_digit_of
from kap_training.demo.derived import chance_for
from kap_training.demo.stage import Stage

# Given name and last name, as the register has them.
KNOWN = {
    "tomas": ("Tomás", "Echeverría-Quintanilla"),
    "bob": ("Bob", "Birch"),
    "adaeze": ("Adaeze", "Nwosu-Lindqvist"),
    "ingrid": ("Ingrid", "Þorsteinsdóttir"),
    "mateus": ("Mateus", "Carvalho da Conceição"),
    "hana": ("Hana", "Kobayashi"),
    "piotr": ("Piotr", "Wiśniewski"),
    "lucia": ("Lucía", "Fernández-Ibáñez"),
    "jamal": ("Jamal", "Whitfield"),
    "henrik": ("Henrik", "Sørensen"),
    "meiling": ("Měilíng", "Zhào"),
    "eun": ("Eun-ji", "Park"),
}
LINES = 60
GIVEN = ("ALDA", "BREN", "CORIN", "DELPHA", "EMRYS", "FINNA", "GALE", "HESTER")
LAST = ("ASHGROVE", "BELLWETHER", "CARDOON", "DOVECOTE", "ELDERFEN", "FALLOWAY")


def plan_register(stage: Stage) -> None:
    """This will record who people are, and load a list with one name of ours."""
    for number, key in enumerate(KNOWN):
        stage.timeline.put(
            stage.timeline.moment(70, 15, number), partial(_record, stage, key)
        )
    stage.timeline.put(stage.timeline.moment(2, 14, 55), partial(_load, stage))


def _record(stage: Stage, key: str, at: datetime.datetime) -> None:
    chance = chance_for(stage.seed, f"register/{key}")
    given, last = KNOWN[key]
    nine = f"1{chance.randrange(10**7, 10**8)}"
    entry = IdentityEntry(
        first_name=given,
        last_name=last,
        npi=nine + check_digit_of(nine),
        # Nobody asked her yet, so her name alone has to be looked at.
        born_on=None if key == "eun" else datetime.date(1960 + len(last), 5, 17),
    )
    record_identity(stage.people[key], entry, by=stage.people["stella"], at=at)


def _load(stage: Stage, at: datetime.datetime) -> None:
    entry = ListEntry("Exclusion list of the demonstration", stage.day(3))
    load_exclusion_list(_file(stage), entry, by=stage.people["stella"], at=at)


def _file(stage: Stage) -> io.BytesIO:
    """Invented lines in the register's own form, and one that has to be looked at."""
    chance, text = chance_for(stage.seed, "register/list"), io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for _number in range(LINES):
        lines.writerow(_line(chance.choice(LAST), chance.choice(GIVEN), "19580302"))
    lines.writerow(_line("PARK", "EUN JI", "19710822"))
    return io.BytesIO(text.getvalue().encode())


def _line(last: str, given: str, born: str) -> list[str]:
    told = {
        "LASTNAME": last,
        "FIRSTNAME": given,
        "GENERAL": "INDIVIDUAL",
        "SPECIALTY": "COUNSELOR",
        "NPI": "0000000000",
        "DOB": born,
        "CITY": "SPRINGFIELD",
        "STATE": "MA",
        "ZIP": "01101",
        "EXCLTYPE": "1128b4",
        "EXCLDATE": "20190620",
        "REINDATE": "00000000",
        "WAIVERDATE": "00000000",
    }
    return [told.get(column, "") for column in COLUMNS]
