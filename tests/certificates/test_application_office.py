"""What the clinic's office does with an application before it is decided."""

import pytest

from certificates.actions.appeals import appeal
from certificates.actions.application_steps import (
    NotReady,
)
from certificates.actions.applications import (
    send_application,
    start_application,
    submit_application,
    withdraw_application,
)
from certificates.actions.verifying import (
    mark_ready,
    take_on,
    take_up,
    verify_again,
)
from certificates.models import (
    Application,
    Concern,
    Document,
    ExclusionCheck,
)
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.applying import (
    actions_since,
    approve,
    defer,
    denials,
    row_counts,
    states_of,
)
from tests.certificates.readiness import L1_TREE, make_unchecked, requirement_set
from tests.certificates.roster import days


@pytest.fixture
def stella(clinic):
    return make_person("Stella Stone", clinic, Role.STAFF)


@pytest.fixture
def unchecked(alice, bob, clinic, wish):
    """Sent while the office has still to look into the exclusion list."""
    make_unchecked(alice, clinic, bob)
    return submit_application(alice, wish, at=NOW)


def look_into_the_list(person):
    ExclusionCheck.objects.create(
        person=person, on=NOW.date(), outcome="CLEAR", recorded_at=NOW
    )


class TestWhatTheOfficeDoesMayBeOpen:
    def test_so_it_stays_submitted(self, unchecked):
        assert unchecked.state == "SUBMITTED"
        assert states_of(unchecked) == ["DRAFT", "SUBMITTED"]

    def test_verifying_at_the_source_is_the_offices(self, ready, alice, wish):
        known = alice.documents.get()
        alice.documents.update(kind="BLS")
        Document.objects.create(
            person=alice,
            kind="LICENCE",
            jurisdiction=known.jurisdiction,
            issued_on=known.issued_on,
            expires_on=known.expires_on,
            recorded_at=NOW,
        )

        assert submit_application(alice, wish, at=NOW).state == "SUBMITTED"

    @pytest.mark.parametrize(
        "leaf",
        [
            {"leaf": "recorded", "kind": "CASE"},
            {"leaf": "waiver", "code": "SIX-MONTHS"},
            {"leaf": "attestation", "code": "READY-TO-LEAD", "by": "DIRECTOR"},
        ],
    )
    def test_so_is_what_a_director_records(self, ready, alice, clinic, wish, leaf):
        requirement_set("L1", {"all": [L1_TREE, leaf]}, clinic=clinic)

        assert submit_application(alice, wish, at=NOW).state == "SUBMITTED"

    def test_what_one_states_about_oneself_is_not(self, ready, alice, clinic, wish):
        leaf = {"leaf": "attestation", "code": "RECORD-TRUE", "by": "SELF"}
        requirement_set("L1", {"all": [L1_TREE, leaf]}, clinic=clinic)

        with pytest.raises(NotReady, match="record is true"):
            submit_application(alice, wish, at=NOW)

    def test_whether_a_report_is_open_is_looked_at_when_it_is_decided(
        self, ready, alice, bob, rita, stella, clinic, wish
    ):
        requirement_set(
            "L1", {"all": [L1_TREE, {"leaf": "no_open_concern"}]}, clinic=clinic
        )
        Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="QUESTION",
            account="Something to look at.",
            reported_by=bob,
            reported_at=NOW,
        )

        sent = submit_application(alice, wish, at=NOW)

        assert (sent.state, sent.dossier["open_concerns"]) == ("READY", None)
        assert "Something" not in str(sent.dossier)
        verify_again(sent, by=stella, at=NOW)
        mark_ready(sent, by=stella, at=NOW)
        with pytest.raises(NotReady, match="One report is open"):
            approve(sent, rita, at=NOW)
        sent.refresh_from_db()
        assert sent.state == "READY"

    @pytest.mark.parametrize(
        "change", [{"expires_on": NOW.date() - days(1)}, {"kind": "BLS"}]
    )
    def test_bringing_the_document_is_the_applicants(self, ready, alice, wish, change):
        alice.documents.update(**change)

        with pytest.raises(NotReady, match="licence"):
            submit_application(alice, wish, at=NOW)

        assert not Application.objects.exists()


class TestVerifying:
    def test_is_taken_on_by_staff_and_finished(self, unchecked, alice, stella):
        before = AuditEntry.objects.count()
        take_on(unchecked, by=stella, at=NOW)

        with pytest.raises(NotReady, match="exclusion list"):
            mark_ready(unchecked, by=stella, at=NOW)
        look_into_the_list(alice)
        mark_ready(unchecked, by=stella, at=NOW)

        assert unchecked.state == "READY"
        assert actions_since(before) == [
            "APPLICATION-VERIFYING",
            "DENIED",
            "APPLICATION-READY",
        ]

    @pytest.mark.parametrize("step", [take_on, mark_ready, take_up, verify_again])
    def test_is_the_offices_work(self, unchecked, alice, bob, charlie, step):
        before = row_counts()
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                step(unchecked, by=somebody, at=NOW)

        assert row_counts() == before

    @pytest.mark.parametrize("step", [take_on, mark_ready])
    def test_is_not_the_applicants_nor_of_somebody_close(
        self, unchecked, alice, stella, clinic, step
    ):
        alice.memberships.create(clinic=clinic, role="STAFF", starts_on=NOW.date())
        DeclaredRelationship.objects.create(
            one=alice, other=stella, kind="RELATIVE", declared_on=NOW.date()
        )

        for somebody in (alice, stella):
            with pytest.raises(NotAllowed):
                step(unchecked, by=somebody, at=NOW)

    def test_is_passed_over_when_a_director_decides(self, unchecked, alice, rita):
        look_into_the_list(alice)

        approve(unchecked, rita, at=NOW)

        assert states_of(unchecked)[-3:] == ["READY", "IN_REVIEW", "APPROVED"]

    def test_stops_an_approval(self, unchecked, rita):
        with pytest.raises(NotReady, match="exclusion list"):
            approve(unchecked, rita, at=NOW)

        unchecked.refresh_from_db()
        assert unchecked.state == "SUBMITTED"

    def test_does_not_stop_a_deferral(self, unchecked, rita, stella):
        take_on(unchecked, by=stella, at=NOW)

        defer(unchecked, rita, at=NOW)

        assert states_of(unchecked)[-2:] == ["VERIFYING", "DEFERRED"]


class TestWhatIsRefused:
    def test_is_logged_by_its_name(self, unchecked, alice, bob, wish, clinic):
        steps = (take_on, mark_ready, verify_again, take_up)
        for step in (*steps, send_application, withdraw_application):
            with pytest.raises(NotAllowed):
                step(unchecked, by=bob, at=NOW)
        with pytest.raises(NotAllowed):
            appeal(unchecked, grounds="Please.", by=bob, at=NOW)
        with pytest.raises(NotAllowed):
            start_application(rejected := make_person("Ned", clinic), wish, at=NOW)

        assert denials() == [
            ("APPLICATION-VERIFY", "NOT-ALLOWED"),
            ("APPLICATION-MARK-READY", "NOT-ALLOWED"),
            ("APPLICATION-VERIFY-AGAIN", "NOT-ALLOWED"),
            ("APPLICATION-TAKE-UP", "NOT-ALLOWED"),
            ("APPLICATION-SEND", "NOT-ALLOWED"),
            ("APPLICATION-WITHDRAW", "NOT-ALLOWED"),
            ("APPLICATION-APPEAL", "NOT-ALLOWED"),
            ("APPLICATION-START", "NOT-ALLOWED"),
        ]
        assert AuditEntry.objects.last().by == rejected.pk


class TestReview:
    def test_is_taken_up_by_a_director_only(self, application, rita, stella):
        with pytest.raises(NotAllowed):
            take_up(application, by=stella, at=NOW)

        take_up(application, by=rita, at=NOW)

        assert (application.state, application.reviewer) == ("IN_REVIEW", rita)
        assert states_of(application)[-1] == "IN_REVIEW"

    def test_goes_back_when_something_lapsed(self, application, rita):
        take_up(application, by=rita, at=NOW)
        Document.objects.update(expires_on=NOW.date() - days(1))

        with pytest.raises(NotReady):
            approve(application, rita)
        verify_again(application, by=rita, at=NOW)

        assert application.state == "VERIFYING"
        with pytest.raises(NotReady):
            mark_ready(application, by=rita, at=NOW)
