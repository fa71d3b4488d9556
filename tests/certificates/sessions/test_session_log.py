"""The log binds a session with all that happened in it."""

import pytest

from certificates.actions.exceptions import show_exception, sign_exception
from certificates.actions.sessions import change_booking
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Attestation,
    Session,
    SessionMember,
    SessionSignature,
    Signature,
)
from home.actions import audit
from home.audit_verifying import verify
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    booking,
    carry,
    finish,
    plan,
)
from tests.certificates.sessions.standing import bind_what_stands
from tests.certificates.signing import signing

SAID = "The patient knows them both."


@pytest.fixture
def life(team, clinic, planner, medic, rita, wanted):
    """Booked, changed, signed for, attested, started, released and closed."""
    team["bob"].gender = "WOMAN"
    team["bob"].save()
    bind_what_stands()
    session = plan(wanted, clinic, planner)
    longer = booking(team, ends_at=STARTS + 100 * MINUTES)
    change_booking(session, longer, clinic, actor=planner, at=NOW + MINUTES)
    at = NOW + days(1)
    shown = show_exception(session, "COMPOSITION", by=rita, at=at)
    digest, who = digest_of_shown(shown), signing(rita, at)
    sign_exception(session, "COMPOSITION", SAID, shown_sha256=digest, signer=who)
    carry(session, team, medic)
    return finish(session, team)


class TestAWholeLife:
    def test_verifies(self, life):
        audit.seal()

        result = verify()

        assert result.exit_code == 0, result.findings
        assert life.state == "CLOSED"

    def test_has_one_entry_for_each_thing(self, life):
        about = AuditEntry.objects.filter(
            subject_kind="certificates.Session", subject_id=str(life.pk)
        )

        assert about.count() == life.events.count() + Attestation.objects.count() + 1

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda: Session.objects.update(route="SL"),
            lambda: SessionMember.objects.filter(role="lead").update(role="observer"),
            lambda: Attestation.objects.update(voided_at=NOW),
            lambda: SessionSignature.objects.update(voided_at=NOW),
            lambda: SessionMember.objects.filter(role="lead").delete(),
        ],
    )
    def test_tells_of_what_was_written_past_it(self, life, spoil):
        audit.seal()

        spoil()

        assert verify().exit_code == 2

    def test_keeps_the_signature_of_the_exception(self, life):
        row = SessionSignature.objects.get()

        assert row.signature == Signature.objects.get()
        assert AuditEntry.objects.filter(facts__signature=row.signature.sha256).exists()
