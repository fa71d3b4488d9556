"""Changing and cancelling: what depended on what was changed has to be said again."""

import pytest

from certificates.actions.sessions import (
    book_session,
    change_booking,
)
from certificates.models import (
    DecisionRecord,
    Session,
    SessionEvent,
    SessionSignature,
)
from home.models import AuditEntry, Membership, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.roster import days, make_clear, set_site_values
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    all_rows,
    booking,
    members,
    reasons,
    told,
)
from tests.certificates.sessions.refusals import refused

LATER = NOW + days(3)
SIGNED = ("COMPOSITION", "RELATION-DECLARED", "CONSENT-EARLIER-DAY", "COURSE-LENGTH")
ATTESTED = {
    *("PREPARATION-DONE", "CONSENT-EARLIER-DAY", "PRESCRIBER-CLEARANCE"),
    *("DAY-OF-SCREEN", "ESCORT-CONFIRMED", "KIT-READY", "COMFORT-READY"),
    *("PAUSE-BY-TWO", "INTEGRATION-SINCE"),
}


@pytest.fixture
def whole(prepared, rita, team):
    """Everything that can be said and signed of a session is."""
    prepared.attestations.create(code="INTEGRATION-SINCE", by=team["bob"], at=NOW)
    for code in SIGNED:
        SessionSignature.objects.create(
            session=prepared, code=code, by=rita, reason="Looked at.", at=NOW
        )
    return prepared


@pytest.fixture
def second(clinic, team):
    """Another medical clinician, clear for everything."""
    nurse = make_person("Nils Nord", clinic, Role.MEDICAL_CLINICIAN)
    return make_clear(nurse, clinic)


def void_codes(session):
    attested = session.attestations.filter(voided_at__isnull=False)
    signed = session.signatures.filter(voided_at__isnull=False)
    return (
        set(attested.values_list("code", flat=True)),
        set(signed.values_list("code", flat=True)),
    )


DAY_OF = {"DAY-OF-SCREEN", "ESCORT-CONFIRMED", "KIT-READY", "COMFORT-READY"}
CHANGES = [
    ({"route": "SL"}, {"PRESCRIBER-CLEARANCE", "CONSENT-EARLIER-DAY", "PAUSE-BY-TWO"},
     {"CONSENT-EARLIER-DAY"}),
    ({"ends_at": STARTS + 100 * MINUTES},
     {"PRESCRIBER-CLEARANCE", "PAUSE-BY-TWO", *DAY_OF}, {"CONSENT-EARLIER-DAY"}),
    ({"ordinal": 2}, {"INTEGRATION-SINCE"}, {"COURSE-LENGTH"}),
    ({"staffing_code": "C"}, set(), {"COMPOSITION"}),
    ({"preference": "WOMAN_PRESENT"}, set(), {"COMPOSITION"}),
    ({"members": ()}, {"PAUSE-BY-TWO"},
     {"COMPOSITION", "RELATION-DECLARED", "COURSE-LENGTH"}),
]  # fmt: skip


class TestAChange:
    @pytest.mark.parametrize(("change", "attested", "signed"), CHANGES)
    def test_makes_void_what_depended_on_it(
        self, whole, team, clinic, planner, change, attested, signed
    ):
        wanted = booking(team, **change)

        outcome = change_booking(whole, wanted, clinic, actor=planner, at=LATER)

        assert outcome.session == whole
        assert void_codes(whole) == (attested, signed)
        voided = whole.attestations.filter(code__in=attested)
        assert {row.voided_at for row in voided} <= {LATER}
        event = SessionEvent.objects.last()
        assert event.voided == sorted(attested | signed)

    def test_of_the_team_names_the_new_one(
        self, booked, team, clinic, planner, second, sam
    ):
        others = members(team | {"second": second}, **{
            "alice": "lead", "bob": "co_therapist", "second": "medical_clinician"
        })  # fmt: skip
        wanted = booking(team, members=others)

        outcome = change_booking(booked, wanted, clinic, actor=planner, at=LATER)

        assert [m.person for m in booked.members.all()] == [
            team["alice"],
            team["bob"],
            second,
        ]
        event = SessionEvent.objects.last()
        entry = AuditEntry.objects.last()
        assert (event.step, event.by, event.at) == ("CHANGED", sam, LATER)
        assert event.decision_id == outcome.answer.id
        assert event.booked["members"][2]["id"] == str(second.pk)
        assert (entry.action, entry.subject_id) == ("SESSION-CHANGED", str(booked.pk))
        assert entry.facts == {
            "event": event.pk,
            "decision": str(outcome.answer.id),
        }

    def test_of_several_things_is_one_step(self, whole, team, clinic, planner):
        wanted = booking(team, route="SL", ordinal=2)

        change_booking(whole, wanted, clinic, actor=planner, at=LATER)

        assert void_codes(whole) == (
            {
                *("PRESCRIBER-CLEARANCE", "CONSENT-EARLIER-DAY", "PAUSE-BY-TWO"),
                "INTEGRATION-SINCE",
            },
            {"CONSENT-EARLIER-DAY", "COURSE-LENGTH"},
        )
        assert AuditEntry.objects.last().facts["voided"] == 5

    def test_asks_about_the_session_as_it_would_be(self, whole, team, clinic, planner):
        wanted = booking(team, ordinal=2)

        outcome = change_booking(whole, wanted, clinic, actor=planner, at=LATER)

        assert outcome.answer.decision.basis == "policy"
        assert reasons(outcome)["INTEGRATION-SINCE"] == "UNKNOWN"

    def test_does_not_void_twice(self, whole, team, clinic, planner):
        for ordinal, at in ((2, LATER), (3, LATER + MINUTES)):
            wanted = booking(team, ordinal=ordinal)
            change_booking(whole, wanted, clinic, actor=planner, at=at)

        assert SessionEvent.objects.last().voided == []
        row = whole.attestations.get(code="INTEGRATION-SINCE")
        assert row.voided_at == LATER

    def test_by_a_system_names_its_token(self, booked, team, clinic, machine, token):
        wanted = booking(team, route="SL")

        change_booking(booked, wanted, clinic, actor=machine, at=LATER)

        event = SessionEvent.objects.last()
        assert (event.step, event.by, event.token) == ("CHANGED", None, token)


class TestAChangeThatSomethingForbids:
    def test_changes_nothing_but_its_answer_is_kept(self, whole, team, clinic, planner):
        before, log = all_rows(), told()
        alone = booking(team, route="SL", members=members(team, alice="lead"))

        outcome = change_booking(whole, alone, clinic, actor=planner, at=LATER)

        assert reasons(outcome)["MEDICAL-CLINICIAN"] == "UNMET"
        assert all_rows() == before | {
            "DecisionRecord": before["DecisionRecord"] + 1,
            "AuditEntry": before["AuditEntry"] + 1,
        }
        assert told() == log
        assert DecisionRecord.objects.get(pk=outcome.answer.id).decision is False
        assert void_codes(whole) == (set(), set())
        stored = Session.objects.get()
        assert (stored.route, stored.members.count()) == ("IM", 3)
        assert outcome.session.route == "IM"

    def test_is_one_into_another_session(self, booked, team, clinic, planner):
        free = booking(
            team,
            code="KX-302",
            starts_at=STARTS + days(1),
            ends_at=STARTS + days(1) + 90 * MINUTES,
        )
        other = book_session(free, clinic, actor=planner, at=NOW).session

        outcome = change_booking(
            other, booking(team, code="KX-302"), clinic, actor=planner, at=NOW
        )

        assert reasons(outcome)["NOT-DOUBLE-BOOKED"] == "UNMET"
        assert Session.objects.get(code="KX-302").starts_at == free.starts_at


class TestAnotherPlace:
    @pytest.fixture
    def both(self, other_clinic, sam, team):
        """The scheduler plans at both; the team is known there as well."""
        for person, role in (
            (sam, Role.SCHEDULER),
            (team["alice"], Role.THERAPIST),
        ):
            Membership.objects.create(
                person=person, clinic=other_clinic, role=role, starts_on=LONG_AGO
            )
        set_site_values(other_clinic)
        return other_clinic

    def test_makes_everything_void(self, whole, team, both, planner):
        wanted = booking(team, members=())

        outcome = change_booking(whole, wanted, both, actor=planner, at=LATER)

        assert void_codes(whole) == (ATTESTED, set(SIGNED))
        assert outcome.session.clinic == both
        assert SessionEvent.objects.last().booked["clinic"] == "south"
        assert DecisionRecord.objects.get(pk=outcome.answer.id).clinic == both

    def test_names_people_who_are_known_there(self, booked, team, both, planner):
        refused(
            *("SESSION-MEMBER-UNKNOWN", change_booking, booked, booking(team), both),
            actor=planner,
            at=LATER,
        )

    def test_is_planned_by_somebody_of_both(self, booked, team, other_clinic, planner):
        refused(
            *("NOT-ALLOWED", change_booking, booked, booking(team, members=())),
            other_clinic,
            actor=planner,
            at=LATER,
        )

    def test_is_out_of_a_tokens_reach(self, booked, team, both, machine):
        refused(
            *("NOT-ALLOWED", change_booking, booked, booking(team, members=())),
            both,
            actor=machine,
            at=LATER,
        )
