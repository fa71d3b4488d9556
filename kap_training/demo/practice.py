"""What assessors observed, rated on the forms of the curriculum."""

import datetime
from dataclasses import dataclass
from functools import partial

from kap_training.demo.actors import NORTH
from kap_training.demo.derived import chance_for, session_code
from kap_training.demo.stage import Stage
from modules.actions.admitting import Observed
from modules.actions.practicum import record_observation
from modules.models import Observation, PracticumForm

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
    rater = stage.people[assessor]
    domains = [domain["code"] for domain in form.content["domains"]]
    observed = Observed(
        form=form,
        clinic=stage.clinics[NORTH],
        assessor=rater,
        kind=kind,
        supervision=Observation.Supervision.DIRECT,
        session_code=session_code(stage.seed, f"observed/{key}/{days}"),
        observed_on=stage.day(days),
        ratings={code: chance.choice((3, 3, 4)) for code in domains},
        had_critical_fail=False,
    )
    record_observation(stage.people[key], observed, by=rater, at=at)
