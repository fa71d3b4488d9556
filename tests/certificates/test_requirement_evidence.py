"""What somebody is judged on: one person or many, in the same few queries."""

import datetime

from certificates.models import (
    Concern,
    ExclusionCheck,
    Session,
    SessionMember,
    Statement,
    Waiver,
)
from certificates.selectors.evidence import evidence_for, evidence_for_many, evidence_in
from certificates.selectors.person_files import person_file
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.readiness import make_unchecked, observe
from tests.certificates.roster import days, make_clear
from tests.certificates.settling import put_right

TODAY = NOW.date()


class TestTheEvidence:
    def test_leaves_out_a_check_that_was_corrected(self, alice, bob, rita, clinic):
        wrong = ExclusionCheck.objects.create(
            person=alice, on=TODAY, outcome="CONFIRMED", recorded_at=NOW
        )
        right = put_right(wrong, bob, rita)

        (fact,) = evidence_for(alice, clinic, NOW).exclusion_checks

        assert (fact.id, fact.outcome) == (str(right.pk), "CLEAR")

    def test_tells_statements_by_who_made_them(self, alice, rita, clinic, other_clinic):
        for by, where in ((alice, clinic), (rita, clinic), (alice, other_clinic)):
            state(alice, by, where)

        rows = evidence_for(alice, clinic, NOW).statements

        assert [(row.code, row.by, row.on) for row in rows] == [
            ("LIMITS-UNDERSTOOD", "SELF", TODAY),
            ("LIMITS-UNDERSTOOD", "DIRECTOR", TODAY),
        ]

    def test_leaves_out_a_waiver_that_was_ended(
        self, alice, rita, clinic, other_clinic
    ):
        kept = waive(alice, rita, clinic)
        waive(alice, rita, clinic, ended_at=NOW - days(1), ended_by=rita)
        later = waive(alice, rita, clinic, ended_at=NOW + days(1), ended_by=rita)
        waive(alice, rita, other_clinic)

        rows = evidence_for(alice, clinic, NOW).waivers

        assert {row.id for row in rows} == {str(kept.pk), str(later.pk)}

    def test_tells_closed_sessions_that_somebody_else_supervised(
        self, alice, bob, rita, clinic
    ):
        held(clinic, "KX-1", {alice: "lead", rita: "supervisor"})
        held(clinic, "KX-2", {alice: "co_therapist", rita: "supervisor"}, "ON_SITE")
        held(clinic, "KX-3", {alice: "lead", rita: "supervisor"}, state="STARTED")
        held(clinic, "KX-4", {alice: "observer", rita: "supervisor"})
        held(clinic, "KX-5", {alice: "lead", bob: "co_therapist"})
        held(clinic, "KX-6", {alice: "lead", rita: "supervisor"}, "")
        held(clinic, "KX-7", {alice: "lead", rita: "supervisor"}, ago=-1)
        alone = held(clinic, "KX-8", {alice: "lead"})
        SessionMember.objects.create(
            session=alone, person=alice, role="supervisor", presence="IN_ROOM"
        )

        rows = evidence_for(alice, clinic, NOW).supervised

        assert [(row.session, sorted(row.presence)) for row in rows] == [
            ("KX-1", ["IN_ROOM"]),
            ("KX-2", ["ON_SITE"]),
        ]
        assert (rows[0].kind, rows[0].on) == ("MEDICATION", TODAY - days(3))

    def test_looks_for_open_concerns_only_when_asked(
        self, alice, bob, rita, clinic, other_clinic
    ):
        report(alice, bob, clinic)
        report(alice, bob, other_clinic)
        report(
            alice,
            bob,
            clinic,
            state="CLOSED",
            officer=rita,
            closed_at=NOW,
            outcome="UNFOUNDED",
        )

        def looked(person):
            file = person_file(person, clinic, NOW, with_concerns=True)
            return evidence_in(file).open_concerns

        assert evidence_for(alice, clinic, NOW).open_concerns is None
        assert (looked(alice), looked(bob)) == (1, 0)

    def test_of_many_is_that_of_each_in_as_many_queries(
        self, alice, bob, rita, clinic, django_assert_num_queries
    ):
        make_unchecked(alice, clinic, bob)
        others = [
            make_person(f"Zoe{n} Zeal", clinic, Role.THERAPIST) for n in range(28)
        ]
        people = [alice, bob, *others]
        for n, person in enumerate(people):
            make_clear(person, clinic, "L1", "T")
            state(person, rita, clinic)
            waive(person, rita, clinic)
            observe(person, clinic, rita)
            held(clinic, f"KY-{n}", {person: "lead", rita: "supervisor"})
        report(bob, rita, clinic)
        evidence_for(alice, clinic, NOW)  # Wagtail remembers its sites

        for some in (people[:3], people):
            with django_assert_num_queries(5):
                found = evidence_for_many(some, clinic, NOW, with_concerns=True)
            assert list(found) == [person.pk for person in some]

        for person in (alice, bob, others[-1]):
            file = person_file(person, clinic, NOW, with_concerns=True)
            assert found[person.pk] == evidence_in(file)
        assert found[bob.pk].open_concerns == 1
        assert found[alice.pk].supervised[0].session == "KY-0"


def state(person, by, clinic):
    return Statement.objects.create(
        person=person,
        clinic=clinic,
        code="LIMITS-UNDERSTOOD",
        words="I know.",
        on=TODAY,
        by=by,
        recorded_at=NOW,
    )


def waive(person, by, clinic, **fields):
    return Waiver.objects.create(
        person=person,
        clinic=clinic,
        code="CASE",
        reason="Presented elsewhere.",
        granted_on=TODAY - days(5),
        expires_on=TODAY + days(5),
        by=by,
        recorded_at=NOW,
        **fields,
    )


def report(person, by, clinic, **fields):
    return Concern.objects.create(
        person=person,
        clinic=clinic,
        severity="QUESTION",
        account="Somebody asked.",
        reported_by=by,
        reported_at=NOW,
        **fields,
    )


def held(clinic, code, team, presence="IN_ROOM", ago=3, state="CLOSED"):
    starts = NOW - days(ago)
    row = Session.objects.create(
        code=code,
        clinic=clinic,
        kind="MEDICATION",
        starts_at=starts,
        ends_at=starts + datetime.timedelta(minutes=90),
        staffing_code="A",
        state=state,
    )
    for person, role in team.items():
        near = presence if role == "supervisor" else ""
        SessionMember.objects.create(
            session=row, person=person, role=role, presence=near
        )
    return row
