"""What was refused is in the log, once, and nothing else of the attempt."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import RequestFactory

from home.access import refuse_unless, roles
from home.actions import audit
from home.actions.denials import (
    MOST_IN_AN_HOUR,
    Denial,
    as_word,
    log_seldom,
    refusals_logged,
)
from home.errors import NotAllowed
from home.models import AuditEntry, Clinic, Role
from tests.cast import NOW

DIRECTORS = roles(Role.CLINICAL_DIRECTOR)


@refusals_logged("CLINIC-RENAME")
def rename(clinic, name, *, by, at):
    Clinic.objects.filter(pk=clinic.pk).update(name=name)
    audit.append("CLINIC-RENAMED", by=by, at=at, about=clinic)
    if name == "Refused":
        raise NotAllowed("Not this name.")
    if name == "Broken":
        raise ZeroDivisionError
    return name


@refusals_logged("CLINIC-RENAME-TWICE")
def rename_twice(clinic, name, *, by, at):
    rename(clinic, "Once", by=by, at=at)
    return rename(clinic, name, by=by, at=at)


def entries():
    rows = AuditEntry.objects.order_by("pk")
    return [(row.action, row.facts.get("attempt")) for row in rows]


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


class TestARefusedAction:
    def test_leaves_one_entry_and_nothing_else(self, clinic, rita):
        with pytest.raises(NotAllowed):
            rename(clinic, "Refused", by=rita, at=NOW)

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.by, entry.at) == ("DENIED", rita.pk, NOW)
        assert entry.facts == {"attempt": "CLINIC-RENAME", "code": "NOT-ALLOWED"}
        assert (entry.subject_kind, entry.subject_id) == ("home.Clinic", str(clinic.pk))
        clinic.refresh_from_db()
        assert clinic.name == "North Clinic"

    def test_within_another_is_told_once_as_the_outer_one(self, clinic, rita):
        with pytest.raises(NotAllowed):
            rename_twice(clinic, "Refused", by=rita, at=NOW)

        assert entries() == [("DENIED", "CLINIC-RENAME-TWICE")]

    def test_is_told_twenty_times_an_hour_for_each_person(self, clinic, rita, bob):
        for by, tries in ((rita, 25), (bob, 1)):
            for _try in range(tries):
                with pytest.raises(NotAllowed):
                    rename(clinic, "Refused", by=by, at=NOW)

        told = list(AuditEntry.objects.values_list("by", flat=True))
        assert (told.count(rita.pk), told.count(bob.pk)) == (20, 1)

    def test_is_not_told_when_it_is_a_bug(self, clinic, rita):
        with pytest.raises(ZeroDivisionError):
            rename(clinic, "Broken", by=rita, at=NOW)

        assert entries() == []

    def test_that_is_allowed_has_its_own_entry_alone(self, clinic, rita):
        assert rename(clinic, "Better", by=rita, at=NOW) == "Better"

        assert entries() == [("CLINIC-RENAMED", None)]


class TestATransactionAround:
    """Nothing of the suite's own transaction is there for these."""

    @pytest.fixture
    def really(self, on_postgresql, django_db_blocker, request):
        with django_db_blocker.unblock():
            clinic = Clinic.objects.create(
                slug="x", name="X", time_zone="UTC", jurisdiction="X"
            )
            yield clinic

    def test_takes_nothing_of_the_denial_away_when_it_is_undone(self, really):
        assert not connection.in_atomic_block
        with pytest.raises(NotAllowed), transaction.atomic():
            rename(really, "First", by=None, at=NOW)
            rename(really, "Refused", by=None, at=NOW)

        assert entries() == [("DENIED", "CLINIC-RENAME")]
        assert AuditEntry.objects.get().leaf_index == 0

    def test_keeps_the_denial_when_only_a_part_is_undone(self, really):
        with transaction.atomic():
            with pytest.raises(NotAllowed), transaction.atomic():
                rename(really, "Refused", by=None, at=NOW)
            rename(really, "Second", by=None, at=NOW)

        assert sorted(entries()) == [
            ("CLINIC-RENAMED", None),
            ("DENIED", "CLINIC-RENAME"),
        ]

    def test_keeps_it_once_when_all_is_committed(self, really):
        with transaction.atomic():
            with pytest.raises(NotAllowed):
                rename(really, "Refused", by=None, at=NOW)
            rename(really, "Second", by=None, at=NOW)

        assert entries() == [("DENIED", "CLINIC-RENAME"), ("CLINIC-RENAMED", None)]


class TestAnAddressForARole:
    def ask(self, user, method="post"):
        request = getattr(RequestFactory(), method)("/")
        request.user, request.resolver_match = user, None
        refuse_unless(DIRECTORS, request)

    def test_tells_who_posted_to_it_without_the_role(self, bob):
        with pytest.raises(PermissionDenied):
            self.ask(bob.user)

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.by) == ("DENIED", bob.pk)
        assert entry.facts == {"attempt": "ADDRESS", "code": "NOT-ALLOWED"}

    def test_does_not_tell_who_only_looked(self, bob):
        with pytest.raises(PermissionDenied):
            self.ask(bob.user, "get")

        assert entries() == []

    def test_does_not_tell_of_those_it_is_for_nor_of_strangers(self, rita):
        self.ask(rita.user)
        self.ask(AnonymousUser())

        assert entries() == []

    def test_tells_of_somebody_who_keeps_knocking_once_a_minute(self, bob):
        for _knock in range(5):
            with pytest.raises(PermissionDenied):
                self.ask(bob.user)

        assert len(entries()) == 1

    def test_cannot_be_used_to_flood_the_log(self, bob):
        for number in range(3 * MOST_IN_AN_HOUR):
            denial = Denial(f"TRY-{number}", "NOT-ALLOWED", bob, NOW, bob)
            log_seldom(denial, bob.pk)

        assert len(entries()) == MOST_IN_AN_HOUR


class TestAViewsName:
    @pytest.mark.parametrize(
        ("name", "word"),
        [
            ("certificates:approve", "CERTIFICATES-APPROVE"),
            ("a__b::c", "A-B-C"),
            ("x" * 80, "X" * 64),
            ("::", ""),
        ],
    )
    def test_becomes_a_word(self, name, word):
        assert as_word(name) == word
