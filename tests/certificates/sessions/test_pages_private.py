"""What of a session whom concerns: five kinds of reader look at the same pages."""

import pytest

from certificates.actions.exceptions import show_exception, sign_exception
from certificates.actions.sessions import change_booking
from certificates.actions.signatures import Signer, SignIn, digest_of_shown
from certificates.models import DecisionRecord, SessionSignature
from home.models import DeclaredRelationship, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.sessions.planning import (
    STARTS,
    booking,
    members,
    plan,
    suspend,
)

WHY = "They were told of it, and both agreed."
EVERYBODY = ("scheduler", "therapist", "learner", "auditor", "director")
CONCERNED = ("scheduler", "therapist", "director")
PARTS = ("", "door/", "door/answer/")


@pytest.fixture
def readers(clinic, sam, alice, rita):
    """One of each kind; the therapist is on the team, the learner is not."""
    return {
        "scheduler": sam,
        "therapist": alice,
        "learner": make_person("Lena Lindt", clinic, Role.THERAPIST),
        "auditor": make_person("Ava Auditor", clinic, Role.AUDITOR),
        "director": rita,
    }


@pytest.fixture
def read(readers):
    """Gives a function that tells what each of them reads at one address."""

    def every(path, at_=NOW):
        with at(at_):
            return {
                name: client_of(one).get(path).content.decode()
                for name, one in readers.items()
            }

    return every


def who_reads(words, told):
    return tuple(name for name in EVERYBODY if words in told[name])


def sign_for(session, code, rita):
    shown = digest_of_shown(show_exception(session, code, by=rita, at=NOW))
    signer = Signer(rita, NOW, SignIn("PASSWORD", NOW))
    sign_exception(session, code, WHY, shown_sha256=shown, signer=signer)


@pytest.fixture
def related(team, wanted, clinic, planner, rita):
    """The pair has declared a tie, and the director has signed for it."""
    DeclaredRelationship.objects.create(
        one=team["alice"], other=team["bob"], kind="SPOUSE", declared_on=NOW.date()
    )
    session = plan(wanted, clinic, planner)
    sign_for(session, "RELATION-DECLARED", rita)
    return session


class TestTheReasonOfASignature:
    def test_is_read_by_directors_alone(self, related, read):
        for part in PARTS:
            told = read(f"/sessions/{related.code}/{part}")

            assert who_reads(WHY, told) == (() if part else ("director",))

    def test_is_kept_from_whoever_signs_in_a_medical_role(self, related, medic):
        with at(NOW):
            told = client_of(medic).get(f"/sessions/{related.code}/")

        assert WHY not in told.content.decode()

    def test_of_a_tie_is_not_told_by_its_name_either(self, related, read):
        told = read(f"/sessions/{related.code}/")

        assert who_reads("A declared relation", told) == ("director",)
        assert who_reads("This pair", told) == ("scheduler", "therapist", "auditor")

    def test_is_not_told_by_what_a_change_made_void(
        self, related, wanted, clinic, planner, team, read
    ):
        seats = {"bob": "lead", "alice": "co_therapist", "nurse": "medical_clinician"}
        turned = booking(team, members=members(team, **seats))
        change_booking(related, turned, clinic, actor=planner, at=NOW)
        assert SessionSignature.objects.get().voided_at

        told = read(f"/sessions/{related.code}/")

        assert who_reads("A declared relation", told) == ("director",)
        assert who_reads("Void since then: This pair", told) == (
            "scheduler",
            "therapist",
            "auditor",
        )
        assert "Void" not in told["learner"]


class TestTheLiveAnswer:
    @pytest.fixture
    def refused(self, booked, team):
        suspend(team["bob"], NOW)
        return booked

    @pytest.mark.parametrize("part", PARTS)
    def test_goes_to_the_team_and_to_those_who_plan_or_direct(
        self, refused, read, part
    ):
        told = read(f"/sessions/{refused.code}/{part}")

        assert who_reads("NOT-SUSPENDED", told) == CONCERNED
        assert who_reads("verdict-reasons", told) == CONCERNED
        assert "Booked" in told["learner"]
        assert "Booked" in told["auditor"]

    def test_goes_to_the_medical_clinician_though_not_on_the_team(
        self, refused, clinic
    ):
        other = make_person("Milo Medic", clinic, Role.MEDICAL_CLINICIAN)
        with at(NOW):
            told = client_of(other).get(f"/sessions/{refused.code}/")

        assert "NOT-SUSPENDED" in told.content.decode()

    @pytest.mark.parametrize("part", PARTS)
    def test_is_not_asked_for_the_others(self, refused, readers, part):
        before = DecisionRecord.objects.count()

        for name in ("learner", "auditor"):
            with at(NOW):
                client_of(readers[name]).get(f"/sessions/{refused.code}/{part}")

        assert DecisionRecord.objects.count() == before

    def test_stands_in_the_list_for_nobody_else(self, refused, read):
        told = read("/sessions/?whose=")

        assert who_reads("KX-301", told) == EVERYBODY
        assert who_reads("Not clear", told) == CONCERNED
        assert who_reads("Booked</span>", told) == ("learner", "auditor")

    def test_of_a_team_under_way_is_the_state_alone(self, under_way, team, read):
        suspend(team["bob"], NOW)

        told = read("/sessions/?whose=", at_=STARTS)

        assert who_reads("needs relief", told) == CONCERNED
        assert who_reads("Under way", told) == EVERYBODY


class TestTheStatedPreference:
    WORDS = "Said about the team"

    def test_is_told_to_those_whom_it_concerns(self, booked, read):
        for part in PARTS:
            told = read(f"/sessions/{booked.code}/{part}")

            assert who_reads(self.WORDS, told) == (() if part else CONCERNED)
            assert who_reads(booked.get_preference_display(), told) == (
                () if part else CONCERNED
            )

    def test_is_told_to_the_medical_clinician(self, booked, team):
        with at(NOW):
            told = client_of(team["nurse"]).get(f"/sessions/{booked.code}/")

        assert self.WORDS in told.content.decode()

    def test_is_not_to_be_guessed_from_what_was_signed(self, composed, rita, read):
        sign_for(composed, "COMPOSITION", rita)

        told = read(f"/sessions/{composed.code}/")

        assert who_reads("Another composition", told) == CONCERNED
