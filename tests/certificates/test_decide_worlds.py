"""What the gate says of worlds that were loaded: the exact readings."""

import pytest

from tests.certificates.putting import lead, licence, put, reasons, told
from tests.certificates.worldly import (
    LEAD,
    NOW,
    SECOND,
    question,
    session,
    world,
)

__all__ = ["put", "told"]

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


class TestWhatALoadedWorldSays:
    @pytest.mark.parametrize(
        ("checks", "result"),
        [
            ([("2026-11-10", "POTENTIAL_MATCH"), ("2026-11-25", "CLEAR")], None),
            ([("2026-11-10", "CONFIRMED"), ("2026-11-25", "CLEAR")], None),
            ([("2026-11-10", "CLEAR"), ("2026-11-25", "POTENTIAL_MATCH")], "UNKNOWN"),
            ([("2026-11-10", "CLEAR"), ("2026-11-25", "CONFIRMED")], "UNMET"),
            ([("2026-11-25", "CLEAR"), ("2026-11-25", "CONFIRMED")], "UNMET"),
            # What is found tomorrow is not found yet.
            ([("2026-11-25", "CLEAR"), ("2026-12-04", "CONFIRMED")], None),
            ([("2026-11-10", "CONFIRMED"), ("2026-12-04", "CLEAR")], "UNMET"),
            ([("2026-11-02", "CLEAR")], None),
            ([("2026-11-01", "CLEAR")], "UNKNOWN"),
            ([], "UNKNOWN"),
        ],
    )
    def test_of_the_exclusion_list_is_its_newest_word(self, told, checks, result):
        data = world()
        lead(data)["exclusion_checks"] = [
            {"on": on, "outcome": outcome} for on, outcome in checks
        ]

        answer = told(data)

        assert reasons(answer) == ({("EXCLUSION-CLEAR", result)} if result else set())

    @pytest.mark.parametrize(
        ("spoil", "found"),
        [
            (
                lambda w: lead(w)["memberships"][0].pop("to"),
                ("MEMBER-AT-CLINIC", "UNMET"),
            ),
            (
                lambda w: lead(w)["memberships"][0].update({"from": None}),
                ("MEMBER-AT-CLINIC", "UNMET"),
            ),
            (
                lambda w: licence(w)["verifications"][0].pop("on"),
                ("LICENCE-ACTIVE", "UNKNOWN"),
            ),
            (
                lambda w: licence(w).update(expires_on=None),
                ("LICENCE-ACTIVE", "UNKNOWN"),
            ),
            (lambda w: licence(w).update(discipline=True), ("LICENCE-ACTIVE", "UNMET")),
            (
                lambda w: lead(w)["exclusion_checks"][0].update(on=None),
                ("EXCLUSION-CLEAR", "UNKNOWN"),
            ),
            (
                lambda w: lead(w)["credentials"][0].pop("valid_to"),
                ("LEVEL-SUFFICIENT", "UNMET"),
            ),
            (
                lambda w: lead(w)["credentials"][1].update(state="SUSPENDED"),
                ("TRAUMA-ENDORSED", "UNMET"),
            ),
            (lambda w: lead(w).update(drilled_on=None), ("DRILL-CURRENT", "UNKNOWN")),
            (
                lambda w: lead(w).update(
                    suspensions=[{"kind": "ADMINISTRATIVE", "from": None}]
                ),
                ("NOT-SUSPENDED", "UNMET"),
            ),
            (
                lambda w: w["clinics"][0]["parameters"].update(bp_stop=""),
                ("SITE-READY", "UNKNOWN"),
            ),
            (
                lambda w: w.update(
                    relationships=[{"a": SECOND, "b": LEAD, "kind": "RELATIVE"}]
                ),
                ("RELATION-DECLARED", "UNMET"),
            ),
            (
                lambda w: w["sessions"][0].update(preference="TWO_MEN"),
                ("COMPOSITION", "UNMET"),
            ),
            (
                lambda w: w["sessions"][0].update(state="CLOSED"),
                ("SESSION-OPENABLE", "UNMET"),
            ),
            (
                lambda w: w["sessions"][0].update(ends_at=None),
                ("QUESTION-COMPLETE", "UNKNOWN"),
            ),
            (
                lambda w: w["sessions"][0]["attestations"][7].update(at=None),
                ("ROOM-READY", "UNKNOWN"),
            ),
        ],
    )
    def test_decides(self, told, put, spoil, found):
        data = world()
        spoil(data)

        answer = told(data)

        assert answer["decision"] is False
        assert found in reasons(answer)
        # Looking back to this very moment finds the same.
        now, then = put(question("book"), question("book", as_of=NOW))
        assert reasons(then) == reasons(now)

    def test_of_another_session_makes_people_busy(self, told, put):
        later = {"starts_at": "2026-12-03T19:00:00Z", "ends_at": "2026-12-03T20:00:00Z"}
        data = world(sessions=[session(), session("S-2", **later)])

        assert ("NOT-DOUBLE-BOOKED", "UNMET") in reasons(told(data))
        (then,) = put(question("book", as_of=NOW))
        assert ("NOT-DOUBLE-BOOKED", "UNMET") in reasons(then)
