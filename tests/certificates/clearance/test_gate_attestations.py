from datetime import timedelta

import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    STARTS,
    ago,
    attested,
    attesting,
    change_person,
    change_session,
    credential,
    day,
    found,
    judge,
    of_kind,
    reasons,
    result,
    signed,
    warned,
    without_attestation,
)

AT_START = [
    ("PRESCRIBER-CLEARANCE", "PRESCRIBER-CLEARANCE"),
    ("CONSENT-EARLIER-DAY", "CONSENT-EARLIER-DAY"),
    ("DAY-OF-SCREEN", "DAY-OF-SCREEN"),
    ("ESCORT-CONFIRMED", "ESCORT-CONFIRMED"),
    ("KIT-READY", "ROOM-READY"),
    ("PAUSE-BY-TWO", "PAUSE-BY-TWO"),
]
MIDNIGHT = STARTS.replace(hour=5)


class TestEveryAttestation:
    @pytest.mark.parametrize(("code", "criterion"), AT_START)
    def test_missing_at_start_is_unknown_and_booking_does_not_ask(
        self, code, criterion
    ):
        world = without_attestation(CLEAR, code)

        assert reasons(judge(world)) == {(criterion, "UNKNOWN", "HARD", "s1")}
        assert judge(world, "book").decision is True

    @pytest.mark.parametrize(
        ("code", "criterion"), [*AT_START, ("PREPARATION-DONE", "PREPARATION-DONE")]
    )
    @pytest.mark.parametrize(
        "changes", [{"at": ago(hours=-0.1)}, {"at": None}, {"by": ""}, {"code": "X"}]
    )
    def test_one_that_does_not_exist_yet_or_lacks_something_is_none(
        self, code, criterion, changes
    ):
        row = attested(code)
        row = type(row)(**{**vars(row), **changes})
        world = attesting(without_attestation(CLEAR, code), row)

        assert result(judge(world), criterion) == "UNKNOWN"

    @pytest.mark.parametrize(
        ("code", "criterion"),
        [row for row in AT_START if row[0] in ("DAY-OF-SCREEN", "ESCORT-CONFIRMED")]
        + [("KIT-READY", "ROOM-READY")],
    )
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (MIDNIGHT, "MET"),
            (MIDNIGHT - timedelta(seconds=1), "UNKNOWN"),
            (ago(), "MET"),
        ],
    )
    def test_the_day_of_the_session_begins_at_its_midnight(
        self, code, criterion, at, expected
    ):
        assert result(judge(attesting(CLEAR, attested(code, at=at))), criterion) == (
            expected
        )

    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    def test_other_kinds_ask_for_none(self, kind):
        assert judge(of_kind(kind)).decision is True


class TestPreparationDone:
    CODE = "PREPARATION-DONE"

    def outcome(self, *rows, action="book", world=CLEAR):
        return judge(attesting(without_attestation(world, self.CODE), *rows), action)

    @pytest.mark.parametrize("action", ["book", "start"])
    @pytest.mark.parametrize(("count", "warns"), [(1, True), (2, True), (3, False)])
    def test_one_is_enough_fewer_than_three_warn(self, action, count, warns):
        rows = [attested(self.CODE, at=ago(days=n + 1)) for n in range(count)]
        decision = self.outcome(*rows, action=action)

        assert decision.decision is True
        assert warned(decision) == ({self.CODE} if warns else set())

    def test_none_is_unknown(self):
        assert reasons(self.outcome()) == {(self.CODE, "UNKNOWN", "HARD", "s1")}

    @pytest.mark.parametrize(
        ("held", "expected"),
        [
            ({}, "MET"),
            ({"type": "L3"}, "MET"),
            ({"type": "T"}, "UNKNOWN"),
            ({"type": "CANDIDATE", "target": "L1"}, "UNKNOWN"),
            ({"clinic": "south"}, "UNKNOWN"),
            ({"state": "EXPIRED"}, "MET"),
            ({"state": "SUSPENDED"}, "MET"),
            ({"state": "SUPERSEDED"}, "MET"),
            ({"state": "REVOKED"}, "UNKNOWN"),
            ({"valid_to": day(-5)}, "MET"),
            ({"valid_to": day(-6)}, "UNKNOWN"),
            ({"valid_from": day(-5)}, "MET"),
            ({"valid_from": day(-4)}, "UNKNOWN"),
            ({"valid_to": None}, "UNKNOWN"),
        ],
    )
    def test_by_somebody_who_held_a_level_there_that_day(self, held, expected):
        rows = (credential(**{"type_": "L1"}),)
        rows = tuple(type(r)(**{**vars(r), **held}) for r in rows)
        world = change_person(CLEAR, "dana", credentials=rows)
        row = attested(self.CODE, by="dana", at=ago(days=5))

        assert result(self.outcome(row, world=world), self.CODE) == expected

    def test_by_a_stranger_is_unknown(self):
        row = attested(self.CODE, by="stranger")

        assert result(self.outcome(row), self.CODE) == "UNKNOWN"


class TestPrescriberClearance:
    @pytest.mark.parametrize(("days", "expected"), [(7, "MET"), (8, "UNKNOWN")])
    def test_at_most_seven_days_old(self, days, expected):
        row = attested("PRESCRIBER-CLEARANCE", by="clara", at=ago(days=days))
        verdict = found(judge(attesting(CLEAR, row)), "PRESCRIBER-CLEARANCE")

        assert verdict.result == expected
        if expected == "MET":
            assert verdict.holds_until == day(1)

    def test_the_newest_counts(self):
        rows = [
            attested("PRESCRIBER-CLEARANCE", at=ago(days=30)),
            attested("PRESCRIBER-CLEARANCE", at=ago(days=1)),
        ]

        assert judge(attesting(CLEAR, *rows)).decision is True


class TestConsent:
    CODE = "CONSENT-EARLIER-DAY"

    def outcome(self, at, *signatures):
        world = attesting(CLEAR, attested(self.CODE, at=at))
        return judge(change_session(world, signatures=signatures))

    def test_the_last_second_of_the_day_before_counts(self):
        decision = self.outcome(MIDNIGHT - timedelta(seconds=1))

        assert decision.decision is True

    def test_the_same_day_is_the_directors_to_sign(self):
        assert reasons(self.outcome(MIDNIGHT)) == {(self.CODE, "UNMET", "SIGN", "s1")}
        assert self.outcome(MIDNIGHT, signed(self.CODE)).decision is True
        assert self.outcome(MIDNIGHT, signed(self.CODE, by="max")).decision is False

    def test_a_signature_without_consent_is_nothing(self):
        world = without_attestation(CLEAR, self.CODE)
        world = change_session(world, signatures=(signed(self.CODE),))

        assert reasons(judge(world)) == {(self.CODE, "UNKNOWN", "HARD", "s1")}


class TestPauseByTwo:
    @pytest.mark.parametrize(
        ("by", "expected"),
        [
            (("wanda", "sam"), "MET"),
            (("wanda",), "UNKNOWN"),
            (("wanda", "wanda"), "UNKNOWN"),
            (("wanda", "dana"), "UNKNOWN"),
        ],
    )
    def test_two_different_people_of_the_team(self, by, expected):
        rows = [attested("PAUSE-BY-TWO", by=who) for who in by]

        assert result(judge(attesting(CLEAR, *rows)), "PAUSE-BY-TWO") == expected

    def test_both_on_the_day(self):
        rows = [
            attested("PAUSE-BY-TWO", by="wanda"),
            attested("PAUSE-BY-TWO", by="sam", at=MIDNIGHT - timedelta(seconds=1)),
        ]

        assert result(judge(attesting(CLEAR, *rows)), "PAUSE-BY-TWO") == "UNKNOWN"


class TestRoomReady:
    def test_missing_comfort_only_warns(self):
        decision = judge(without_attestation(CLEAR, "COMFORT-READY"))

        assert decision.decision is True
        assert warned(decision) == {"ROOM-READY"}
        told = decision.as_json("d")["context"]["warnings"][0]
        assert (told["type"], told["result"]) == ("WARN", "MET")
        assert told["text"] and told["remedy"]


class TestIntegrationSince:
    CODE = "INTEGRATION-SINCE"

    @pytest.mark.parametrize("action", ["book", "start"])
    @pytest.mark.parametrize("ordinal", [2, 3])
    def test_a_second_session_asks(self, action, ordinal):
        world = change_session(CLEAR, ordinal=ordinal)

        assert reasons(judge(world, action)) == {(self.CODE, "UNKNOWN", "HARD", "s1")}
        world = attesting(world, attested(self.CODE))
        assert judge(world, action).decision is True

    def test_says_that_it_was(self):
        world = attesting(change_session(CLEAR, ordinal=2), attested(self.CODE))

        told = found(judge(world), self.CODE)

        assert told.result.value == "MET"
        assert told.text == (
            "An integration session since the last medication session is attested."
        )

    def test_the_first_does_not(self):
        assert result(judge(), self.CODE) == "NOT_APPLICABLE"
