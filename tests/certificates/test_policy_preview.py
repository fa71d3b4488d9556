"""What a version would change, told before it is signed, is what happens then."""

import datetime

import pytest

from certificates.actions.clearance import Asker, ask
from certificates.actions.policy_signing import step_of
from certificates.models import (
    Attestation,
    Document,
    ExclusionCheck,
    Session,
)
from certificates.selectors.policy_changes import SEATS
from certificates.selectors.policy_preview import question_for
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.asking import about
from tests.certificates.conftest import STARTS
from tests.certificates.policies import (
    LOOKED_UP,
    VERIFIED,
    drafted,
    mona,
    sign_first,
    sign_second,
    signed,
)
from tests.certificates.roster import days, make_clear

__all__ = ["mona"]

SOON = NOW + datetime.timedelta(minutes=1)


def preview(draft, at=NOW):
    return step_of(draft, at).preview


def seats(rows):
    """By name: the seats, and the codes of what stands in the way."""
    return {
        row.name: {
            (seat.kind, seat.role): [reason.code for reason in change.reasons]
            for change in row.changes
            for seat in change.seats
        }
        for row in rows
    }


@pytest.fixture
def dan(clinic, team, monkeypatch):
    """Everything is in order, but the drill and the look at the register are old."""
    dan = make_person(
        "Dan Dale", clinic, Role.THERAPIST, gender="MAN", matching_consent=True
    )
    with monkeypatch.context() as earlier:
        earlier.setattr("tests.certificates.roster.TODAY", (NOW - days(60)).date())
        make_clear(dan, clinic, "L1", "L2A", "L2B", "L3", "T")
    on = (NOW - days(1)).date()
    ExclusionCheck.objects.create(person=dan, on=on, outcome="CLEAR", recorded_at=NOW)
    return dan


DRILLED = {"DRILL-CURRENT": {"every_months": 2}}


class TestAPerson:
    def test_who_is_touched_stands_with_each_seat_and_the_reason(
        self, clinic, team, dan, rita
    ):
        found = preview(drafted(clinic, rita, DRILLED))

        # The drill is asked of therapists in a medication session only.
        assert seats(found.loses) == {
            "Dan Dale": {
                ("MEDICATION", "lead"): ["DRILL-CURRENT"],
                ("MEDICATION", "co_therapist"): ["DRILL-CURRENT"],
            }
        }
        (change,) = found.loses[0].changes
        assert "Dan Dale" in change.reasons[0].text and change.reasons[0].remedy
        assert found.gains == ()

    def test_of_every_kind_of_seat_is_asked(self, clinic, team, rita):
        draft = drafted(clinic, rita, VERIFIED)

        found = seats(preview(draft).loses)

        therapist = {(s.kind, s.role) for s in SEATS} - {
            ("MEDICATION", "medical_clinician"),
        }
        # Second staff need no licence, and the nurse no therapist's seat.
        assert set(found["Alice Ames"]) == therapist - {("MEDICATION", "second_staff")}
        assert set(found["Nora Nkemelu"]) == {("MEDICATION", "medical_clinician")}

    def test_who_is_not_clear_before_or_after_is_left_out(self, clinic, team, rita):
        Document.objects.update(has_discipline=True)

        found = preview(drafted(clinic, rita, VERIFIED))

        assert (found.gains, found.loses) == ((), ())
        assert found.people == 4

    def test_gains_what_a_version_gives_back(self, clinic, team, rita, writer, mona):
        signed(clinic, writer, mona, LOOKED_UP)
        back = {"EXCLUSION-CLEAR": {"checked_within_days": 31}}

        found = preview(drafted(clinic, rita, back, at=SOON), SOON)

        assert found.loses == ()
        assert seats(found.gains)["Alice Ames"]["MEDICATION", "lead"] == [
            "EXCLUSION-CLEAR"
        ]
        assert found.gainers >= {str(team["alice"].pk), str(team["nurse"].pk)}

    def test_of_another_clinic_is_left_out(self, clinic, other_clinic, team, rita):
        stranger = make_person("Stella Stone", other_clinic, Role.THERAPIST)
        make_clear(stranger, other_clinic, "L3")

        found = preview(drafted(clinic, rita, VERIFIED))

        assert "Stella Stone" not in seats(found.loses)

    @pytest.mark.parametrize("ahead", [5, 31, 60, 300])
    @pytest.mark.parametrize("parameters", [LOOKED_UP, VERIFIED])
    def test_is_named_however_far_ahead_it_begins(
        self, clinic, team, rita, ahead, parameters
    ):
        """By then every check is too old under both; today it is not."""
        late = drafted(clinic, rita, parameters, in_force_from=NOW + days(ahead))

        assert "Alice Ames" in seats(preview(late).loses)

    def test_is_named_for_another_paper_while_the_checks_are_old(
        self, clinic, team, dan, rita
    ):
        later = NOW + days(40)

        found = seats(preview(drafted(clinic, rita, DRILLED), later).loses)

        assert found["Dan Dale"]["MEDICATION", "lead"] == ["DRILL-CURRENT"]

    def test_is_not_taken_as_checked_after_a_bad_answer(self, clinic, team, dan, rita):
        ExclusionCheck.objects.create(
            person=dan, on=NOW.date(), outcome="POTENTIAL_MATCH", recorded_at=NOW
        )

        assert "Dan Dale" not in seats(preview(drafted(clinic, rita, DRILLED)).loses)


class TestABookedSession:
    def test_that_would_be_refused_is_named_with_its_reasons(
        self, session, clinic, rita
    ):
        found = preview(drafted(clinic, rita, LOOKED_UP))

        (one,) = found.closes
        assert (one.code, one.kind, one.starts_at) == ("KX-204", "MEDICATION", STARTS)
        assert {reason.code for reason in one.reasons} == {"EXCLUSION-CLEAR"}
        assert found.sessions == 1 and found.opens == ()

    def test_that_would_be_let_through_is_named_too(
        self, session, clinic, rita, writer, mona
    ):
        signed(clinic, writer, mona, LOOKED_UP)
        back = {"EXCLUSION-CLEAR": {"checked_within_days": 31}}

        found = preview(drafted(clinic, rita, back, at=SOON), SOON)

        assert [one.code for one in found.opens] == ["KX-204"]
        assert {r.code for r in found.opens[0].reasons} == {"EXCLUSION-CLEAR"}

    @pytest.mark.parametrize(
        "other",
        [
            {"state": "STARTED"},
            {"state": "CANCELLED"},
            {"ends_at": NOW, "starts_at": NOW - days(1)},
        ],
    )
    def test_that_is_no_longer_only_booked_is_left_out(
        self, session, clinic, rita, other
    ):
        Session.objects.update(**other)

        found = preview(drafted(clinic, rita, LOOKED_UP))

        assert (found.closes, found.sessions) == ((), 0)

    def test_whose_door_would_ask_more_is_told_apart(self, session, clinic, rita):
        """Cleared by the prescriber yesterday: in 3 days too old for 3, not for 7."""
        later = STARTS + days(3)
        Session.objects.update(starts_at=later, ends_at=later + days(1))
        Attestation.objects.create(
            session=session,
            code="PRESCRIBER-CLEARANCE",
            by=rita,
            at=NOW - days(1),
        )
        draft = drafted(clinic, rita, {"PRESCRIBER-CLEARANCE": {"within_days": 3}})

        found = preview(draft)

        assert found.closes == ()
        assert [one.code for one in found.harder] == ["KX-204"]
        assert {r.code for r in found.harder[0].reasons} == {"PRESCRIBER-CLEARANCE"}

    def test_whose_door_would_ask_less_is_told_apart(
        self, session, clinic, rita, writer, mona
    ):
        signed(clinic, writer, mona, {"PRESCRIBER-CLEARANCE": {"within_days": 3}})
        Attestation.objects.create(
            session=session, code="PRESCRIBER-CLEARANCE", by=rita, at=NOW - days(4)
        )
        back = {"PRESCRIBER-CLEARANCE": {"within_days": 7}}

        found = preview(drafted(clinic, rita, back, at=SOON), SOON)

        assert (found.opens, found.harder) == ((), ())
        assert [one.code for one in found.easier] == ["KX-204"]
        assert str(session.members.first().person_id) in found.gainers

    def test_counts_nothing_that_was_made_void(self, session, clinic, rita):
        Attestation.objects.create(
            session=session,
            code="PRESCRIBER-CLEARANCE",
            by=rita,
            at=NOW - days(4),
            voided_at=NOW,
        )
        draft = drafted(clinic, rita, {"PRESCRIBER-CLEARANCE": {"within_days": 3}})

        assert preview(draft).harder == ()

    def test_and_nobody_are_touched_by_what_nobody_lacks(self, session, clinic, rita):
        draft = drafted(clinic, rita, {"LICENCE-ACTIVE": {"verified_within_days": 30}})

        assert preview(draft).counts == dict.fromkeys(
            ["gains", "loses", "closes", "opens", "harder", "easier"], 0
        )


@pytest.mark.parametrize("begins", [None, NOW + days(2)])
@pytest.mark.parametrize(
    "parameters",
    [VERIFIED, LOOKED_UP, DRILLED],
    ids=lambda told: next(iter(told)),
)
class TestWhatIsToldIsWhatHappens:
    @pytest.fixture
    def people(self, session, team, dan, rita, mona):
        """Dan is booked, in three days."""
        session.members.filter(role="co_therapist").update(person=dan)
        Session.objects.update(
            starts_at=STARTS + days(3),
            ends_at=STARTS + days(3) + datetime.timedelta(hours=1),
        )
        return [*team.values(), dan, rita, mona]

    def answers(self, clinic, people, at):
        """What the gate itself says about everybody in each seat, and the session."""
        asker = Asker(clinic)
        by_seat = {
            (person.name, seat.kind, seat.role): ask(
                question_for(str(person.pk), seat, clinic, at), asker=asker, at=at
            ).decision
            for person in people
            for seat in SEATS
        }
        return by_seat | {
            code: ask(about(Session(code=code)), asker=asker, at=at).decision
            for code in Session.objects.values_list("code", flat=True)
        }

    def test_for_everybody_and_every_session(self, clinic, people, parameters, begins):
        at, (rita, mona) = begins or SOON, people[-2:]
        draft = drafted(clinic, rita, parameters, in_force_from=begins)
        before = self.answers(clinic, people, at)
        told = preview(draft, SOON)

        sign_second(sign_first(draft, rita, SOON), mona, SOON)
        after = self.answers(clinic, people, at)

        lost = {
            (row.name, seat.kind, seat.role): [r.code for r in change.reasons]
            for row in told.loses
            for change in row.changes
            for seat in change.seats
        } | {row.code: [r.code for r in row.reasons] for row in told.closes}
        turned = {
            key: [v.code for v in decision.reasons]
            for key, decision in after.items()
            if before[key].decision and not decision.decision
        }
        assert lost == turned and lost
        assert not [k for k in after if after[k].decision > before[k].decision]
        assert (told.gains, told.opens) == ((), ())
