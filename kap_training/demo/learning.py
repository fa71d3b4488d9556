"""What each of them has read, passed and worked through."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from home.models import Clinic, Person
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.answers import best_choices, right_responses
from kap_training.demo.derived import chance_for
from kap_training.demo.reading import read_at_once, read_one_by_one
from kap_training.demo.shelf import Module, Track
from kap_training.demo.stage import Stage
from modules.actions.attempts import save_answer, start_attempt, submit_attempt
from modules.actions.enrolments import enrol
from modules.actions.scenarios import choose, start_run

Reader = Callable[[Person, Module, datetime.datetime], None]
L1_TRACKS = ("F", "P", "I")
ALL_TRACKS = ("F", "P", "M", "T", "I")
MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Study:
    """Which tracks somebody went through, and in which days before now.

    Args:
        half: a track begun after them: its first two modules are read.
        stumbled: the first track was passed at the second attempt.
        clicks: read by the same actions as in the browser, which takes longer.
    """

    tracks: tuple[str, ...] = ()
    began: int = 420
    ended: int = 300
    half: str = ""
    stumbled: bool = False
    clicks: bool = False
    clinic: str = NORTH


FOUNDED = Study(ALL_TRACKS)
STUDIES = {
    "alice": Study(("F",), 50, 20, half="P", stumbled=True, clicks=True),
    "lucia": Study(L1_TRACKS, 140, 40, clicks=True),
    "jamal": Study(L1_TRACKS, 150, 40),
    "bisi": Study(L1_TRACKS, 160, 60),
    "hana": Study(L1_TRACKS, 420, 240),
    "piotr": Study(("F", "P", "I", "M"), 420, 200),
    "rowan": Study(("F", "P", "I", "T"), 420, 200),
    "guadalupe": Study(L1_TRACKS, 420, 300),
    "gareth": Study(L1_TRACKS, 420, 300),
    "thandiwe": Study(L1_TRACKS, 420, 300),
    "yael": Study(L1_TRACKS, 420, 300),
    "freya": Study(L1_TRACKS, 420, 300),
    "aroha": Study(("F", "P", "M", "I"), 420, 300),
    "tomas": FOUNDED,
    "bob": FOUNDED,
    "adaeze": FOUNDED,
    "ingrid": FOUNDED,
    "mateus": FOUNDED,
    "dmitri": FOUNDED,
    "kalani": Study(("F", "P", "M", "I"), 420, 300, clinic=SOUTH),
}


def plan_learning(stage: Stage, shelf: dict[str, Track]) -> None:
    """This will put everybody's learning on the timeline."""
    _enrol(stage, "noor", shelf["F"], stage.clinics[NORTH], 2)
    for key, study in STUDIES.items():
        _plan(stage, key, study, shelf)


def _plan(stage: Stage, key: str, study: Study, shelf: dict[str, Track]) -> None:
    clinic, days = stage.clinics[study.clinic], study.began
    read = read_one_by_one if study.clicks else read_at_once
    span = (study.began - study.ended) // max(len(study.tracks), 1)
    for number, code in enumerate(study.tracks):
        track = shelf[code]
        _enrol(stage, key, track, clinic, days)
        _read(stage, key, (track.modules, read), (days, days - span + 4))
        days -= span
        if study.stumbled and not number:
            put(stage, days + 3, 18, partial(_attempt, stage, key, track, _misses))
        put(stage, days + 1, 18, partial(_attempt, stage, key, track, _knows))
        if track.scenario:
            put(stage, days + 1, 19, partial(_case, stage, key, track))
    if study.half:
        track = shelf[study.half]
        _enrol(stage, key, track, clinic, days - 1)
        _read(stage, key, (track.modules[:2], read), (days - 1, 3))


def put(stage: Stage, days_ago: int, hour: int, act: Callable) -> None:
    """This will put an act at an hour of an earlier day."""
    stage.timeline.put(stage.timeline.moment(days_ago, hour), act)


def _enrol(stage: Stage, key: str, track: Track, clinic: Clinic, days: int) -> None:
    person = stage.people[key]

    def begin(at: datetime.datetime) -> None:
        enrol(person, track=track.page, clinic=clinic, by=person, at=at)

    put(stage, days, 14, begin)


def _read(
    stage: Stage,
    key: str,
    what: tuple[tuple[Module, ...], Reader],
    days: tuple[int, int],
) -> None:
    """Spread the modules evenly over the days."""
    (modules, read), (first, last) = what, days
    for number, module in enumerate(modules):
        day = first - number * (first - last) // len(modules)
        put(stage, day, 15, partial(read, stage.people[key], module))


def _attempt(stage, key: str, track: Track, answers, at: datetime.datetime) -> None:
    person = stage.people[key]
    chance = chance_for(stage.seed, f"attempt/{key}/{track.page.code}/{answers}")
    attempt = start_attempt(
        person, assessment=track.assessment, by=person, at=at, chance=chance
    )
    for item in attempt.items.all():
        if answers(item):
            at += MINUTE
            for response in right_responses(item.frozen):
                save_answer(item, response, by=person, at=at)
    submit_attempt(attempt, by=person, at=at + MINUTE)


def _knows(item) -> bool:
    """One question that is not critical stays open at the end of the sheet."""
    return item.is_critical or item.position > 1


def _misses(item) -> bool:
    """Half of the sheet stays open, so the attempt does not pass."""
    return item.position % 2 == 0


def _case(stage: Stage, key: str, track: Track, at: datetime.datetime) -> None:
    person, scenario = stage.people[key], track.scenario
    assert scenario is not None  # noqa: S101 - put on the timeline only where one is
    chance = chance_for(stage.seed, f"case/{key}/{track.page.code}")
    run = start_run(person, scenario=scenario, by=person, at=at, chance=chance)
    for node, choice in best_choices(run.graph):
        at += MINUTE
        choose(run, node=node, choice=choice, by=person, at=at)
