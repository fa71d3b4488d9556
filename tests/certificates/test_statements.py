"""Statements: what somebody says about themselves, and a director about them."""

import pytest
from django.urls import reverse

from certificates.actions.grant_rules import NotAtThisClinic
from certificates.actions.statements import (
    NotStatable,
    state_about_person,
    state_about_self,
)
from certificates.models import Statement, Suspension
from certificates.requirements.statements import STATEMENTS
from certificates.selectors.evidence import evidence_for
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.roster import days

CODE = "LIMITS-UNDERSTOOD"


def about_self(person, clinic, code=CODE, *, by=None, at=NOW):
    return state_about_self(person, clinic, code, by=by or person, at=at)


def about(person, clinic, by, code=CODE, at=NOW):
    return state_about_person(person, clinic, code, by=by, at=at)


def denials():
    rows = AuditEntry.objects.order_by("id")
    return [(row.action, row.facts.get("code")) for row in rows]


class TestAboutOneself:
    def test_keeps_the_words_as_they_stand(self, alice, clinic, monkeypatch):
        row = about_self(alice, clinic)

        words = STATEMENTS[CODE].words["SELF"]
        assert (row.words, row.on, row.by) == (words, NOW.date(), alice)
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.facts) == (
            "STATEMENT-MADE",
            {"person": str(alice.pk), "code": CODE},
        )
        (fact,) = evidence_for(alice, clinic, NOW).statements
        assert (fact.code, fact.by) == (CODE, "SELF")

    def test_twice_on_a_day_is_once(self, alice, clinic):
        first = about_self(alice, clinic)

        assert about_self(alice, clinic) == first
        assert about_self(alice, clinic, at=NOW + days(1)) != first
        assert Statement.objects.count() == AuditEntry.objects.count() == 2

    def test_by_anybody_else_is_refused(self, alice, bob, rita, clinic, other_clinic):
        for by in (bob, rita):
            with pytest.raises(NotAllowed):
                about_self(alice, clinic, by=by)
        for person, where in ((rita, clinic), (alice, other_clinic)):
            with pytest.raises(NotAllowed):
                about_self(person, where)

        assert not Statement.objects.exists()
        assert denials() == [("DENIED", "NOT-ALLOWED")] * 4

    @pytest.mark.parametrize("code", ["READY-TO-LEAD", "I-AM-GOOD", ""])
    def test_is_from_the_list(self, alice, clinic, code):
        with pytest.raises(NotStatable):
            about_self(alice, clinic, code)

        assert not Statement.objects.exists()
        assert denials() == [("DENIED", "STATEMENT-NOT-ON-THE-LIST")]


class TestAboutSomebody:
    def test_is_a_directors(self, alice, rita, clinic):
        row = about(alice, clinic, rita)

        assert row.words == STATEMENTS[CODE].words["DIRECTOR"]
        (fact,) = evidence_for(alice, clinic, NOW).statements
        assert (fact.code, fact.by) == (CODE, "DIRECTOR")
        assert AuditEntry.objects.get().by == rita.pk

    def test_by_nobody_else(self, alice, bob, rita, charlie, clinic):
        for by in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                about(alice, clinic, by)
        with pytest.raises(NotAllowed):
            about(rita, clinic, rita)

        assert not Statement.objects.exists()

    def test_not_about_somebody_close_nor_while_suspended(
        self, alice, bob, rita, clinic
    ):
        DeclaredRelationship.objects.create(
            one=rita, other=alice, kind="SPOUSE", declared_on=NOW.date()
        )
        with pytest.raises(NotAllowed):
            about(alice, clinic, rita)
        Suspension.objects.create(
            person=rita,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
        )
        with pytest.raises(NotAllowed):
            about(bob, clinic, rita)

    def test_not_about_somebody_elsewhere(self, rita, clinic, other_clinic):
        stranger = make_person("Sam Stone", other_clinic, Role.THERAPIST)

        with pytest.raises(NotAtThisClinic):
            about(stranger, clinic, rita)

    def test_from_the_list(self, alice, rita, clinic):
        with pytest.raises(NotStatable):
            about(alice, clinic, rita, code="RECORD-TRUE")


class TestThePage:
    def test_keeps_a_statement(self, alice, rita, clinic):
        address = reverse("credentialing_state", args=[clinic.slug, alice.pk])
        browser = client_of(rita)

        page = browser.get(address).content.decode()
        assert STATEMENTS["READY-TO-LEAD"].words["DIRECTOR"].split("’")[0] in page
        assert browser.post(address, {"code": "READY-TO-LEAD"}).status_code == 302
        assert browser.post(address, {"code": "RECORD-TRUE"}).status_code == 422

        assert Statement.objects.get().code == "READY-TO-LEAD"

    def test_refuses_what_is_about_oneself(self, rita, clinic):
        address = reverse("credentialing_state", args=[clinic.slug, rita.pk])

        answer = client_of(rita).post(address, {"code": "READY-TO-LEAD"})

        assert answer.status_code == 403
        assert "Nobody decides about themselves" in answer.content.decode()
        assert not Statement.objects.exists()
