"""What a criterion is: a question of the gate, when it is asked and how it ends."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from certificates.clearance.case import Case, Stage
from certificates.clearance.verdicts import Kind, Verdict

Judge = Callable[[Case, Mapping[str, Any]], Iterable[Verdict]]
Stages = Mapping[Stage, tuple[Kind, ...]]
HARD, SIGN, WARN = Kind.HARD, Kind.SIGN, Kind.WARN


@dataclass(frozen=True)
class Criterion:
    """One question the gate asks.

    `judge` returns a verdict for each subject, none where it does not apply.
    `stages` names, for each stage it is asked at, the types its answer can have.
    `asks_one_person` tells that it is asked when one person is judged alone.
    """

    code: str
    rules: tuple[str, ...]
    description: str
    judge: Judge
    stages: Stages
    asks_one_person: bool = False

    def is_asked(self, stage: Stage, is_about_one: bool) -> bool:
        return stage in self.stages and (self.asks_one_person or not is_about_one)


def to_begin(*types: Kind) -> Stages:
    return {Stage.BOOK: types, Stage.START: types}


BOOK_AND_START = to_begin(HARD)
AT_START: Stages = {Stage.START: (HARD,)}
AT_THE_END: Stages = {Stage.RELEASE: (HARD,), Stage.CLOSE: (HARD,)}


def criterion(
    code: str, rules: str, judge: Judge, description: str, **more
) -> Criterion:
    stages = more.pop("stages", BOOK_AND_START)
    return Criterion(code, tuple(rules.split()), description, judge, stages, **more)


def personal(
    code: str, rules: str, judge: Judge, description: str, **more
) -> Criterion:
    return criterion(code, rules, judge, description, asks_one_person=True, **more)
