import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    add,
    ago,
    ask,
    change_person,
    change_session,
    day,
    found,
    judge,
    member_of,
    members,
    of_kind,
    person,
    reasons,
    signed,
)

CODE = "COMPOSITION"


def teamed(first, second=None, preference="NONE_STATED", code="B", kind="MEDICATION"):
    """Return a decision on a lead of one gender and a co-therapist of another.

    A gender in lower case is one whose owner has not agreed to be matched on it.
    """
    world = CLEAR if kind == "MEDICATION" else of_kind(kind)
    world = change_session(world, preference=preference, staffing_code=code)
    for who, gender in (("wanda", first), ("mark", second or "MAN")):
        consents = gender.isupper()
        world = change_person(
            world, who, gender=gender.upper(), matching_consent=consents
        )
    if second is None:
        kept = tuple(m for m in world.session.members if m.id != "mark")
        world = change_session(world, members=kept)
    return judge(world)


def told(decision):
    """Return what stands in the way about composition, as (result, type)."""
    return [(v.result.value, v.type.value) for v in decision.verdicts if v.code == CODE]


MET_HARD, UNMET_HARD = ("MET", "HARD"), ("UNMET", "HARD")
UNKNOWN_HARD, UNSIGNED = ("UNKNOWN", "HARD"), ("UNMET", "SIGN")


class TestStatedPreference:
    @pytest.mark.parametrize(
        ("preference", "first", "second", "expected"),
        [
            ("ONE_WOMAN", "WOMAN", None, MET_HARD),
            ("ONE_WOMAN", "MAN", None, UNMET_HARD),
            ("ONE_WOMAN", "NONBINARY", None, UNMET_HARD),
            ("ONE_WOMAN", "UNDISCLOSED", None, UNKNOWN_HARD),
            ("ONE_WOMAN", "woman", None, UNKNOWN_HARD),
            ("ONE_WOMAN", "man", None, UNKNOWN_HARD),
            ("ONE_WOMAN", "WOMAN", "WOMAN", UNMET_HARD),
            ("ONE_WOMAN", "WOMAN", "woman", UNMET_HARD),
            ("ONE_MAN", "MAN", None, MET_HARD),
            ("ONE_MAN", "WOMAN", None, UNMET_HARD),
            ("WOMAN_AND_MAN", "WOMAN", "MAN", MET_HARD),
            ("WOMAN_AND_MAN", "MAN", "WOMAN", MET_HARD),
            ("WOMAN_AND_MAN", "WOMAN", "WOMAN", UNMET_HARD),
            ("WOMAN_AND_MAN", "WOMAN", None, UNMET_HARD),
            ("WOMAN_AND_MAN", "WOMAN", "man", UNKNOWN_HARD),
            ("WOMAN_AND_MAN", "UNDISCLOSED", "man", UNKNOWN_HARD),
            ("WOMAN_AND_MAN", "NONBINARY", "man", UNMET_HARD),
            ("TWO_WOMEN", "WOMAN", "WOMAN", MET_HARD),
            ("TWO_WOMEN", "WOMAN", "MAN", UNMET_HARD),
            ("TWO_WOMEN", "woman", "MAN", UNMET_HARD),
            ("TWO_WOMEN", "woman", "WOMAN", UNKNOWN_HARD),
            ("TWO_MEN", "MAN", "MAN", MET_HARD),
            ("TWO_MEN", "MAN", "NONBINARY", UNMET_HARD),
            ("WOMAN_PRESENT", "WOMAN", "MAN", MET_HARD),
            ("WOMAN_PRESENT", "WOMAN", "man", MET_HARD),
            ("WOMAN_PRESENT", "MAN", "MAN", UNMET_HARD),
            ("WOMAN_PRESENT", "MAN", "woman", UNKNOWN_HARD),
            ("MAN_PRESENT", "MAN", None, MET_HARD),
            ("MAN_PRESENT", "WOMAN", "WOMAN", UNMET_HARD),
            ("OTHER_BY_DIRECTOR", "WOMAN", "MAN", UNSIGNED),
        ],
    )
    @pytest.mark.parametrize("code", ["A", "B", "C"])
    def test_is_judged_for_every_code(self, preference, first, second, expected, code):
        decision = teamed(first, second, preference, code)

        assert told(decision) == [expected]
        assert decision.decision is (expected == MET_HARD)

    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    def test_is_judged_for_every_kind(self, kind):
        decision = teamed("MAN", "MAN", "TWO_WOMEN", code="A", kind=kind)

        assert reasons(decision) == {(CODE, "UNMET", "HARD", "t1")}

    def test_a_signature_does_not_outrank_it(self):
        world = change_session(
            CLEAR, preference="TWO_WOMEN", signatures=(signed(CODE),)
        )

        assert told(judge(world)) == [UNMET_HARD]


class TestDefault:
    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ("WOMAN", None, ("MET", "SIGN")),
            ("WOMAN", "MAN", ("MET", "SIGN")),
            ("MAN", "WOMAN", ("MET", "SIGN")),
            ("WOMAN", "WOMAN", UNSIGNED),
            ("MAN", None, UNSIGNED),
            ("MAN", "MAN", UNSIGNED),
            ("WOMAN", "NONBINARY", UNSIGNED),
            ("WOMAN", "man", UNSIGNED),
            ("woman", None, UNSIGNED),
            ("UNDISCLOSED", "MAN", UNSIGNED),
        ],
    )
    @pytest.mark.parametrize("kind", ["MEDICATION", "PREPARATION"])
    def test_a_woman_or_a_woman_and_a_man(self, first, second, expected, kind):
        assert told(teamed(first, second, kind=kind)) == [expected]

    @pytest.mark.parametrize("code", ["A", "C"])
    def test_other_codes_have_none(self, code):
        assert told(teamed("MAN", "MAN", code=code)) == [("NOT_APPLICABLE", "HARD")]

    def test_the_reason_says_nothing_more(self):
        decision = teamed("MAN", "woman")
        reason = decision.as_json("d")["context"]["reasons"][0]

        assert reason["text"] == "Composition not met."
        assert reason["evidence"] == []
        assert "man" not in reason["remedy"].replace("chooses another", "").lower()
        director = decision.as_confidential_json("d")["context"]["reasons"][0]
        assert "Wanda (man), Mark (not to be matched on)" in director["text"]


class TestSignature:
    def outcome(self, *signatures, world=CLEAR, question=None, action="start"):
        world = change_person(world, "wanda", gender="MAN")
        world = change_session(world, signatures=signatures)
        return told(judge(world, action, question=question))[0]

    def test_signed_by_the_director_it_is_waived_and_listed(self):
        world = change_person(CLEAR, "wanda", gender="MAN")
        decision = judge(change_session(world, signatures=(signed(CODE),)))

        assert decision.decision is True
        assert found(decision, CODE).result == "WAIVED"
        assert CODE in {row["code"] for row in decision.as_json("d")["context"]["met"]}

    @pytest.mark.parametrize(
        "changes",
        [
            {"by": "max"},
            {"by": "nobody"},
            {"reason": ""},
            {"reason": "  "},
            {"at": ago(hours=-1)},
            {"at": ago(days=4000)},
            {"code": "RELATION-DECLARED"},
        ],
    )
    def test_a_signature_that_does_not_count(self, changes):
        row = signed(**{"code": CODE, **changes})

        assert self.outcome(row) == UNSIGNED

    def test_at_this_very_moment_it_counts(self):
        assert self.outcome(signed(CODE, at=ago()))[0] == "WAIVED"

    def test_a_director_on_the_team_cannot_sign(self):
        row = person("clara", "CLINICAL_DIRECTOR")
        memberships = (*row.memberships, member_of("MEDICAL_CLINICIAN"))
        world = change_person(CLEAR, "clara", memberships=memberships)

        assert self.outcome(signed(CODE, by="clara"), world=world) == UNSIGNED

    @pytest.mark.parametrize(
        ("membership", "expected"),
        [
            (member_of("CLINICAL_DIRECTOR", ends_on=day(0)), "WAIVED"),
            (member_of("CLINICAL_DIRECTOR", ends_on=day(-1)), "UNMET"),
            (member_of("CLINICAL_DIRECTOR", starts_on=day(0)), "WAIVED"),
            (member_of("CLINICAL_DIRECTOR", starts_on=day(1)), "UNMET"),
            (member_of("CLINICAL_DIRECTOR", starts_on=None), "UNMET"),
            (member_of("CLINICAL_DIRECTOR", clinic="south"), "UNMET"),
        ],
    )
    def test_the_role_is_held_there_on_the_day_of_signing(self, membership, expected):
        world = change_person(CLEAR, "dana", memberships=(membership,))

        assert self.outcome(signed(CODE), world=world)[0] == expected

    def test_it_serves_the_booked_team_only(self):
        other = members(("wanda", "lead"), ("clara", "medical_clinician"))
        world = add(CLEAR)

        question = ask("book", other)
        assert self.outcome(signed(CODE), world=world, question=question) == UNSIGNED
        same = [(m.id, m.role) for m in reversed(CLEAR.session.members)]
        question = ask("book", members(*same))
        assert self.outcome(signed(CODE), question=question)[0] == "WAIVED"
        assert self.outcome(signed(CODE), action="book")[0] == "WAIVED"


class TestPreferenceAsked:
    @pytest.mark.parametrize("stated", [None, "", "NOT_ASKED", "SOMETHING"])
    @pytest.mark.parametrize("kind", ["MEDICATION", "PREPARATION"])
    def test_not_asked_is_unknown_and_composition_does_not_apply(self, stated, kind):
        decision = teamed("MAN", "MAN", stated, kind=kind)

        assert reasons(decision) == {("PREFERENCE-ASKED", "UNKNOWN", "HARD", "s1")}
        assert told(decision) == [("NOT_APPLICABLE", "HARD")]

    @pytest.mark.parametrize("stated", [None, "NOT_ASKED"])
    def test_other_kinds_with_code_a_do_not_ask(self, stated):
        decision = teamed("WOMAN", "MAN", stated, code="A", kind="PREPARATION")

        assert decision.decision is True

    def test_medication_with_code_a_asks(self):
        decision = teamed("WOMAN", "MAN", "NOT_ASKED", code="A")

        assert {r[0] for r in reasons(decision)} == {"PREFERENCE-ASKED"}

    def test_an_answer_nobody_can_read_denies_everywhere(self):
        decision = teamed("WOMAN", "MAN", "SOMETHING", code="A", kind="INTEGRATION")

        assert {r[0] for r in reasons(decision)} == {"PREFERENCE-ASKED"}
