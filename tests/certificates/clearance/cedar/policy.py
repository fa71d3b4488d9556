"""The gate's exact readings once more, in Cedar, written from the page alone.

One `permit` with a `when` for each criterion. Whatever a condition cannot find makes
Cedar drop the policy, so it denies as the gate does. Each person stands in the context
as a record under their role: lead, co, supervisor, assessor, clinician, second.
Days are ordinals, moments are minutes.
"""

THERAPISTS = ("lead", "co")
LICENSED = (*THERAPISTS, "supervisor", "assessor", "clinician")
EVERYBODY = (*LICENSED, "second")
MEDICATION = 'context.kind == "MEDICATION"'


def if_there(role: str, condition: str) -> str:
    return f"(!(context has {role}) || ({condition.replace('$', 'context.' + role)}))"


def each(roles, condition: str) -> str:
    return " && ".join(if_there(role, condition) for role in roles)


def some(roles, condition: str) -> str:
    parts = [
        f"(context has {role} && ({condition.replace('$', 'context.' + role)}))"
        for role in roles
    ]
    return "(" + " || ".join(parts) + ")"


def period(row: str) -> str:
    return f"({row}.from <= context.first && context.last <= {row}.to)"


def holds(type_: str) -> str:
    row = f"$.{type_}"
    return (
        f'($ has {type_} && {row}.state == "ACTIVE" && {row}.clinic == context.clinic'
        f" && {row} has from && {row} has to && {period(row)})"
    )


def candidate(target: str) -> str:
    return f'({holds("CANDIDATE")} && $.CANDIDATE.target == "{target}")'


def other(role: str) -> str:
    return "co" if role == "lead" else "lead"


L3_ANY = holds("L3")
L2_OR_MORE = f"({holds('L2A')} || {holds('L2B')} || {L3_ANY})"
L1_OR_MORE = f"({holds('L1')} || {L2_OR_MORE})"
PRESENCE = {"room": '["IN_ROOM"]', "site": '["IN_ROOM", "ON_SITE"]'}
ASSESSOR = some(["assessor"], f"{holds('S')} && {L3_ANY}")
TRAUMA_ASSESSOR = some(["assessor"], f"{holds('S')} && {L3_ANY} && {holds('T')}")


def support(role: str, where: str) -> str:
    """Another therapist at L3, or a supervisor at L3 who is near enough."""
    near = f"{PRESENCE[where]}.contains($.presence)"
    by = some(["supervisor"], f"$ has presence && {near} && {L3_ANY}")
    return f"({some([other(role)], L3_ANY)} || {by})"


def level(role: str) -> str:
    talking = f"({L1_OR_MORE} || ({candidate('L1')} && {ASSESSOR}))"
    supported = (
        f"({L3_ANY} || ({holds('L2B')} && {support(role, 'site')})"
        f" || ({holds('L2A')} && {support(role, 'room')}))"
    )
    watched = f" || ({candidate('L2')} && {ASSESSOR})" if role == "co" else ""
    return if_there(
        role, f"(if {MEDICATION} then ({supported}{watched}) else {talking})"
    )


def endorsed() -> str:
    both = each(THERAPISTS, holds("T"))
    learning = " || ".join(
        f"({some([one], candidate('T'))} && {some([other(one)], holds('T'))})"
        for one in THERAPISTS
    )
    return (
        f'!(["B", "C"].contains(context.code)) || ({both})'
        f" || (({learning}) && context has co && {TRAUMA_ASSESSOR})"
    )


def is_(gender: str) -> str:
    return f'($.consent && $.gender == "{gender}")'


def count(gender: str, role: str) -> str:
    return some([role], is_(gender))


WOMAN, MAN = ({role: count(g, role) for role in THERAPISTS} for g in ("WOMAN", "MAN"))
ALONE, TWO = "!(context has co)", "context has co"
PAIR = (
    f"({TWO} && (({WOMAN['lead']} && {MAN['co']}) || ({MAN['lead']} && {WOMAN['co']})))"
)
ANY_WOMAN = f"({WOMAN['lead']} || {WOMAN['co']})"
ANY_MAN = f"({MAN['lead']} || {MAN['co']})"
FITS = {
    "ONE_WOMAN": f"({ALONE} && {WOMAN['lead']})",
    "ONE_MAN": f"({ALONE} && {MAN['lead']})",
    "WOMAN_AND_MAN": PAIR,
    "TWO_WOMEN": f"({TWO} && {WOMAN['lead']} && {WOMAN['co']})",
    "TWO_MEN": f"({TWO} && {MAN['lead']} && {MAN['co']})",
    "WOMAN_PRESENT": ANY_WOMAN,
    "MAN_PRESENT": ANY_MAN,
    "OTHER_BY_DIRECTOR": "context.signed_composition",
}


def composition() -> str:
    default = f"(({ALONE} && {WOMAN['lead']}) || {PAIR} || context.signed_composition)"
    parts = [
        f'(context.preference == "{name}" && {fits})' for name, fits in FITS.items()
    ]
    # Where it is not asked for, an empty or unasked preference changes nothing.
    unasked = '(!(context has preference) || context.preference == "NOT_ASKED")'
    none = (
        f'(context.preference == "NONE_STATED" && (context.code != "B" || {default}))'
    )
    return f"{unasked} || {none} || {' || '.join(parts)}"


def preference_asked() -> str:
    asked = 'context has preference && context.preference != "NOT_ASKED"'
    return f'(!({MEDICATION}) && context.code == "A") || ({asked})'


LICENCE = (
    "$ has licence && !$.licence.discipline && $.licence.here"
    f" && {period('$.licence')} && $.licence has verified_on"
    ' && ["PRIMARY_SOURCE", "DESIGNATED_EQUIVALENT"].contains($.licence.method)'
    ' && $.licence.outcome == "VERIFIED" && $.licence.verified_on <= context.today'
    " && context.today - $.licence.verified_on <= 120"
)
EXCLUSION = (
    '$ has check && $.check.outcome == "CLEAR" && $.check.on <= context.today'
    " && context.today - $.check.on <= 31"
)
MEMBER = (
    "$ has membership && $.membership.here && $.membership.from <= context.first"
    " && (!($.membership has to) || context.last <= $.membership.to)"
)
BUSY = (
    "!($ has busy) || $.busy.end <= context.begins || context.ends <= $.busy.begins"
    ' || !(["BOOKED", "STARTED"].contains($.busy.state))'
)
MEDICAL = '["MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"]'
SECOND = f"({some(['lead'], L2_OR_MORE)} && {some(['co'], L2_OR_MORE)})"
WATCHING = some(
    ["supervisor"], f'$ has presence && $.presence == "IN_ROOM" && {L3_ANY}'
)
STANDS_AS_SECOND = f"!(context has second) && !{SECOND} && {WATCHING}"


PLANNING = '["SCHEDULER", "AUDITOR"]'
IS_MEDICAL = f"{MEDICAL}.contains($.membership.role)"
IS_WORKING = f"!({PLANNING}.contains($.membership.role))"
COVERS = 'BUSY || ($.busy.role == "medical_clinician" && $.busy.here)'.replace(
    "BUSY", f"({BUSY})"
)
LIABILITY = f"$ has liability && {period('$.liability')}"
BLS = f"$ has bls && {period('$.bls')}"
DRILL = "$ has drill_due && context.last <= $.drill_due"
REFRESH = "$ has refresh_due && context.last <= $.refresh_due + 14"


def attested(code: str, condition: str) -> str:
    row = f"context.attested.{code}"
    return f"(context.attested has {code} && ({condition.replace('$', row)}))"


def for_medication(condition: str) -> str:
    return f"!({MEDICATION}) || ({condition})"


CRITERIA = {
    "LICENCE-ACTIVE": each(LICENSED, LICENCE),
    "EXCLUSION-CLEAR": each(EVERYBODY, EXCLUSION),
    "LIABILITY-CURRENT": each(THERAPISTS, LIABILITY),
    "LEVEL": f"{level('lead')} && {level('co')}",
    "BLS-CURRENT": for_medication(
        f"{each((*THERAPISTS, 'second'), BLS)}"
        f" && (!({STANDS_AS_SECOND}) || {if_there('supervisor', BLS)})"
    ),
    "DRILL-CURRENT": for_medication(each(THERAPISTS, DRILL)),
    "REFRESH-CURRENT": each(THERAPISTS, REFRESH),
    "NOT-SUSPENDED": each(EVERYBODY, "!$.suspended"),
    "TEAM-DISTINCT": "context.distinct",
    "MEMBER-AT-CLINIC": (
        f"{each(EVERYBODY, MEMBER)} && {if_there('clinician', IS_MEDICAL)}"
        f" && {if_there('second', IS_WORKING)}"
    ),
    "TRAUMA-ENDORSED": endorsed(),
    "PREFERENCE-ASKED": preference_asked(),
    "COMPOSITION": composition(),
    "RELATION-DECLARED": (
        "!(context has co) || !context.related || context.signed_relation"
    ),
    "SECOND-STAFF": for_medication(f"context has second || {SECOND} || {WATCHING}"),
    "MEDICAL-CLINICIAN": for_medication("context has clinician"),
    "NOT-DOUBLE-BOOKED": (
        f"{each([r for r in EVERYBODY if r != 'clinician'], BUSY)}"
        f" && {if_there('clinician', COVERS)}"
    ),
    "SITE-READY": for_medication("context.site_ready"),
    "PREPARATION-DONE": for_medication(
        attested("PREPARATION", "$.by_l1 && $.at <= context.now")
    ),
    "COURSE-LENGTH": for_medication("context.ordinal < 4 || context.signed_course"),
    "INTEGRATION-SINCE": for_medication(
        f"context.ordinal < 2 || {attested('INTEGRATION', '$.at <= context.now')}"
    ),
}
SAME_DAY = "$.at <= context.now && $.day == context.first"
RECENT = "$.at <= context.now && context.today - $.day <= 7"
CONSENT = (
    "$.at <= context.now && ($.day < context.first"
    " || ($.day == context.first && context.signed_consent))"
)
BY_TEAM = f"{SAME_DAY} && $.on_team"
AT_START = {
    "PRESCRIBER-CLEARANCE": for_medication(attested("PRESCRIBER", RECENT)),
    "CONSENT-EARLIER-DAY": for_medication(attested("CONSENT", CONSENT)),
    "DAY-OF-SCREEN": for_medication(attested("SCREEN", SAME_DAY)),
    "ESCORT-CONFIRMED": for_medication(attested("ESCORT", SAME_DAY)),
    "ROOM-READY": for_medication(attested("KIT", SAME_DAY)),
    "PAUSE-BY-TWO": for_medication(
        f"{attested('PAUSE1', BY_TEAM)} && {attested('PAUSE2', BY_TEAM)}"
    ),
    "SESSION-OPENABLE": (
        'context.state == "BOOKED" && context.begins - 60 <= context.now'
        " && context.now < context.planned_end"
    ),
}


def policy(action: str) -> str:
    """Return the whole policy of one stage."""
    asked = CRITERIA | (AT_START if action == "start" else {})
    clauses = "\n".join(
        f"// {code}\nwhen {{ {words} }}" for code, words in asked.items()
    )
    return f"permit(principal, action, resource)\n{clauses};"
