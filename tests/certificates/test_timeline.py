"""The timeline: what it tells of somebody, and what it never tells."""

import csv
import datetime
import io
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import (
    Concern,
    CredentialEvent,
    CurrencyRecord,
    Signature,
    Suspension,
    Waiver,
)
from certificates.rules.standings_at import (
    standing_at,
)
from certificates.selectors.timeline import timeline_of
from certificates.selectors.timeline_scope import scope_at, scope_of_self
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.desk import *  # noqa: F403 - its fixtures
from tests.certificates.desk import address
from tests.certificates.readiness import observe
from tests.certificates.roster import days, document, grant, verify
from tests.certificates.signing import approval_of
from tests.letting_go import let_go_of

UTC = datetime.UTC
ZONE = ZoneInfo("America/New_York")
TODAY = NOW.astimezone(ZONE).date()


def suspended(person, clinic, **fields) -> Suspension:
    told = {
        "kind": "PRECAUTIONARY",
        "reason": "Words for directors.",
        "starts_at": NOW - days(5),
        "recorded_at": NOW - days(5),
    }
    return Suspension.objects.create(person=person, clinic=clinic, **(told | fields))


def told(scope) -> str:
    rows = timeline_of(scope).events
    return "\n".join(f"{row.kind} {row.what} {row.words} {row.by}" for row in rows)


@pytest.fixture
def filled(clinic, alice, bob, rita):
    """One of nearly everything."""
    held = grant(alice, clinic, "L1", awarded_at=NOW - days(3))
    CredentialEvent.objects.create(
        credential=held, to_state="ACTIVE", by=rita, at=NOW - days(3)
    )
    approval_of(held, rita, NOW - days(3))
    verify(document(alice, "LICENCE", issuer="Board of Massachusetts"))
    CurrencyRecord.objects.create(
        person=alice, kind="DRILL", on=TODAY - days(60), by=rita, recorded_at=NOW
    )
    Waiver.objects.create(
        person=alice,
        clinic=clinic,
        code="CASE",
        reason="Shown elsewhere.",
        granted_on=TODAY - days(30),
        expires_on=TODAY + days(30),
        by=rita,
        recorded_at=NOW - days(30),
    )
    observe(alice, clinic, bob, on=TODAY - days(9))
    return held


class TestWhatItTells:
    def test_all_that_happened(self, filled, alice, clinic):
        words = told(scope_at(alice, clinic, tells_reasons=True))

        assert "L1 Preparation" in words
        assert "Board of Massachusetts" in words
        assert "Asked the primary source" in words
        assert "Emergency drill" in words
        assert "Waiver CASE Shown elsewhere." in words
        assert "Observed session: Preparation" in words
        assert "Approved on the evidence shown" in words
        assert "Rita Rowe" in words

    def test_the_standing_as_of_a_day_before_it_was_entered(
        self, filled, alice, clinic
    ):
        timeline = timeline_of(scope_at(alice, clinic, tells_reasons=True))
        life, back_then = timeline.lives[0], NOW - days(50)

        assert standing_at(life, timeline.absences, back_then, NOW) == "VALID"
        assert standing_at(life, timeline.absences, back_then, back_then) is None

    def test_another_clinics_rows_stay_there(self, filled, alice, other_clinic):
        words = told(scope_at(alice, other_clinic, tells_reasons=True))

        assert "L1 Preparation" not in words
        assert "Shown elsewhere." not in words
        # What is about the person counts wherever they work.
        assert "Board of Massachusetts" in words

    def test_costs_the_same_however_much_happened(self, filled, alice, clinic):
        scope = scope_at(alice, clinic, tells_reasons=True)
        with CaptureQueriesContext(connection) as few:
            timeline_of(scope)
        for number in range(15):
            verify(document(alice, "BLS"), on=TODAY - days(number))
            suspended(alice, clinic, lifted_at=NOW - days(1))

        with CaptureQueriesContext(connection) as many:
            timeline_of(scope)

        assert len(many) == len(few)


class TestWhatItNeverTells:
    def test_why_somebody_was_suspended_but_to_the_director_there(
        self, alice, clinic, other_clinic, rita
    ):
        suspended(alice, clinic, by=rita)

        assert "Words for" in told(scope_at(alice, clinic, tells_reasons=True))
        assert "Words for" not in told(scope_at(alice, clinic, tells_reasons=False))
        assert "Words for" not in told(scope_of_self(alice, ZONE))
        elsewhere = told(scope_at(alice, other_clinic, tells_reasons=True))
        assert "Words for" not in elsewhere
        assert "Precautionary" not in elsewhere
        assert "Rita" not in elsewhere
        assert "Suspended at another clinic" in elsewhere

    def test_the_reason_on_a_credentials_moves(self, alice, clinic, rita):
        held = grant(alice, clinic, "L1", state="SUSPENDED")
        moves = [("", "ACTIVE", ""), ("ACTIVE", "SUSPENDED", "Words for directors.")]
        moves += [("SUSPENDED", "ACTIVE", "Words at lifting.")]
        for was, to, reason in moves:
            CredentialEvent.objects.create(
                credential=held,
                from_state=was,
                to_state=to,
                by=rita,
                at=NOW - days(4),
                reason=reason,
            )

        words = told(scope_at(alice, clinic, tells_reasons=True))

        assert "Suspended with its holder." in words
        assert "Words" not in words

    def test_that_a_confidential_report_was_behind_it(self, alice, bob, clinic, rita):
        officer = make_person("Olga Orr", clinic, Role.SAFETY_OFFICER)
        concern = Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="HARM",
            account="What somebody reported.",
            reported_by=bob,
            reported_at=NOW - days(5),
            officer=officer,
        )
        row = suspended(alice, clinic, concern=concern, lifted_by=officer)
        let_go_of("certificates_suspension")
        Suspension.objects.filter(pk=row.pk).update(lifted_at=NOW - days(1))
        for meaning, subject, kind in [
            ("CONCERN-CLOSED", concern, "certificates.Concern"),
            ("LIFTED", row, "certificates.Suspension"),
        ]:
            Signature.objects.create(
                by=officer,
                about=alice,
                clinic=clinic,
                printed_name="Olga Orr",
                printed_role="Safety officer",
                meaning=meaning,
                subject_kind=kind,
                subject_id=str(subject.pk),
                subject_sha256="0" * 64,
                at=NOW - days(1),
            )

        for scope in (
            scope_at(alice, clinic, tells_reasons=True),
            scope_at(alice, clinic, tells_reasons=False),
            scope_of_self(alice, ZONE),
        ):
            words = told(scope)
            assert "Suspension lifted" in words
            for secret in ("Olga", "reported", "Concern", "Words for", "Safety"):
                assert secret not in words


@pytest.mark.usefixtures("desk")
class TestThePage:
    def test_shows_a_day_as_it_was_known(self, filled, alice, rita):
        where = address("timeline", "north", alice.pk)
        client = client_of(rita)
        then = (TODAY - days(50)).isoformat()

        now_known = client.get(where, {"as_of": then}).content.decode()
        then_known = client.get(where, {"as_of": then, "known": then}).content.decode()

        assert "Active" in now_known
        assert "No credential was on record." in then_known

    def test_is_filtered_and_sorted(self, filled, alice, rita):
        where = address("timeline", "north", alice.pk)

        page = client_of(rita).get(where, {"kind": "WAIVER", "sort": "-when"})

        assert "Waiver CASE" in page.content.decode()
        assert "Emergency drill" not in page.content.decode().split("</form>")[-1]
        assert 'aria-sort="ascending"' in page.content.decode()

    def test_keeps_a_day_nobody_can_read(self, filled, alice, rita):
        where = address("timeline", "north", alice.pk)

        page = client_of(rita).get(where, {"as_of": "yesterday"}).content.decode()

        assert "Enter a valid date." in page
        assert "yesterday" in page

    def test_is_given_as_a_file(self, filled, alice, rita):
        where = address("timeline", "north", alice.pk)

        answer = client_of(rita).get(where, {"file": "csv", "kind": "WAIVER"})

        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        assert len(lines) == 2
        assert lines[1][1] == "Waiver CASE"

    def test_is_read_by_an_auditor_without_reasons(self, alice, clinic, rita):
        auditor = make_person("Aude Auditor", clinic, Role.AUDITOR)
        suspended(alice, clinic, by=rita)
        # Who may enter the admin is the admin's to say; the page itself is asked here.
        auditor.user.groups.add(rita.user.groups.get())

        page = client_of(auditor).get(address("timeline", "north", alice.pk))

        assert page.status_code == 200
        assert "Suspended: Precautionary" in page.content.decode()
        assert "Words for" not in page.content.decode()

    def test_is_closed_to_everybody_else(self, filled, alice, bob, charlie):
        where = address("timeline", "north", alice.pk)

        assert is_closed(client_of(bob).get(where))  # noqa: F405
        assert is_closed(client_of(charlie).get(where))  # noqa: F405


class TestOnesOwn:
    def test_is_shown_to_its_person(self, filled, alice, bob, clinic, rita):
        suspended(alice, clinic, by=rita)

        mine = client_of(alice).get("/credentials/timeline/").content.decode()
        other = client_of(bob).get("/credentials/timeline/").content.decode()

        assert "Observed session: Preparation" in mine
        assert "Words for" not in mine
        assert "written down on" in mine
        assert "Board of Massachusetts" not in other

    def test_asks_for_a_sign_in(self, client, db):
        assert client.get("/credentials/timeline/").status_code == 302
