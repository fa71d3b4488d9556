"""One life after another, step by step, beside the model."""

import datetime
import io
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from hypothesis.stateful import rule as step

from certificates.models import Application, Credential, Suspension
from home.actions import audit
from home.errors import RuleBroken
from home.models import AuditEntry, Person
from tests.cast import client_of
from tests.certificates.life import checks
from tests.certificates.life.model import Model
from tests.certificates.life.rows import CAST
from tests.certificates.life.world import (
    BEGIN,
    RECORDED_BEFORE,
    World,
    log_since,
    row_counts,
)
from tests.certificates.signing import signing

# Mostly those who may; everybody tries now and then.
ANYBODY = ["rita", "dora", "otto", "mona", *CAST]
DIRECTORS = ["rita", "dora", "otto"]
KIND = ["L1", "L3"]
NTH = range(6)
MINUTE = datetime.timedelta(minutes=1)


class Refused(RuleBroken):
    """A page answered that it did not do it."""

    code = "PAGE-REFUSED"


@dataclass(frozen=True)
class Deed:
    """One thing that can happen: when, how often, and with what."""

    name: str
    given: Mapping[str, Sequence]
    often: int
    when: Callable[[Any], bool]


def deed(*, often: int = 2, when: Callable = lambda _: True, **given) -> Callable:
    """This will let a method happen now and then.

    Hypothesis leaves out some of its own rules for a whole life; where a grant needs
    five of them in their order, none would ever be reached.
    """

    def decorate(method: Callable) -> Callable:
        method.deed = Deed(method.__name__, given, often, when)
        return method

    return decorate


class Tally:
    """How often each rule did its work, and how often it was rightly refused."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.deeds: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.steps = 0
        self.lives = 0

    def report(self) -> str:
        """This will list each rule: how often it went, how often it was refused."""
        names = sorted(self.done.keys() | self.refused.keys())
        rows = [f"{self.done[n]:6} {self.refused[n]:6}  {n}" for n in names]
        words = [f"{many:6}  {word}" for word, many in sorted(self.words.items())]
        lines = [f"{self.steps} steps in {self.lives} lives", *rows, "The log:", *words]
        return "\n".join(lines)


class Base(RuleBasedStateMachine):
    """A transaction that is never committed, a clock that moves, and the model."""

    def __init__(self, world: World, tally: Tally) -> None:
        super().__init__()
        self.world, self.tally = world, tally
        self.clinic, self.now = world.clinic, BEGIN
        self.model = Model(self.clinic.day_of(self.now))
        self.model.recorded |= set(RECORDED_BEFORE)
        self._life = transaction.atomic()
        self._life.__enter__()
        self._clock = mock.patch("django.utils.timezone.now", lambda: self.now)
        self._clock.start()
        self._last = (
            AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last()
        )
        self._counts, self._expected = row_counts(), Counter()
        self._may_be: Counter[str] = Counter()
        self._chain = 0
        self.reported: list[tuple[str, str, datetime.datetime]] = []
        self.quiet = io.StringIO()
        self._is_whole, self._was_refused = True, False
        # The cache counts refusals by the hour, and its clock is not this one.
        cache.clear()
        self.tally.lives += 1

    def teardown(self) -> None:
        try:
            if self._is_whole:
                audit.seal()
                checks.log_is_sound()
        finally:
            self._clock.stop()
            transaction.set_rollback(True)
            self._life.__exit__(None, None, None)

    @step(drawn=st.integers(0, 2**64 - 1))
    def happen(self, drawn: int) -> None:
        """Choose what happens from all that can happen now.

        Hypothesis likes to draw the same again; with what went before mixed in it
        never means the same again.
        """
        self._chain = hash((self._chain, drawn))
        chance = random.Random(self._chain)
        may = [one for one in self.deeds() if one.when(self)]
        (one,) = chance.choices(may, [one.often for one in may])
        given = {key: chance.choice(list(rows)) for key, rows in one.given.items()}
        note(f"{self.now:%d %b %H:%M} {one.name} {given}")
        self.tally.deeds[one.name] += 1
        getattr(self, one.name)(**given)

    @classmethod
    def deeds(cls) -> list[Deed]:
        found = (getattr(getattr(cls, name), "deed", None) for name in dir(cls))
        return [one for one in found if one]

    # What deeds use.

    def signer(self, name: str):
        return signing(self.person(name), self.now)

    def person(self, name: str) -> Person:
        return self.world.person(name)

    def do(
        self,
        name: str,
        why_not: str,
        deed: Callable,
        then: Callable,
        *,
        code: str = "",
    ) -> None:
        """This will do it, if the model lets it; else it has to be refused."""
        self._is_whole, self._was_refused = False, bool(why_not)
        (self.tally.refused if why_not else self.tally.done)[name] += 1
        note(f"    {name}: {why_not or 'goes'}")
        try:
            got = deed()
        except RuleBroken as refusal:
            assert why_not, f"{name} was refused: {refusal.code} {refusal}"
            assert code in ("", refusal.code), f"{name}: {refusal.code}"
            if isinstance(refusal, Refused):
                self._may_be = Counter({"DENIED": 2})
            else:
                self._expected = Counter(["DENIED"])
        else:
            assert not why_not, f"{name} went through in spite of: {why_not}"
            self._expected = Counter(then(got))

    def kept(self, row: models.Model, word: str) -> None:
        """This will log a row that a step wrote by itself, as its action would."""
        audit.append(word, by=None, at=self.now, about=row)

    def said(self, name: str, words: list[str]) -> None:
        """This will count a rule that cannot be refused."""
        self._is_whole, self._was_refused = False, False
        self.tally.done[name] += 1
        self._expected = Counter(words)

    def post(self, person: Person, path: str, **data: str) -> None:
        """This will send a form as somebody who is signed in."""
        self.posted(client_of(person), path, **data)

    def posted(self, client: Client, path: str, **data: str) -> None:
        """What went through is in the log; where a page sends people says little."""
        answer = client.post(path, data)
        assert answer.status_code < 500, (path, answer.status_code)
        rows = AuditEntry.objects.filter(pk__gt=self._last).exclude(action="DENIED")
        if not rows.exists():
            raise Refused(f"{path}: {answer.status_code}")

    def application(self, id_: str) -> Application:
        return Application.objects.select_related("clinic", "person").get(pk=id_)

    def credential(self, id_: str) -> Credential:
        return Credential.objects.select_related("clinic", "person").get(pk=id_)

    def suspension(self, id_: str) -> Suspension:
        return Suspension.objects.select_related("clinic", "person", "by").get(pk=id_)

    # What holds after every step.

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        audit.seal()
        self._last, words, entries = log_since(self._last)
        found = Counter(words)
        missing, more = self._expected - found, found - self._expected - self._may_be
        assert not missing, f"the log does not tell of: {dict(missing)}"
        assert not more, f"the log tells too much: {dict(more)}"
        counts = row_counts()
        lost = self._counts - counts
        assert not lost, f"lost: {dict(lost)}"
        checks.rows_match_the_log(counts - self._counts, found, entries)
        checks.nobody_signed_alone(self.world, self.now)
        checks.same_as(self.model, self.world)
        if not self._was_refused:
            checks.gate_counts(self.model, self.world, self.tally.steps)
            checks.all_that_is_signed_stands()
        self._counts = counts
        self._expected, self._may_be = Counter(), Counter()
        self.tally.steps += 1
        self.tally.words += found
        self.now += MINUTE
        self._is_whole = True


def nth(rows: list, number: int):
    """This will pick a row, the newest first."""
    return rows[-1 - number % len(rows)]
