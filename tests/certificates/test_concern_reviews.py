"""Looking into a report: each step, by its officer only, and nothing undone."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from certificates.actions.concern_reviews import (
    FROM,
    ConcernMoved,
    NoSuchConcern,
    NotRaised,
    add_note,
    hand_over,
    raise_severity,
    reopen_concern,
    take_concern,
)
from certificates.actions.concerns import AccountMissing, NamesPatient
from certificates.models import Concern, ConcernEvent, Suspension
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.concerning import (
    LATER,
    assert_only_denied,
    close,
    counts,
    report,
    taken,
)

Step = ConcernEvent.Step
NOTE = "Spoke with both therapists."


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def concern(alice, bob, clinic, sam):
    return report(clinic, bob, alice)


@pytest.fixture
def opal(clinic, concern):
    """Comes after the report, which is Sam's."""
    return make_person("Opal Orr", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def everybody(concern, other_clinic, alice, bob, rita, sam):
    """Two officers by role who are in the report, one tied, one elsewhere."""
    clinic = concern.clinic
    for person in (alice, bob):
        person.memberships.create(
            clinic=clinic, role=Role.SAFETY_OFFICER, starts_on=LONG_AGO
        )
    tied = make_person("Tia Tied", clinic, Role.SAFETY_OFFICER)
    DeclaredRelationship.objects.create(
        one=bob, other=tied, kind="SPOUSE", declared_on=NOW.date()
    )
    olga = make_person("Olga Other", other_clinic, Role.SAFETY_OFFICER)
    people = {"alice": alice, "bob": bob, "rita": rita, "sam": sam}
    return people | {"tied": tied, "olga": olga}


def steps_of(concern):
    return [event.step for event in concern.events.all()]


def last_action():
    return AuditEntry.objects.last().action


class TestTakingUp:
    def test_begins_the_review(self, concern, sam):
        taken(concern, sam)

        assert (concern.state, concern.officer) == ("IN_REVIEW", sam)
        assert (steps_of(concern)[-1], last_action()) == ("TAKEN", "CONCERN-TAKEN")
        assert AuditEntry.objects.last().by == sam.pk

    def test_of_a_waiting_one_is_for_whoever_stands_apart(self, concern, sam, opal):
        Concern.objects.update(officer=None)

        assert taken(concern, opal).officer == opal
        with pytest.raises(NoSuchConcern):
            take_concern(concern, by=sam, at=NOW)

    def test_of_one_whose_officer_left_is_for_another(self, concern, sam, opal):
        taken(concern, sam)
        sam.memberships.update(ends_on=NOW.date() - datetime.timedelta(days=1))

        assert taken(concern, opal).officer == opal


class TestANote:
    def test_is_kept(self, concern, sam):
        taken(concern, sam)

        add_note(concern, f" {NOTE} ", by=sam, at=LATER)

        event = concern.events.last()
        assert (event.step, event.note, event.by, event.at) == (
            "NOTE",
            NOTE,
            sam,
            LATER,
        )
        assert last_action() == "CONCERN-NOTED"
        assert NOTE not in str(AuditEntry.objects.last().facts)

    @pytest.mark.parametrize(
        ("note", "error"),
        [("", AccountMissing), ("The patient Maria confirmed it.", NamesPatient)],
    )
    def test_says_something_and_names_no_patient(self, note, error, concern, sam):
        taken(concern, sam)
        before = counts()

        with pytest.raises(error):
            add_note(concern, note, by=sam, at=LATER)

        assert_only_denied(before, "CONCERN-NOTE", sam)


class TestRaising:
    def test_to_harm_pauses_clinical_work(self, concern, sam, bob):
        taken(concern, sam)

        raise_severity(concern, "HARM", NOTE, by=sam, at=LATER)

        concern.refresh_from_db()
        pause = Suspension.objects.get()
        assert (concern.severity, pause.person, pause.by) == ("HARM", bob, None)
        assert (pause.concern, pause.starts_at) == (concern, LATER)
        assert steps_of(concern)[-2:] == ["SEVERITY-RAISED", "SUSPENDED"]

    def test_to_a_rule_pauses_nothing(self, concern, sam):
        taken(concern, sam)

        raise_severity(concern, "RULE", NOTE, by=sam, at=LATER)

        assert not Suspension.objects.exists()
        assert last_action() == "CONCERN-RAISED"

    @pytest.mark.parametrize("severity", ["QUESTION", "RULE"])
    def test_goes_up_only(self, severity, concern, sam):
        taken(concern, sam)
        raise_severity(concern, "RULE", NOTE, by=sam, at=LATER)
        before = counts()

        with pytest.raises(NotRaised):
            raise_severity(concern, severity, NOTE, by=sam, at=LATER)

        assert_only_denied(before, "CONCERN-RAISE", sam)


class TestHandingOver:
    def test_gives_it_to_another_officer_alone(self, concern, sam, opal):
        taken(concern, sam)

        hand_over(concern, opal, NOTE, by=sam, at=LATER)

        concern.refresh_from_db()
        assert (concern.officer, concern.state) == (opal, "OPEN")
        assert last_action() == "CONCERN-HANDED-OVER"
        with pytest.raises(NoSuchConcern):
            add_note(concern, NOTE, by=sam, at=LATER)

    @pytest.mark.parametrize("who", ["bob", "alice", "tied", "olga", "rita", "sam"])
    def test_never_reaches_somebody_who_does_not_stand_apart(
        self, who, concern, everybody, sam
    ):
        before = counts()

        with pytest.raises(NotAllowed):
            hand_over(concern, everybody[who], NOTE, by=sam, at=LATER)

        concern.refresh_from_db()
        assert concern.officer == sam
        assert_only_denied(before, "CONCERN-HAND-OVER", sam)


def _do(step, concern, by, other):
    """One step of the review, with what it needs."""
    acts = {
        Step.TAKEN: lambda: take_concern(concern, by=by, at=LATER),
        Step.NOTE: lambda: add_note(concern, NOTE, by=by, at=LATER),
        Step.SEVERITY_RAISED: lambda: raise_severity(
            concern, "RULE", NOTE, by=by, at=LATER
        ),
        Step.HANDED_OVER: lambda: hand_over(concern, other, NOTE, by=by, at=LATER),
        Step.CLOSED: lambda: close(concern, by),
        Step.REOPENED: lambda: reopen_concern(concern, NOTE, by=by, at=LATER),
    }
    acts[step]()


class TestTheTableOfSteps:
    @pytest.mark.parametrize("state", Concern.State.values)
    @pytest.mark.parametrize("step", FROM)
    def test_holds_for_every_pair(self, step, state, concern, sam, opal):
        if state != "OPEN":
            taken(concern, sam)
        if state == "CLOSED":
            close(concern, sam)
        # Its own officer has nothing to take up twice.
        begins = state in FROM[step] and (step, state) != (Step.TAKEN, "IN_REVIEW")
        before = counts()

        if begins:
            _do(step, concern, sam, opal)
            assert counts()["ConcernEvent"] == before["ConcernEvent"] + 1
            assert counts()["AuditEntry"] == before["AuditEntry"] + 1
        else:
            with pytest.raises(ConcernMoved):
                _do(step, concern, sam, opal)
            assert counts() == before | {"AuditEntry": before["AuditEntry"] + 1}

    @pytest.mark.parametrize("who", ["alice", "bob", "rita", "charlie", "opal"])
    @pytest.mark.parametrize("step", FROM)
    def test_begins_for_nobody_but_the_officer(
        self, step, who, concern, sam, opal, request
    ):
        by = request.getfixturevalue(who)
        before = counts()

        with pytest.raises(NoSuchConcern):
            _do(step, concern, by, sam)

        concern.refresh_from_db()
        assert (concern.state, concern.officer) == ("OPEN", sam)
        assert counts() == before | {"AuditEntry": before["AuditEntry"] + 1}
        assert AuditEntry.objects.last().action == "DENIED"


class TestTheDatabase:
    def test_keeps_what_was_reported(self, concern, rita):
        for change in (
            {"account": "Nothing."},
            {"person": rita},
            {"reported_by": rita},
            {"occurred_on": NOW.date()},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                Concern.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            ConcernEvent.objects.update(note="Something else.")

    def test_never_makes_the_person_or_the_reporter_its_officer(
        self, concern, alice, bob
    ):
        for person in (alice, bob):
            with pytest.raises(IntegrityError), transaction.atomic():
                Concern.objects.update(officer=person)
