from datetime import date, timedelta

import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    SESSION,
    STARTS,
    ask,
    change_person,
    change_session,
    day,
    document,
    found,
    judge,
    member_of,
    members,
    of_kind,
    reasons,
    result,
    verification,
)


def licence(**changes):
    return document("LICENCE", **changes)


def documents(*licences):
    return (*licences, document("LIABILITY"), document("BLS"))


class TestMemberAtClinic:
    def outcome(self, *memberships, person="wanda"):
        world = change_person(CLEAR, person, memberships=memberships)
        return found(judge(world), "MEMBER-AT-CLINIC", person)

    def test_open_ended_membership_is_met_without_end(self):
        verdict = self.outcome(member_of("THERAPIST"))

        assert verdict.result == "MET"
        assert verdict.holds_until is None

    @pytest.mark.parametrize(
        ("begins", "ends", "expected"),
        [
            (day(0), day(0), "MET"),
            (day(1), None, "UNMET"),
            (date(2025, 1, 1), day(-1), "UNMET"),
            (None, None, "UNMET"),
        ],
    )
    def test_both_ends_count(self, begins, ends, expected):
        row = member_of("THERAPIST", starts_on=begins, ends_on=ends)

        assert self.outcome(row).result == expected

    def test_two_memberships_do_not_add_up(self):
        world = change_session(CLEAR, ends_at=STARTS + timedelta(hours=12))
        rows = (member_of("THERAPIST", ends_on=day(0)),)
        rows += (member_of("THERAPIST", starts_on=day(1)),)
        world = change_person(world, "wanda", memberships=rows)

        assert result(judge(world), "MEMBER-AT-CLINIC", "wanda") == "UNMET"

    def test_membership_elsewhere_does_not_count(self):
        assert self.outcome(member_of("THERAPIST", clinic="south")).result == "UNMET"

    @pytest.mark.parametrize(
        ("person", "role", "expected"),
        [
            ("clara", "MEDICAL_CLINICIAN", "MET"),
            ("clara", "MEDICAL_DIRECTOR", "MET"),
            ("clara", "THERAPIST", "UNMET"),
            ("sam", "STAFF", "MET"),
            ("sam", "ASSESSOR", "MET"),
            ("sam", "SCHEDULER", "UNMET"),
            ("sam", "AUDITOR", "UNMET"),
            ("wanda", "SCHEDULER", "MET"),
        ],
    )
    def test_the_role_has_to_fit(self, person, role, expected):
        assert self.outcome(member_of(role), person=person).result == expected

    def test_latest_end_counts(self):
        rows = [member_of("THERAPIST", ends_on=day(n)) for n in (3, 9)]

        assert self.outcome(*rows).holds_until == day(10)

    def test_somebody_not_on_the_roster_fails_and_has_no_facts(self):
        question = ask("book", members(("ghost", "lead"), ("clara", "observer")))
        decision = judge(of_kind("PREPARATION"), question=question)

        ghost = {r[:2] for r in reasons(decision) if r[3] == "ghost"}
        assert ghost == {
            ("MEMBER-AT-CLINIC", "UNMET"),
            ("LICENCE-ACTIVE", "UNKNOWN"),
            ("EXCLUSION-CLEAR", "UNKNOWN"),
            ("LIABILITY-CURRENT", "UNKNOWN"),
            ("REFRESH-CURRENT", "UNKNOWN"),
            ("LEVEL-SUFFICIENT", "UNMET"),
            ("TRAUMA-ENDORSED", "UNMET"),
        }

    def test_a_membership_that_begins_before_the_session_counts_already(self):
        world = change_session(CLEAR, starts_at=STARTS + timedelta(days=9))
        world = change_session(world, ends_at=STARTS + timedelta(days=9, hours=1))
        row = member_of("THERAPIST", starts_on=day(5))
        world = change_person(world, "wanda", memberships=(row,))

        assert result(judge(world, "book"), "MEMBER-AT-CLINIC", "wanda") == "MET"


class TestLicenceActive:
    def outcome(self, *licences, person="wanda"):
        world = change_person(CLEAR, person, documents=documents(*licences))
        return found(judge(world), "LICENCE-ACTIVE", person)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, "MET"),
            ({"issued_on": day(0), "expires_on": day(0)}, "MET"),
            ({"expires_on": day(-1)}, "UNMET"),
            ({"issued_on": day(1)}, "UNMET"),
            ({"expires_on": None}, "UNKNOWN"),
            ({"issued_on": None}, "UNKNOWN"),
            ({"issued_on": None, "expires_on": day(-1)}, "UNMET"),
            ({"discipline": True}, "UNMET"),
            ({"jurisdiction": "US-CA"}, "UNKNOWN"),
            ({"jurisdiction": "US-CA", "discipline": True}, "UNKNOWN"),
            ({"verifications": ()}, "UNKNOWN"),
            ({"verifications": (), "expires_on": day(-1)}, "UNMET"),
            ({"expires_on": date(9999, 12, 31)}, "MET"),
        ],
    )
    def test_one_licence(self, changes, expected):
        assert self.outcome(licence(**changes)).result == expected

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ([verification(day(-120))], "MET"),
            ([verification(day(-121))], "UNKNOWN"),
            ([verification(day(0))], "MET"),
            ([verification(day(1))], "UNKNOWN"),
            ([verification(method="DESIGNATED_EQUIVALENT")], "MET"),
            ([verification(method="DOCUMENT_ONLY")], "UNKNOWN"),
            ([verification(method="SELF_ATTESTED")], "UNKNOWN"),
            ([verification(outcome="DISCREPANCY")], "UNMET"),
            ([verification(outcome="NOT_FOUND")], "UNMET"),
            ([verification(outcome="UNAVAILABLE")], "UNKNOWN"),
            ([verification(day(-200), "NOT_FOUND")], "UNMET"),
            ([verification(day(-3)), verification(day(-9), "NOT_FOUND")], "MET"),
            ([verification(day(-9)), verification(day(-3), "NOT_FOUND")], "UNMET"),
            ([verification(day(-9)), verification(day(-3), "UNAVAILABLE")], "UNKNOWN"),
            ([verification(day(-3)), verification(day(-3), "UNAVAILABLE")], "UNKNOWN"),
            ([verification(day(-3)), verification(day(-3), "DISCREPANCY")], "UNMET"),
            (
                [
                    verification(day(-9)),
                    verification(day(-1), "NOT_FOUND", "DOCUMENT_ONLY"),
                ],
                "MET",
            ),
        ],
    )
    def test_newest_verification_and_the_worst_of_its_day(self, rows, expected):
        assert self.outcome(licence(verifications=tuple(rows))).result == expected
        assert self.outcome(licence(verifications=tuple(rows[::-1]))).result == expected

    def test_no_licence_is_unknown(self):
        assert self.outcome().result == "UNKNOWN"

    def test_one_good_licence_suffices(self):
        old = licence(expires_on=day(-1))

        assert self.outcome(old, licence()).result == "MET"

    def test_discipline_on_any_licence_of_the_jurisdiction_closes(self):
        old = licence(expires_on=day(-400), discipline=True)

        assert self.outcome(licence(), old).result == "UNMET"

    def test_unmet_wins_over_unknown(self):
        rows = (licence(expires_on=day(-1)), licence(verifications=()))

        assert self.outcome(*rows).result == "UNMET"

    def test_holds_until_the_verification_is_too_old_or_the_licence_ends(self):
        aged = licence(verifications=(verification(day(-100)),))
        short = licence(expires_on=day(4))

        assert self.outcome(aged).holds_until == day(21)
        assert self.outcome(short).holds_until == day(5)
        assert self.outcome(aged, short).holds_until == day(21)

    def test_is_not_asked_of_second_staff(self):
        decision = judge(change_person(CLEAR, "sam", documents=documents()))

        asked = {v.subject for v in decision.verdicts if v.code == "LICENCE-ACTIVE"}
        assert asked == {"wanda", "mark", "clara"}

    def test_a_session_that_ends_at_midnight_asks_for_the_new_day(self):
        world = change_session(CLEAR, starts_at=STARTS, ends_at=STARTS)
        ends_at_eight = STARTS.replace(hour=3) + timedelta(days=1)
        world = change_session(world, ends_at=ends_at_eight)
        until_today = documents(licence(expires_on=day(0)))
        world = change_person(world, "wanda", documents=until_today)

        assert result(judge(world), "LICENCE-ACTIVE", "wanda") == "UNMET"

    def test_a_minute_before_midnight_is_still_the_old_day(self):
        ends_at = STARTS.replace(hour=2, minute=59) + timedelta(days=1)
        world = change_session(CLEAR, ends_at=ends_at)
        until_today = documents(licence(expires_on=day(0)))
        world = change_person(world, "wanda", documents=until_today)

        assert result(judge(world), "LICENCE-ACTIVE", "wanda") == "MET"


def test_the_world_is_clear():
    decision = judge()

    assert decision.decision is True
    assert decision.reasons == ()
    assert decision.warnings == ()
    assert SESSION.state == "BOOKED"
