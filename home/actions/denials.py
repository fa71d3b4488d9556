"""Attempts that a rule refused are kept as well, after everything else is undone."""

import datetime
import functools
import re
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection, models, transaction

from home.actions import audit
from home.errors import RuleBroken
from home.models import AuditEntry, Person

Result = TypeVar("Result")

# Somebody who keeps knocking is told of often enough to be seen, and no more.
MOST_IN_AN_HOUR = 30
MOST_OF_ONE_IN_AN_HOUR = 20
AGAIN_AFTER = 60
LONGEST = 64

_depth: ContextVar[int] = ContextVar("depth of attempts", default=0)


@dataclass(frozen=True)
class Denial:
    """One refused attempt.

    Args:
        attempt: an upper-case word for what was tried, such as `APPLICATION-APPROVE`.
        code: the refusal's stable code.
        about: the row that it was tried on.
    """

    attempt: str
    code: str
    by: Person | None
    at: datetime.datetime
    about: models.Model


def refusals_logged(attempt: str) -> Callable[[Callable], Callable]:
    """This will run an action in a transaction and log when a rule refuses it.

    The refused action leaves nothing behind but one entry `DENIED`; of one attempt by
    one person at most so many in an hour, so that nobody floods the log. Who and when
    are read from its keyword arguments `signer`, or `by` and `at`; the subject is its
    first positional argument, a row.

    Args:
        attempt: an upper-case word for what was tried, such as `APPLICATION-APPROVE`.
    """

    def decorate(action: Callable[..., Result]) -> Callable[..., Result]:
        @functools.wraps(action)
        def attempted(*args: Any, **told: Any) -> Result:
            try:
                with _one_deeper(), transaction.atomic():
                    return action(*args, **told)
            except RuleBroken as refusal:
                signer = told.get("signer")
                by = signer.person if signer else told.get("by")
                at = signer.at if signer else told["at"]
                who = by.pk if by else None
                if _is_few(f"refused:{who}:{attempt}", MOST_OF_ONE_IN_AN_HOUR):
                    log(Denial(attempt, refusal.code, by, at, args[0]))
                raise

        return attempted

    return decorate


def log(denial: Denial) -> None:
    """This will write one entry, whatever becomes of a transaction around it."""
    entry = _write(denial)
    # Within another attempt it stands or falls with that one, which is told of then.
    if connection.in_atomic_block and not _depth.get():
        outlive = getattr(connection, "outlive", None)
        if outlive is not None:
            outlive(_make_sure, (entry, denial))


def log_seldom(denial: Denial, who: object) -> None:
    """This will write an entry unless the same was tried a moment ago, or too much.

    Args:
        who: the id that is counted, so that nobody can flood the log.
    """
    if not cache.add(f"denied:{who}:{denial.attempt}", 1, AGAIN_AFTER):
        return
    if _is_few(f"denied:{who}", MOST_IN_AN_HOUR):
        log(denial)


def as_word(text: str) -> str:
    """This will turn a name from the code, such as a view's, into such a word."""
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")[:LONGEST].strip("-")


def _is_few(counted: str, most: int) -> bool:
    """Count one more, and say whether the hour has room for it."""
    cache.add(counted, 0, 60 * 60)
    try:
        return cache.incr(counted) <= most
    except ValueError:
        # The hour ended between the two calls.
        return True


@contextmanager
def _one_deeper():
    token = _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _depth.reset(token)


def _write(denial: Denial) -> AuditEntry:
    with transaction.atomic():
        return audit.append(
            "DENIED",
            by=denial.by,
            at=denial.at,
            about=denial.about,
            attempt=denial.attempt,
            code=denial.code,
        )


def _make_sure(told: tuple[AuditEntry, Denial]) -> None:
    """Write it again when a rollback further out took it away."""
    entry, denial = told
    kept = AuditEntry.objects.filter(pk=entry.pk).first()
    # On SQLite a number that was undone is given again, to another entry.
    if kept is None or (kept.action, kept.facts) != (entry.action, entry.facts):
        _write(denial)
