"""A decision taken again gives the same answer, reason for reason."""

import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.clearance.digests import canonical_facts, canonical_json, sha256_of
from certificates.clearance.replaying import (
    FactsUnreadable,
    Kept,
    differences_of,
    world_from,
)
from tests.certificates.clearance import worlds

SPOILS = {
    "nothing": lambda w: w,
    "nobody": lambda w: replace(w, people=()),
    "no clinic": lambda w: replace(w, clinic=None),
    "no session": lambda w: replace(w, session=None),
    "one out of date": lambda w: worlds.change_person(w, "mark", documents=()),
    "unknown gender": lambda w: worlds.change_person(w, "wanda", gender="UNDISCLOSED"),
    "busy": lambda w: worlds.change_person(
        w, "sam", busy=(worlds.busy(), worlds.busy(clinic="south"))
    ),
    "found": lambda w: worlds.change_person(
        w, "mark", exclusion_checks=(worlds.check(outcome="CONFIRMED"),)
    ),
    "late refresh": lambda w: worlds.change_person(
        w, "mark", refreshed_on=datetime.date(2025, 12, 1)
    ),
    "many sessions": lambda w: worlds.change_session(w, ordinal=4),
    "signed": lambda w: worlds.change_session(
        w,
        ordinal=4,
        signatures=(
            worlds.signed("COURSE-LENGTH"),
            worlds.signed("COURSE-LENGTH", by="max"),
        ),
    ),
    "under way": lambda w: worlds.change_session(w, state="STARTED"),
    "stated": lambda w: worlds.change_session(w, preference="TWO_MEN"),
    "unprepared": lambda w: worlds.without_attestation(w, "PREPARATION-DONE"),
    "integration": lambda w: worlds.of_kind("INTEGRATION", w),
}
ASKED = {
    "start": worlds.ask(),
    "book": worlds.ask("book"),
    "release": worlds.ask("release"),
    "close": worlds.ask("close"),
    "another team": worlds.ask(
        "book", subject=worlds.members(("mark", "lead"), ("clara", "medical_clinician"))
    ),
    "one person": worlds.ask_one("mark", "co_therapist"),
    "another day": worlds.ask("book", context={"as_of": "2026-12-01T09:00:00-05:00"}),
    "nonsense": worlds.ask("dance"),
}


def kept(world, question) -> Kept:
    """What a record would hold, after it was JSON in a database."""
    decision = worlds.judge(world, question=question)
    facts = replace(world, clock=replace(world.clock))
    return stored(decision, facts, question)


def stored(decision, facts, question) -> Kept:
    clock = worlds.ClockFacts(worlds.NOW, worlds.NOW)
    if facts.clock == worlds.CLEAR.clock:
        facts = replace(facts, clock=clock)
    return Kept(
        id="d1",
        at=worlds.NOW,
        question=question,
        facts=json.loads(canonical_facts(facts)),
        facts_sha256=decision.facts_sha256,
        decision=decision.decision,
        answer=json.loads(json.dumps(decision.as_confidential_json("d1"))),
    )


def differing(record: Kept, **changes) -> set[str]:
    found = differences_of(replace(record, **changes), worlds.POLICY)
    return {one.where for one in found}


def changed(record: Kept, **context) -> dict:
    return {**record.answer, "context": {**record.answer["context"], **context}}


class TestEveryDecision:
    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.sampled_from(sorted(SPOILS)), max_size=4),
        st.sampled_from(sorted(ASKED)),
    )
    def test_replays_equal(self, spoils, asked):
        world = worlds.CLEAR
        for name in spoils:
            if world.session is not None or name not in SESSION_SPOILS:
                world = SPOILS[name](world)

        record = kept(world, ASKED[asked])

        assert differences_of(record, worlds.POLICY) == []

    @pytest.mark.parametrize("asked", sorted(ASKED))
    @pytest.mark.parametrize("spoil", sorted(SPOILS))
    def test_replays_equal_with_each_thing_spoiled(self, spoil, asked):
        record = kept(SPOILS[spoil](worlds.CLEAR), ASKED[asked])

        assert differences_of(record, worlds.POLICY) == []

    def test_gets_its_facts_back_whole(self):
        world = SPOILS["signed"](SPOILS["busy"](worlds.CLEAR))
        text = canonical_facts(world)

        assert canonical_facts(world_from(json.loads(text))) == text


SESSION_SPOILS = {
    "many sessions",
    "signed",
    "under way",
    "stated",
    "unprepared",
    "integration",
}


class TestATamperedRecord:
    @pytest.fixture
    def record(self) -> Kept:
        return kept(SPOILS["one out of date"](worlds.CLEAR), ASKED["start"])

    def test_with_another_answer_is_told(self, record):
        assert differing(record, answer={**record.answer, "decision": True}) == {
            "decision"
        }
        assert differing(record, decision=True) == {"decision"}

    def test_with_a_reason_less_or_more_is_told(self, record):
        first, *rest = record.answer["context"]["reasons"]
        more = [*rest, first, {**first, "code": "MADE-UP"}]

        for rows in (rest, more, None, [], [first, first, *rest]):
            answer = changed(record, reasons=rows)
            assert differing(record, answer=answer) == {"context.reasons"}

    def test_with_what_a_reason_rests_on_changed_is_told(self, record):
        first, *rest = record.answer["context"]["reasons"]

        for name, value in (
            ("result", "MET"),
            ("type", "WARN"),
            ("subject", "sam"),
            ("evidence", ["r9"]),
        ):
            answer = changed(record, reasons=[{**first, name: value}, *rest])
            assert differing(record, answer=answer) == {"context.reasons"}

    def test_with_other_words_of_a_later_version_is_the_same(self, record):
        """The log holds the digest of the words; here it is judged what they say."""
        rows = [
            {**row, "text": "Said better.", "remedy": "Mended better."}
            for row in record.answer["context"]["reasons"]
        ]

        assert not differing(record, answer=changed(record, reasons=rows))

    def test_with_its_reasons_in_another_order_is_the_same(self, record):
        rows = record.answer["context"]["reasons"]
        assert len(rows) > 1

        assert not differing(record, answer=changed(record, reasons=rows[::-1]))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("valid_until", "2026-12-07T18:30:00Z"),
            ("basis", "override"),
            ("policy", {"id": "kap", "version": 9, "sha256": "00"}),
            ("obligations", [{"code": "nothing"}]),
            ("as_of", None),
            ("facts_sha256", "00"),
            ("decision_id", "d2"),
        ],
    )
    def test_with_another_context_is_told(self, record, name, value):
        answer = changed(record, **{name: value})

        assert differing(record, answer=answer) == {f"context.{name}"}

    def test_with_other_facts_is_told(self, record):
        facts = json.loads(json.dumps(record.facts))
        facts["clinic"]["set_on"] = "2026-01-06"

        assert differing(record, facts=facts) == {"facts_sha256"}

    def test_with_better_facts_and_their_digest_is_told_by_the_reasons(self, record):
        clear = json.loads(canonical_facts(worlds.CLEAR))
        clear["clock"] = record.facts["clock"]

        found = differing(
            record, facts=clear, facts_sha256=sha256_of(canonical_json(clear))
        )

        assert {"decision", "context.reasons"} <= found

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda facts: facts.update(people={}),
            lambda facts: facts.update(weather="fine"),
            lambda facts: facts["clinic"].pop("slug"),
            lambda facts: facts["clinic"].update(observe_minutes="120"),
            lambda facts: facts["clinic"].update(set_on="soon"),
            lambda facts: facts.update(clock=[]),
        ],
    )
    def test_whose_facts_are_none_is_refused(self, record, spoil):
        facts = json.loads(json.dumps(record.facts))
        spoil(facts)

        with pytest.raises(FactsUnreadable):
            world_from(facts)


class TestAnOlderRecord:
    def test_replays_though_its_facts_had_fewer_fields(self):
        record = kept(SPOILS["one out of date"](worlds.CLEAR), ASKED["start"])
        facts = json.loads(json.dumps(record.facts))
        del facts["overrides"]
        for name in ("started_at", "released_at"):
            del facts["session"][name]
        sha256 = sha256_of(canonical_json(facts))

        again = replace(
            record,
            facts=facts,
            facts_sha256=sha256,
            answer=changed(record, facts_sha256=sha256),
        )

        assert differences_of(again, worlds.POLICY) == []
