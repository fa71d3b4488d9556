"""Reporting a concern: what is refused, to whom it goes, and what it does at once."""

import pytest

from certificates.actions.concerns import (
    REPORTS_A_DAY,
    AccountMissing,
    DayAhead,
    NamesPatient,
    NotASessionCode,
    TooManyReports,
)
from certificates.actions.suspensions import Ground, suspend_person
from certificates.concern_rules import concerns_for
from certificates.models import Concern, ConcernEvent, Suspension
from certificates.selectors.suspensions import open_suspensions
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from tests.cast import NOW, make_person
from tests.certificates.concerning import (
    ACCOUNT,
    assert_only_denied,
    counts,
    report,
    taken,
)
from tests.certificates.lifting import propose
from tests.certificates.roster import days, grant
from tests.certificates.signing import signing

GROUND = Ground("PRECAUTIONARY", "A question is being looked into.")
OFFICER = Role.SAFETY_OFFICER


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, OFFICER)


@pytest.fixture
def opal(clinic):
    return make_person("Opal Orr", clinic, OFFICER)


class TestReporting:
    def test_keeps_what_was_said_and_gives_it_to_a_safety_officer(
        self, alice, bob, clinic, sam
    ):
        row = report(clinic, bob, alice, session_code=" kx-204 ")

        assert (row.person, row.reported_by, row.officer) == (bob, alice, sam)
        assert (row.state, row.session_code, row.account) == ("OPEN", "KX-204", ACCOUNT)
        steps = ConcernEvent.objects.values_list("step", "by", "to", "word")
        assert list(steps) == [
            ("REPORTED", alice.pk, None, "QUESTION"),
            ("ROUTED", None, sam.pk, ""),
        ]

    def test_is_one_audit_entry_that_tells_neither_about_whom_nor_by_whom(
        self, alice, bob, clinic, sam
    ):
        row = report(clinic, bob, alice)

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.by) == ("CONCERN-REPORTED", None)
        assert (entry.subject_id, list(entry.facts)) == (str(row.pk), ["record"])
        assert len(entry.facts["record"]) == 64
        told = f"{entry.facts} {entry.subject_id}"
        assert str(bob.pk) not in told and str(alice.pk) not in told

    def test_lets_any_role_report_and_somebody_suspended_too(
        self, bob, rita, clinic, sam
    ):
        clerk = make_person("Cleo Clerk", clinic, Role.STAFF)
        Suspension.objects.create(
            person=clerk,
            clinic=clinic,
            starts_at=NOW - days(1),
            by=rita,
            recorded_at=NOW,
        )

        assert report(clinic, bob, clerk).officer == sam

    @pytest.mark.parametrize("severity", ["QUESTION", "RULE"])
    def test_pauses_nobody_below_the_severity_that_does(
        self, severity, alice, bob, clinic, sam
    ):
        report(clinic, bob, alice, severity=severity)

        assert not Suspension.objects.exists()

    def test_of_harm_pauses_clinical_work_at_once(self, alice, bob, clinic, sam):
        held = grant(bob, clinic, "L1")

        row = report(clinic, bob, alice, severity="HARM")

        pause = Suspension.objects.get()
        held.refresh_from_db()
        assert (pause.person, pause.by, pause.kind) == (bob, None, "PRECAUTIONARY")
        assert (pause.concern, pause.starts_at) == (row, NOW)
        assert held.state == "SUSPENDED"
        assert row.events.last().step == "SUSPENDED"
        assert ACCOUNT not in pause.reason and alice.name not in pause.reason


class TestWhomAReportPaused:
    """The gate says no to them; they go on signing and reading about others."""

    @pytest.fixture
    def paused(self, alice, bob, rita, clinic, sam):
        report(clinic, rita, alice, severity="HARM")
        report(clinic, sam, bob, severity="HARM")
        return Suspension.objects.get(person=rita)

    def test_who_directs_still_signs_about_others(self, paused, charlie, rita, clinic):
        nora = make_person("Nora Nash", clinic, Role.THERAPIST)

        suspend_person(nora, clinic, GROUND, signer=signing(rita))

        assert Suspension.objects.filter(person=nora, by=rita).exists()

    def test_who_looks_into_reports_still_does(self, paused, bob, alice, clinic, sam):
        row = report(clinic, bob, alice)

        assert row.officer == sam
        assert row in concerns_for(sam, NOW)

    def test_signs_nothing_of_their_own(self, paused, rita, clinic):
        with pytest.raises(NotAllowed, match="themselves"):
            propose(paused, clinic, rita)

    def test_is_kept_from_signing_once_somebody_suspends_them(
        self, paused, alice, rita, clinic
    ):
        dora = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        suspend_person(rita, clinic, GROUND, signer=signing(dora))

        with pytest.raises(NotAllowed, match="suspension of yours"):
            suspend_person(alice, clinic, GROUND, signer=signing(rita))

    def test_is_still_not_free_at_the_gate(self, paused, rita, clinic):
        assert open_suspensions(rita, clinic, NOW).get() == paused


class TestAReportIsRefused:
    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"account": "  "}, AccountMissing),
            ({"account": "The patient Maria said stop."}, NamesPatient),
            ({"session_code": "Maria"}, NotASessionCode),
            ({"session_code": "1985-03-14"}, NotASessionCode),
            ({"occurred_on": NOW.date() + days(1)}, DayAhead),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_when_something_is_to_mend(self, changes, error, alice, bob, clinic, sam):
        before = counts()

        with pytest.raises(error):
            report(clinic, bob, alice, **changes)

        assert_only_denied(before, "CONCERN-REPORT", alice)

    def test_about_oneself(self, alice, clinic, sam):
        with pytest.raises(NotAllowed):
            report(clinic, alice, alice)

    def test_about_or_by_somebody_of_another_clinic(
        self, alice, charlie, clinic, other_clinic, sam
    ):
        for where, about, by in (
            (clinic, charlie, alice),
            (clinic, alice, charlie),
            (other_clinic, charlie, alice),
        ):
            with pytest.raises(NotAllowed):
                report(where, about, by)

        assert not Concern.objects.exists()

    def test_when_as_many_as_a_day_takes_are_sent(self, alice, bob, clinic, sam):
        for _number in range(REPORTS_A_DAY):
            report(clinic, bob, alice)
        before = counts()

        with pytest.raises(TooManyReports):
            report(clinic, bob, alice, severity="HARM")

        assert_only_denied(before, "CONCERN-REPORT", alice)
        report(clinic, bob, alice, at=NOW + days(1))

    def test_when_it_is_the_second_of_harm_within_a_day(
        self, alice, bob, rita, clinic, sam
    ):
        report(clinic, bob, alice, severity="HARM")
        before = counts()

        with pytest.raises(TooManyReports, match="at once"):
            report(clinic, rita, alice, severity="HARM")

        assert_only_denied(before, "CONCERN-REPORT", alice)
        report(clinic, rita, alice, severity="RULE")
        report(clinic, alice, bob, severity="HARM")
        report(clinic, rita, alice, severity="HARM", at=NOW + days(1))

    def test_by_an_entry_that_does_not_say_about_whom(self, alice, bob, clinic, sam):
        with pytest.raises(AccountMissing):
            report(clinic, bob, alice, account="")

        entry = AuditEntry.objects.get()
        assert entry.subject_kind == "home.Clinic"
        assert str(bob.pk) not in f"{entry.facts} {entry.subject_id}"


class TestTheOfficer:
    def test_is_the_one_with_the_fewest_open_reports(
        self, alice, bob, clinic, sam, opal
    ):
        first, second = report(clinic, bob, alice), report(clinic, bob, alice)
        third, fourth = report(clinic, bob, alice), report(clinic, bob, alice)

        assert {first.officer, second.officer} == {sam, opal}
        assert {third.officer, fourth.officer} == {sam, opal}

    def test_is_not_the_person_named(self, alice, clinic, sam, opal):
        assert {report(clinic, sam, alice).officer for _ in range(3)} == {opal}

    def test_is_not_the_reporter(self, alice, clinic, sam, opal):
        assert {report(clinic, alice, sam).officer for _ in range(3)} == {opal}

    def test_is_not_of_the_sessions_team(self, alice, bob, clinic, session, sam, opal):
        session.members.create(person=sam, role="observer")

        found = {
            report(clinic, bob, alice, session_code="KX-204").officer for _ in range(3)
        }

        assert found == {opal}

    @pytest.mark.parametrize("turned", [False, True])
    def test_has_no_declared_tie_to_the_person(
        self, turned, alice, bob, clinic, sam, opal
    ):
        one, other = (bob, sam) if turned else (sam, bob)
        DeclaredRelationship.objects.create(
            one=one, other=other, kind="EMPLOYER", declared_on=NOW.date()
        )

        assert {report(clinic, bob, alice).officer for _ in range(3)} == {opal}

    def test_is_not_suspended_anywhere(
        self, alice, bob, rita, clinic, other_clinic, sam, opal
    ):
        Suspension.objects.create(
            person=sam, clinic=other_clinic, starts_at=NOW, by=rita, recorded_at=NOW
        )

        assert {report(clinic, bob, alice).officer for _ in range(3)} == {opal}

    def test_holds_the_role_today_and_can_sign_in(self, alice, bob, clinic, sam, opal):
        Membership.objects.filter(person=sam).update(ends_on=NOW.date() - days(1))
        opal.user.is_active = False
        opal.user.save()

        assert report(clinic, bob, alice).officer is None

    def test_is_nobody_of_another_clinic(self, alice, bob, clinic, other_clinic):
        make_person("Olga Other", other_clinic, OFFICER)

        row = report(clinic, bob, alice)

        assert (row.officer, row.state) == (None, "OPEN")
        assert [event.step for event in row.events.all()] == ["REPORTED"]

    def test_who_looks_into_more_gets_the_next_one_later(
        self, alice, bob, clinic, sam, opal
    ):
        first = taken(report(clinic, bob, alice), by=sam if _is(sam) else opal)

        second = report(clinic, bob, alice)

        assert first.officer != second.officer


def _is(person):
    return Concern.objects.filter(officer=person).exists()
