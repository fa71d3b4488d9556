"""Nobody acts on themselves, whatever writes the row: the database says no."""

import pytest
from django.db import DatabaseError, transaction

from certificates.actions.exclusion_lists import ListEntry, load_exclusion_list
from certificates.models import (
    Application,
    Condition,
    CurrencyRecord,
    ExclusionCheck,
    FoundingAppointment,
    ProviderIdentity,
    Verification,
)
from tests.cast import NOW
from tests.certificates.exclusion_lists import PUBLISHED, line, listed
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import document, grant

TODAY = NOW.date()


def verified(person, clinic, by):
    return Verification.objects.create(
        document=document(person, "LICENCE"),
        on=TODAY,
        method="PRIMARY_SOURCE",
        outcome="VERIFIED",
        by=by,
        recorded_at=NOW,
    )


def looked_up(person, clinic, by):
    told = {"on": TODAY, "outcome": "CLEAR", "recorded_at": NOW}
    return ExclusionCheck.objects.create(person=person, by=by, **told)


def drilled(person, clinic, by):
    told = {"kind": "DRILL", "on": TODAY, "recorded_at": NOW}
    return CurrencyRecord.objects.create(person=person, by=by, **told)


def condition(person, clinic, **fields):
    application = Application.objects.create(
        person=person,
        clinic=clinic,
        credential_type="L1",
        requirement_set=requirement_set(),
    )
    return Condition.objects.create(
        application=application, number=1, text="Watch.", due_on=TODAY, **fields
    )


def met(person, clinic, by):
    return condition(person, clinic, met_by=by, met_at=NOW)


def appointed(person, clinic, by):
    return FoundingAppointment.objects.create(
        credential=grant(person, clinic, "L3", basis="FOUNDING"),
        experience="Ten years.",
        reviewer_name="Somebody",
        reviewer_organisation="Elsewhere",
        reviewed_on=TODAY,
        by=by,
        at=NOW,
    )


WAYS = [verified, looked_up, drilled, met, appointed]


@pytest.mark.parametrize("write", WAYS, ids=lambda way: way.__name__)
class TestARow:
    def test_about_oneself_is_refused(self, write, alice, clinic):
        with pytest.raises(DatabaseError, match="Nobody is"), transaction.atomic():
            write(alice, clinic, alice)

    def test_about_another_is_written(self, write, alice, rita, clinic):
        assert write(alice, clinic, rita).pk


def test_a_condition_is_not_met_by_oneself_afterwards(alice, clinic):
    row = condition(alice, clinic)

    with pytest.raises(DatabaseError, match="Nobody is"), transaction.atomic():
        Condition.objects.filter(pk=row.pk).update(met_by=alice, met_at=NOW)


def test_whoever_loads_a_list_is_looked_up_by_the_file_alone(alice, rita, clinic):
    for person, last in ((alice, "Ames"), (rita, "Rowe")):
        ProviderIdentity.objects.create(
            person=person, first_name="A", last_name=last, recorded_at=NOW
        )
    entry = ListEntry("List", PUBLISHED)

    load_exclusion_list(listed(line(LASTNAME="OTHER")), entry, by=rita, at=NOW)

    assert ExclusionCheck.objects.get(person=rita).by is None
    assert ExclusionCheck.objects.get(person=alice).by == rita
