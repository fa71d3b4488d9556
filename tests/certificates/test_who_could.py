"""Who could run a booked session: the gate's own answer, asked of everybody."""

from dataclasses import replace

import pytest

from certificates.clearance.world import MemberFacts, RelationFacts, SuspensionFacts
from certificates.rules.candidates import about_people
from certificates.rules.who_could import who_could
from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    NOW,
    POLICY,
    STARTS,
    add,
    ago,
    ask,
    busy,
    change_clinic,
    change_person,
    change_session,
    check,
    credential,
    document,
    judge,
    member_of,
    person,
    without_attestation,
)

EMPTY = change_session(CLEAR, members=())


def found(world=EMPTY):
    return who_could(world, POLICY, NOW)


def teams(rows):
    """Therapists by name, sorted; the lead is told apart elsewhere."""
    return [tuple(sorted(row.therapists)) for row in rows]


def seats(row):
    return {member.role: member.id for member in row.members}


def missing(row):
    return {(verdict.code, verdict.subject) for verdict in row.missing}


def therapist(name, *types, **more):
    return person(name, "THERAPIST", *(types or ("L3", "T")), **more)


class TestForASessionWithoutATeam:
    def test_every_team_that_is_told_of_as_clear_is_permitted(self):
        world = add(EMPTY, therapist("paul", gender="MAN"), therapist("quinn"))

        rows = found(world).clear

        assert len(rows) > 3
        for row in rows:
            team = {
                "members": [
                    {"id": m.id, "role": m.role, "presence": m.presence}
                    for m in row.members
                ]
            }
            answer = judge(world, "book", question=ask("book", team))
            assert answer.decision, answer.reasons

    def test_a_pair_comes_with_the_medical_clinician(self):
        best = found().clear[0]

        assert teams([best]) == [("mark", "wanda")]
        assert seats(best)["medical_clinician"] in {"clara", "max"}

    def test_who_is_alone_comes_with_second_staff(self):
        (alone,) = [row for row in found().clear if len(row.therapists) == 1]

        # Configuration B: one therapist is a woman.
        assert seats(alone)["lead"] == "wanda"
        assert seats(alone)["second_staff"]

    def test_nobody_has_two_seats(self):
        for row in found().clear:
            ids = [member.id for member in row.members]
            assert len(ids) == len(set(ids))

    def test_who_is_booked_least_comes_first(self):
        late = busy(begins=STARTS.replace(day=9), ends=ENDS.replace(day=9))
        world = add(EMPTY, therapist("paul", gender="MAN"))
        world = change_person(world, "mark", busy=(late,))

        assert teams(found(world).clear)[0] == ("paul", "wanda")

    def test_who_can_act_as_clinician_and_second_staff_is_told(self):
        answer = found()

        assert {one.id for one in answer.clinicians} == {"clara", "max"}
        assert {"sam", "mark"} <= {one.id for one in answer.second_staff}

    def test_a_session_without_medicine_needs_no_clinician(self):
        world = change_session(EMPTY, kind="PREPARATION", ordinal=None)

        answer = found(world)

        assert answer.clinicians == ()
        assert teams(answer.clear)[0] in {("mark",), ("wanda",)}

    def test_what_the_session_lacks_anyway_is_told_apart(self):
        answer = found(without_attestation(EMPTY, "PREPARATION-DONE"))

        assert [row.code for row in answer.anyway] == ["PREPARATION-DONE"]
        assert teams(answer.clear)[0] == ("mark", "wanda")


class TestForASessionInDanger:
    def test_those_who_can_stay_do(self):
        world = add(CLEAR, therapist("paul", gender="MAN"), therapist("ann"))
        world = change_person(world, "mark", exclusion_checks=(check(ago(40).date()),))

        best = found(world).clear[0]

        assert seats(best) == {
            "lead": "wanda",
            "co_therapist": "paul",
            "medical_clinician": "clara",
            "second_staff": "sam",
        }
        assert best.kept == 3

    def test_a_clinician_who_may_not_act_is_replaced(self):
        world = change_person(CLEAR, "clara", documents=())

        assert seats(found(world).clear[0])["medical_clinician"] == "max"


class TestIsNeverSuggested:
    @pytest.mark.parametrize(
        "changes",
        [
            {"busy": (busy(),)},
            {"memberships": (member_of("THERAPIST", clinic="south"),)},
            {"credentials": (credential("L1"), credential("T"))},
            {"credentials": (credential("L3", state="REVOKED"), credential("T"))},
            {"credentials": (credential("L3"),)},
            {"exclusion_checks": (check(outcome="CONFIRMED"),)},
        ],
        ids=["booked", "elsewhere", "level", "revoked", "no T", "excluded"],
    )
    def test_who_cannot_be_there_in_time(self, changes):
        answer = found(change_person(EMPTY, "mark", **changes))

        assert all("mark" not in row.therapists for row in answer.clear)
        assert all("mark" not in row.therapists for row in answer.nearly)

    def test_who_is_suspended(self, suspended):
        answer = found(change_person(EMPTY, "mark", suspensions=(suspended,)))

        told = repr((answer.clear, answer.nearly, answer.second_staff))
        assert "mark" not in told.lower()

    def test_a_team_that_the_patient_does_not_want(self):
        world = change_session(EMPTY, preference="TWO_WOMEN")

        answer = found(world)

        assert (answer.clear, answer.nearly) == ((), ())

    def test_who_keeps_to_themselves_what_the_patient_asks_for(self):
        world = change_session(EMPTY, preference="WOMAN_AND_MAN")
        world = add(world, therapist("paul", gender="MAN", matching_consent=False))

        answer = found(world)

        assert teams(answer.clear) == [("mark", "wanda")]
        assert all("paul" not in row.therapists for row in answer.nearly)

    def test_anybody_while_the_observation_time_is_not_set(self):
        answer = found(change_clinic(EMPTY, observe_minutes=None))

        assert [row.code for row in answer.anyway] == ["SITE-READY"]
        assert (answer.clear, answer.nearly, answer.clinicians) == ((), (), ())


class TestNearlyClear:
    def test_says_what_is_missing(self):
        papers = (document("LICENCE"), document("LIABILITY"))
        world = change_person(EMPTY, "mark", documents=papers)

        answer = found(world)
        (row,) = [one for one in answer.nearly if len(one.therapists) == 2]

        assert missing(row) == {("BLS-CURRENT", "mark")}
        assert teams([row]) == [("mark", "wanda")]

    def test_a_declared_tie_waits_for_the_director(self):
        tie = RelationFacts("mark", "wanda", "SPOUSE")
        answer = found(replace(EMPTY, relations=(tie,)))

        (row,) = [one for one in answer.nearly if len(one.therapists) == 2]
        (verdict,) = row.missing

        assert (verdict.code, verdict.type.value) == ("RELATION-DECLARED", "SIGN")
        assert ("mark", "wanda") not in teams(answer.clear)

    def test_another_composition_waits_for_the_director(self):
        world = add(EMPTY, therapist("ann"))

        answer = found(world)
        rows = {teams([row])[0]: row for row in answer.nearly}

        assert missing(rows["ann", "wanda"]) == {("COMPOSITION", "team")}

    def test_fewest_things_missing_come_first(self):
        world = add(
            EMPTY,
            therapist("zoe", documents=(document("LICENCE"),)),
            therapist("paul", gender="MAN", refreshed_on=None),
        )

        counts = [len(row.missing) for row in found(world).nearly]

        assert counts == sorted(counts)

    def test_two_things_of_one_and_one_of_the_pair_are_too_many(self):
        papers = (document("LICENCE"), document("LIABILITY"))
        world = change_person(EMPTY, "mark", documents=papers, refreshed_on=None)
        tie = RelationFacts("mark", "wanda", "SPOUSE")
        pair = ("mark", "wanda")

        assert pair in teams(found(world).nearly)
        assert pair not in teams(found(replace(world, relations=(tie,))).nearly)

    def test_more_than_two_things_missing_is_not_nearly(self):
        world = change_person(
            EMPTY, "mark", documents=(document("BLS"),), refreshed_on=None
        )

        assert all("mark" not in row.therapists for row in found(world).nearly)


class TestSupport:
    def test_a_supervisor_in_the_room_is_added_for_who_needs_one(self):
        world = replace(
            EMPTY,
            people=(
                therapist("wanda", "L2A", "T"),
                therapist("mark", "L2A", "T", gender="MAN"),
                person("sue", "SUPERVISOR", "L3"),
                person("clara", "MEDICAL_CLINICIAN"),
            ),
        )

        best = found(world).clear[0]

        supervisor = [row for row in best.members if row.role == "supervisor"]
        assert supervisor == [MemberFacts("sue", "supervisor", "IN_ROOM")]

    def test_who_holds_most_leads(self):
        world = change_person(
            EMPTY, "wanda", credentials=(credential("L2A"), credential("T"))
        )

        best = next(row for row in found(world).clear if len(row.therapists) == 2)

        assert seats(best)["lead"] == "mark"


def test_only_what_people_can_change_is_about_people():
    reasons = judge(without_attestation(EMPTY, "PREPARATION-DONE"), "book").reasons

    assert "PREPARATION-DONE" not in {row.code for row in about_people(reasons)}


@pytest.fixture
def suspended():
    return SuspensionFacts(ago(days=2), None, "PRECAUTIONARY", "s")
