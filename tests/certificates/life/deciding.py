"""What should come of an application. Pure; a part of the model."""

import datetime

from tests.certificates.life.model import Model, Words
from tests.certificates.life.rows import CAST, KINDS, UNDER_DECISION, Application

DAY = datetime.timedelta(days=1)
BACK = ("SUBMITTED", "READY", "IN_REVIEW")
MAY_WITHDRAW = ("DRAFT", *UNDER_DECISION)


def why_not_start(model: Model, person: str, kind: str) -> str:
    if not CAST[person].is_therapist:
        return "no therapist here"
    if model.open_of(person, kind):
        return "open already"
    return "" if model.has_room(person, kind) else "held"


def why_not_send(model: Model, by: str, app: Application) -> str:
    if (by, app.state) != (app.person, "DRAFT"):
        return "not theirs, or sent"
    if not model.has_room(app.person, app.kind):
        return "held"
    return "suspended" if model.is_suspended(app.person) else ""


def send(model: Model, app: Application) -> Words:
    held = model.held(app.person, app.kind)
    is_renewal = held is not None and held.basis != "FOUNDING"
    app.renews = held.id if is_renewal else None
    app.signers, app.state = KINDS[app.kind].signers, "SUBMITTED"
    if model.is_missing_something(app.person, app.kind):
        return ["APPLICATION-SUBMITTED"]
    app.state = "READY"
    return ["APPLICATION-SUBMITTED", "APPLICATION-READY"]


def why_not_office(
    model: Model, by: str, app: Application, states: tuple[str, ...]
) -> str:
    """Verifying, taking up: a director of the clinic, apart, not suspended."""
    why = model.why_not_sign(by, app.person)
    return why or ("" if app.state in states else "past this")


def step(app: Application, state: str) -> Words:
    app.state = state
    if state in ("VERIFYING", "WITHDRAWN"):
        app.first = app.marks = None
    return [f"APPLICATION-{state}"]


def why_not_decide(
    model: Model, by: str, app: Application, *, grants: bool = False
) -> str:
    is_second = grants and app.first is not None
    why = model.why_not_sign(by, app.person, second=is_second)
    if not why and app.state not in UNDER_DECISION:
        why = "past this"
    if not why and by in app.barred:
        why = "had a part in what was appealed"
    return why


def why_not_approve(
    model: Model, by: str, app: Application, marks: tuple[str, str]
) -> str:
    why = why_not_decide(model, by, app, grants=True)
    if not why and model.is_missing_something(app.person, app.kind):
        why = "something is missing"
    if why:
        return why
    stands = first_stands(model, app, marks)
    if stands and model.are_close(by, app.first):
        return "signed first, or close to whoever did"
    if app.first and not stands and not CAST[by].is_director:
        return "has to be signed first anew"
    if app.signers > 1 and not stands:
        return ""
    return model.why_not_award(app)


def first_stands(model: Model, app: Application, marks: tuple[str, str]) -> bool:
    """Given to the same, by somebody who could give it still."""
    if app.first is None or app.marks != marks:
        return False
    return not model.why_not_sign(app.first, app.person)


def approve(
    model: Model, app: Application, by: str, marks: tuple[str, str], new: str | None
) -> Words:
    """Args: new: the credential that was granted, if one was."""
    words, stands = to_review(app), first_stands(model, app, marks)
    app.signed.add(by)
    if app.signers > 1 and not stands:
        assert new is None, "granted on one of two signatures"
        app.first, app.marks = by, marks
        return [*words, "APPLICATION-FIRST-SIGNED*"]
    assert new is not None, "nothing was granted"
    if not stands:
        app.first = app.marks = None
    is_whole = marks[0] == "APPROVED"
    decided = settle(model, app, by, marks[0])
    state = "ACTIVE" if is_whole else "PROVISIONAL"
    words += [*decided, *model.award(app, new, state)]
    return [*words, "CERTIFICATE-ISSUED"] if is_whole else words


def to_review(app: Application) -> Words:
    words = []
    if app.state in ("SUBMITTED", "VERIFYING"):
        words += step(app, "READY")
    if app.state == "READY":
        words += step(app, "IN_REVIEW")
    return words


def refuse(model: Model, app: Application, by: str, state: str) -> Words:
    words = step(app, "IN_REVIEW") if app.state == "READY" else []
    app.first = app.marks = None
    app.signed.add(by)
    return [*words, *settle(model, app, by, state)]


def settle(model: Model, app: Application, by: str, state: str) -> Words:
    app.state, app.decided_by, app.decided_on = state, by, model.today
    return [f"APPLICATION-{state}*"]


def why_not_appeal(model: Model, by: str, app: Application) -> str:
    if (by, app.state) != (app.person, "DECLINED") or app.was_appealed:
        return "nothing to appeal"
    if model.today > app.decided_on + 30 * DAY:
        return "too late"
    return "one is open" if model.open_of(app.person, app.kind) else ""


def why_not_hear(model: Model, by: str, app: Application) -> str:
    why = model.why_not_sign(by, app.person)
    if not why and app.state != "APPEALED":
        why = "no appeal"
    return why or ("had a part in it" if by in app.signed else "")


def hear(app: Application, by: str, state: str) -> Words:
    app.signed.add(by)
    app.state = state
    if state == "IN_REVIEW":
        app.barred = set(app.signed)
        app.decided_by = app.decided_on = app.first = app.marks = None
    return [f"APPLICATION-{state}*"]


def why_not_meet(model: Model, by: str, app: Application, condition: str) -> str:
    why = model.why_not_sign(by, app.person)
    rows = model.credentials.values()
    held = next((row for row in rows if row.application == app.id), None)
    if not why and (held is None or held.state not in ("PROVISIONAL", "SUSPENDED")):
        why = "not held any more"
    return why or ("met" if app.conditions[condition] else "")


def meet(model: Model, app: Application, condition: str) -> Words:
    app.conditions[condition] = True
    words = ["CONDITION-MET*"]
    if not all(app.conditions.values()):
        return words
    rows = model.credentials.values()
    held = next(row for row in rows if row.application == app.id)
    if held.state == "PROVISIONAL":
        words += model.move(held, "ACTIVE")
    return [*words, "CERTIFICATE-ISSUED"]
