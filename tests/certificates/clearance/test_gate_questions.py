"""What a question is read as, and what it lacks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from certificates.clearance.question import MalformedQuestion, parse, people_needed
from certificates.clearance.world import MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    TEAM,
    ask,
    attested,
    change_clinic,
    change_session,
    described,
    judge,
    members,
    reasons,
    signed,
)

PAIRS = [(m.id, m.role) for m in TEAM]
NOT_STORED = replace(CLEAR, session=None)


def planned(action="book", subject=None, **changes):
    properties = {**described(), **changes}
    team = members(*PAIRS) if subject is None else subject
    return judge(NOT_STORED, question=ask(action, team, properties))


class TestMalformed:
    @pytest.mark.parametrize(
        "data",
        [
            None,
            [],
            "question",
            {},
            {**ask(), "subject": None},
            {**ask(), "subject": {"type": "team"}},
            {**ask(), "subject": {"type": "team", "id": ""}},
            {**ask(), "subject": {"type": 5, "id": "x"}},
            {**ask(), "subject": {"type": "team", "id": "t", "properties": []}},
            {**ask(), "action": {}},
            {**ask(), "action": "start"},
            {**ask(), "resource": {"type": "session"}},
            {**ask(), "resource": {"type": "session", "id": 7}},
            {**ask(), "context": "now"},
        ],
    )
    def test_what_is_not_a_question_is_refused(self, data):
        with pytest.raises(MalformedQuestion) as refusal:
            parse(data)

        assert refusal.value.status == 400
        assert str(refusal.value).endswith(".")

    def test_properties_and_context_may_be_absent(self):
        data = {
            "subject": {"type": "team", "id": "t1"},
            "action": {"name": "start"},
            "resource": {"type": "session", "id": "s1"},
        }

        assert judge(question=data).decision is True


class TestIncomplete:
    REASON = {("QUESTION-COMPLETE", "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize(
        "changes",
        [
            {"clinic": None},
            {"clinic": "south"},
            {"clinic": 5},
            {"kind": None},
            {"kind": "PARTY"},
            {"staffing_code": None},
            {"staffing_code": "D"},
            {"starts_at": None},
            {"starts_at": "soon"},
            {"starts_at": 5},
            {"starts_at": "2026-12-07T12:00:00"},
            {"starts_at": "2026-12-07"},
            {"starts_at": "9999-12-31T23:59:00Z"},
            {"ends_at": None},
            {"ends_at": described()["starts_at"]},
            {"ends_at": "2026-12-07T16:59:59Z"},
            {"ordinal": None},
            {"ordinal": 0},
            {"ordinal": "1"},
            {"ordinal": True},
        ],
    )
    @pytest.mark.parametrize("action", ["book", "start"])
    def test_session(self, changes, action):
        decision = planned(action, **changes)

        assert decision.decision is False
        assert reasons(decision) == self.REASON
        assert decision.basis == "hypothetical"

    @pytest.mark.parametrize(
        "subject",
        [
            {},
            {"members": None},
            {"members": []},
            {"members": "wanda"},
            {"members": ["wanda"]},
            {"members": [{"id": "wanda"}]},
            {"members": [{"id": "wanda", "role": "juggler"}]},
            {"members": [{"id": 5, "role": "lead"}]},
            {"members": [{"role": "lead"}]},
        ],
    )
    def test_members(self, subject):
        assert reasons(planned(subject=subject)) == self.REASON

    @pytest.mark.parametrize(
        "changes",
        [
            {"action": {"name": "dance"}},
            {"resource": {"type": "room", "id": "s1"}},
            {"subject": {"type": "robot", "id": "t1"}},
            {"context": {"as_of": "yesterday"}},
            {"context": {"known_at": "2026-12-07T12:00:00"}},
        ],
    )
    def test_unknown_words(self, changes):
        assert reasons(judge(question={**ask(), **changes})) == self.REASON

    def test_no_ordinal_is_asked_of_other_kinds(self):
        decision = planned(kind="PREPARATION", ordinal=None)

        assert decision.decision is True

    @pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc", "America"])
    def test_a_clinic_without_a_readable_time_zone(self, zone):
        assert reasons(judge(change_clinic(CLEAR, time_zone=zone))) == self.REASON

    def test_a_stored_session_without_a_kind(self):
        assert reasons(judge(change_session(CLEAR, kind=None))) == self.REASON

    def test_a_stored_moment_without_offset(self):
        naive = CLEAR.session.starts_at.replace(tzinfo=None)

        assert reasons(judge(change_session(CLEAR, starts_at=naive))) == self.REASON

    def test_a_stored_session_with_nobody(self):
        assert reasons(judge(change_session(CLEAR, members=()))) == self.REASON

    def test_everything_missing_is_told_at_once(self):
        text = planned(kind=None, staffing_code=None).reasons[0].text

        assert "kind of session" in text
        assert "staffing code" in text


class TestStoredFactsWin:
    def test_properties_and_claims_are_ignored(self):
        question = ask("start", resource={**described(), "kind": "PARTY", "clinic": 5})

        assert judge(question=question).decision is True
        assert judge(question=question).basis == "policy"

    def test_claimed_attestations_do_not_help_a_stored_session(self):
        world = change_session(CLEAR, attestations=())
        question = ask("book", resource=described())

        assert {r[0] for r in reasons(judge(world, question=question))} == {
            "PREPARATION-DONE"
        }

    def test_booking_judges_the_members_given(self):
        given = members(("wanda", "lead"), ("clara", "medical_clinician"))
        decision = judge(question=ask("book", given))

        assert reasons(decision) == {("SECOND-STAFF", "UNMET", "HARD", "t1")}

    @pytest.mark.parametrize("given", [{}, {"members": None}, {"members": []}])
    def test_booking_judges_the_stored_members_if_none_are_given(self, given):
        assert judge(question=ask("book", given)).decision is True

    def test_unreadable_members_are_not_no_members(self):
        decision = judge(question=ask("book", {"members": "wanda"}))

        assert {r[0] for r in reasons(decision)} == {"QUESTION-COMPLETE"}

    def test_a_stored_session_of_another_code_is_not_this_one(self):
        question = ask("book", members(*PAIRS), described())
        question["resource"]["id"] = "another"

        assert judge(question=question).basis == "hypothetical"


class TestPeopleNeeded:
    def test_everybody_named_booked_attesting_and_signing(self):
        question = parse(ask("book", members(("zoe", "lead"))))
        session = change_session(CLEAR, signatures=(signed("X", by="yuri"),)).session

        assert people_needed(question, session) == {
            *(m.id for m in TEAM),
            "zoe",
            "yuri",
        }

    def test_claimed_attestations_need_their_people(self):
        rows = [{"code": "PREPARATION-DONE", "by": "xena", "at": NOW.isoformat()}]
        question = parse(ask("book", members(("zoe", "lead")), {"attestations": rows}))

        assert people_needed(question, None) == {"zoe", "xena"}
        assert question.claimed.attestations == (
            attested("PREPARATION-DONE", by="xena", at=NOW),
        )


def test_the_moments_of_the_context_are_read():
    context = {"as_of": "2026-12-01T00:00:00+01:00", "now": "2026-12-07T16:30:00Z"}
    question = parse(ask(context=context))

    assert question.as_of == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert question.now == NOW
    assert question.known_at is None
    assert question.members == ()
    assert MemberFacts("a", "lead").presence is None
