"""What assessors observed, rated on the forms of the curriculum."""

import datetime
import random
from dataclasses import dataclass
from functools import partial

from home.fresh_sign_in import PASSWORD, SignIn
from home.models import Person
from kap_training.demo.actors import NORTH
from kap_training.demo.derived import chance_for, session_code
from kap_training.demo.stage import Stage
from modules.actions.beginning_ratings import Begun, open_draft
from modules.actions.editions import canonical_sha256
from modules.actions.observation_drafts import Sent, save_draft
from modules.actions.self_ratings import lock_self_rating
from modules.actions.signing_observations import Proof, sign_observation
from modules.models import Observation, ObservationDraft, PracticumForm
from modules.rating_rules import NOT_SEEN, PARTLY, YES, Marks
from modules.selectors.observation_drafts import record_of

Kind = Observation.SessionKind
TWO_AND_TWO = (Kind.PREPARATION, Kind.PREPARATION, Kind.INTEGRATION, Kind.INTEGRATION)
MEDICATION = (Kind.MEDICATION,) * 4


@dataclass(frozen=True)
class Practice:
    """Observed sessions of one form: what was observed how many days ago."""

    form: str
    kinds: tuple[str, ...]
    days: tuple[int, ...]
    assessors: tuple[str, ...] = ("bob", "adaeze")


PRACTICE = (
    ("lucia", Practice("PI", TWO_AND_TWO, (30, 25, 20, 12))),
    ("jamal", Practice("PI", TWO_AND_TWO, (31, 24, 18, 11))),
    ("bisi", Practice("PI", TWO_AND_TWO, (50, 45, 40, 30))),
    ("hana", Practice("PI", TWO_AND_TWO, (236, 232, 228, 224))),
    ("piotr", Practice("PI", TWO_AND_TWO, (240, 230, 220, 210))),
    ("piotr", Practice("MS", MEDICATION[:2], (40, 20))),
    ("rowan", Practice("PI", TWO_AND_TWO, (241, 231, 221, 211))),
    ("rowan", Practice("CT", (Kind.CO_THERAPY,), (15,), ("adaeze",))),
    ("aroha", Practice("MS", MEDICATION, (290, 280, 275, 270))),
    ("guadalupe", Practice("PI", TWO_AND_TWO, (60, 50, 45, 40))),
    ("gareth", Practice("PI", TWO_AND_TWO, (290, 280, 270, 260))),
    ("thandiwe", Practice("PI", TWO_AND_TWO, (291, 281, 271, 261))),
)

# Who rated themselves, in the session so many days ago.
RATED_THEMSELVES = {("lucia", 20), ("lucia", 12), ("aroha", 270)}


def plan_practice(stage: Stage) -> None:
    """This will put every observed session on the timeline."""
    forms = {form.code: form for form in PracticumForm.objects.all()}
    for key, practice in PRACTICE:
        for number, (kind, days) in enumerate(
            zip(practice.kinds, practice.days, strict=True)
        ):
            assessor = practice.assessors[number % len(practice.assessors)]
            act = partial(
                _observe, stage, (key, assessor), forms[practice.form], (kind, days)
            )
            stage.timeline.put(stage.timeline.moment(days, 19, 30), act)


def _observe(
    stage: Stage,
    who: tuple[str, str],
    form: PracticumForm,
    what: tuple[str, int],
    at: datetime.datetime,
) -> None:
    (key, assessor), (kind, days) = who, what
    chance = chance_for(stage.seed, f"observed/{key}/{form.code}/{days}")
    rater, person = stage.people[assessor], stage.people[key]
    begun = Begun(
        form=form,
        clinic=stage.clinics[NORTH],
        kind=kind,
        supervision=Observation.Supervision.DIRECT,
        session_code=session_code(stage.seed, f"observed/{key}/{days}"),
        observed_on=stage.day(days),
        consent_recorded=True,
    )
    marks = _marks(form, chance)
    if (key, days) in RATED_THEMSELVES:
        own = _save(open_draft(person, begun, by=person, at=at), marks, person, at)
        lock_self_rating(own, canonical_sha256(record_of(own)), by=person, at=at)
    draft = _save(open_draft(person, begun, by=rater, at=at), marks, rater, at)
    proof = Proof(SignIn(PASSWORD, at), canonical_sha256(record_of(draft)))
    sign_observation(draft, proof, by=rater, at=at)


def _marks(form: PracticumForm, chance: random.Random) -> Marks:
    domains = form.content["domains"]
    return Marks(
        behaviours={
            domain["code"]: [
                chance.choice((YES, YES, YES, PARTLY, NOT_SEEN))
                for _behaviour in domain["behaviours"]
            ]
            for domain in domains
        },
        ratings={domain["code"]: chance.choice((3, 3, 4)) for domain in domains},
    )


def _save(
    draft: ObservationDraft, marks: Marks, by: Person, at: datetime.datetime
) -> ObservationDraft:
    return save_draft(draft, Sent(marks, 0, draft.pk, 1), by=by, at=at)
