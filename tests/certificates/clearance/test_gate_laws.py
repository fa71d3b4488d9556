"""Laws that hold in every world, tried on worlds drawn at random."""

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.clearance.world import (
    MemberFacts,
    RelationFacts,
    SuspensionFacts,
)
from tests.certificates.clearance.rubbish import JSON
from tests.certificates.clearance.worlds import (
    ATTESTATIONS,
    CLEAR,
    NOW,
    TEAM,
    add,
    ago,
    ask,
    ask_one,
    attested,
    busy,
    candidate,
    change_clinic,
    change_person,
    change_session,
    check,
    credential,
    day,
    judge,
    person,
    reasons,
    signed,
)

TYPES = ("L1", "L2A", "L2B", "L3", "T", "S")
CODES = ("COMPOSITION", "RELATION-DECLARED", "COURSE-LENGTH", "CONSENT-EARLIER-DAY")
EXTRA = (
    MemberFacts("petra", "supervisor", "IN_ROOM"),
    MemberFacts("petra", "supervisor", "ON_SITE"),
    MemberFacts("asa", "assessor"),
)
BASE = add(
    CLEAR,
    person("petra", "THERAPIST", "L3", "T"),
    person("asa", "ASSESSOR", "T", "S", "L3"),
)
PERSONAL = ("MEMBER-AT-CLINIC", "EXCLUSION-CLEAR", "NOT-SUSPENDED", "LICENCE-ACTIVE")


def some(*values, most=2):
    return st.lists(st.sampled_from(values), max_size=most).map(tuple)


def mostly(good, *others):
    return st.sampled_from([good] * 6 + list(others))


CREDENTIALS = st.sets(st.sampled_from(TYPES), max_size=4).flatmap(
    lambda types: some(candidate("L2"), candidate("T"), candidate("L1"), most=1).map(
        lambda rest: (*(credential(t) for t in sorted(types)), *rest)
    )
)
GOOD_CREDENTIALS = (credential("L3"), credential("T"))


@st.composite
def changes_of_person(draw):
    return {
        "gender": draw(mostly("WOMAN", "MAN", "NONBINARY", "UNDISCLOSED")),
        "matching_consent": draw(mostly(True, False)),
        "credentials": draw(st.one_of(st.just(GOOD_CREDENTIALS), CREDENTIALS)),
        "exclusion_checks": draw(mostly((check(),), (), (check(day(-40)),))),
        "refreshed_on": draw(mostly(day(-90), day(-370), day(-500), None)),
        "drilled_on": draw(mostly(day(-30), day(-300), None)),
        "suspensions": draw(mostly((), (SuspensionFacts(ago(days=1)),))),
        "busy": draw(mostly((), (busy(),))),
    }


@st.composite
def worlds(draw):
    world = BASE
    for who in ("wanda", "mark"):
        world = change_person(world, who, **draw(changes_of_person()))
    kind = draw(st.sampled_from(["MEDICATION", "MEDICATION", "PREPARATION"]))
    team = [m for m in TEAM if m.role != "co_therapist" or draw(st.booleans())]
    relations = draw(mostly((), (RelationFacts("mark", "wanda", "SPOUSE"),)))
    world = replace(world, relations=relations)
    world = change_clinic(
        world, observe_minutes=draw(mostly(120, None)), set_on=draw(mostly(day(-9)))
    )
    ordinal = draw(mostly(1, 2, 4))
    more = tuple(attested("INTEGRATION-SINCE") for _ in range(draw(st.integers(0, 1))))
    return change_session(
        world,
        kind=kind,
        members=(*team, *draw(some(*EXTRA, most=1))),
        staffing_code=draw(st.sampled_from("ABC")),
        preference=draw(
            mostly("NONE_STATED", "ONE_WOMAN", "WOMAN_AND_MAN", "OTHER_BY_DIRECTOR")
        ),
        ordinal=ordinal,
        attestations=(*ATTESTATIONS, *more),
        signatures=draw(
            some(*[signed(c) for c in CODES], signed("COURSE-LENGTH", by="max"), most=4)
        ),
    )


def removals(world):
    """Yield the world without one of its supporting facts, for each of them."""
    for id_ in [p.id for p in world.people]:
        yield replace(world, people=tuple(p for p in world.people if p.id != id_))
        yield from without_a_row_of(world, id_)
        for name in ("refreshed_on", "drilled_on"):
            yield change_person(world, id_, **{name: None})
        yield change_person(world, id_, matching_consent=False)
        yield change_person(world, id_, gender="UNDISCLOSED")
    for name in ("attestations", "signatures"):
        rows = getattr(world.session, name)
        for row in range(len(rows)):
            yield change_session(world, **{name: (*rows[:row], *rows[row + 1 :])})
    for field in fields(world.clinic):
        if field.name not in ("slug", "name", "time_zone"):
            empty = "" if isinstance(getattr(world.clinic, field.name), str) else None
            yield change_clinic(world, **{field.name: empty})
    for name in ("application_at", "database_at"):
        yield replace(world, clock=replace(world.clock, **{name: None}))
    for name in ("kind", "starts_at", "ends_at", "staffing_code", "state"):
        yield change_session(world, **{name: None})


def without_a_row_of(world, id_):
    who = world.roster[id_]
    for name in ("memberships", "documents", "exclusion_checks", "credentials"):
        rows = getattr(who, name)
        for row in range(len(rows)):
            yield change_person(world, id_, **{name: (*rows[:row], *rows[row + 1 :])})
    bare = tuple(replace(d, verifications=()) for d in who.documents)
    yield change_person(world, id_, documents=bare)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.sampled_from(["book", "start"]))
def test_removing_a_supporting_fact_never_turns_a_deny_into_a_permit(world, action):
    before = judge(world, action).decision

    for poorer in removals(world):
        after = judge(poorer, action).decision
        assert before or not after


@settings(max_examples=150, deadline=None)
@given(worlds(), st.sampled_from(["book", "start"]))
def test_a_permit_rests_on_every_member_being_clear(world, action):
    decision = judge(world, action)
    good = {(v.code, v.subject) for v in decision.met}

    for member in world.session.members if decision.decision else ():
        alone = judge(world, question=ask_one(member.id, member.role, action))
        open_codes = {v.code for v in alone.reasons}
        is_candidate = any(
            c.type == "CANDIDATE" for c in world.roster[member.id].credentials
        )
        assert open_codes <= ({"LEVEL-SUFFICIENT"} if is_candidate else set())
        assert ("NOT-SUSPENDED", member.id) in good
        assert ("MEMBER-AT-CLINIC", member.id) in good
    for member in world.session.members if decision.decision else ():
        if member.role in ("lead", "co_therapist"):
            assert {(code, member.id) for code in PERSONAL} <= good
            assert ("LEVEL-SUFFICIENT", member.id) in good


@settings(max_examples=100, deadline=None)
@given(worlds(), st.sampled_from(["book", "start"]))
def test_every_reason_says_what_and_what_would_mend_it(world, action):
    decision = judge(world, action)

    assert decision.decision is not bool(decision.reasons)
    for verdict in (*decision.reasons, *decision.warnings):
        assert verdict.text.strip().endswith(".")
        assert verdict.remedy.strip().endswith(".")
        assert "!" not in verdict.text + verdict.remedy
    if decision.decision:
        assert NOW < decision.valid_until <= world.session.ends_at
    else:
        assert decision.valid_until is None


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_members_changes_nothing(world, chance):
    people = list(world.people)
    team = list(world.session.members)
    chance.shuffle(people)
    chance.shuffle(team)
    turned = change_session(replace(world, people=tuple(people)), members=tuple(team))

    assert reasons(judge(turned)) == reasons(judge(world))
    assert judge(turned).facts_sha256 == judge(world).facts_sha256


KEYS = ["clinic", "kind", "starts_at", "ordinal", "preference", "attestations"]


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["members", "role"]), JSON),
    st.dictionaries(st.sampled_from(KEYS), JSON),
    st.sampled_from(["book", "start", "release", "x"]),
)
def test_no_garbage_breaks_the_gate_or_opens_what_is_not_stored(given_, told, action):
    world = replace(BASE, session=None)
    decision = judge(world, question=ask(action, given_, told))

    assert decision.decision is False
    assert decision.reasons


def test_each_kind_of_row_that_says_yes_is_needed():
    """The clear world is lean: every removal but a harmless few closes it."""
    needed = [w for w in removals(CLEAR) if not judge(w).decision]

    assert len(needed) > 40
