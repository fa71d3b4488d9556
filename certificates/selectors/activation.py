"""Who would gain, lose or owe what if another version came into force.

Everybody who may apply at the clinic is judged, and everybody who holds the
credential there: whoever holds it by what a renewal asks, the others by what a first
application asks. Nothing that is held changes by it.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.models import Application, Credential, RequirementSet
from certificates.requirements.evidence import Evidence
from certificates.requirements.tree import judge, missing
from certificates.selectors.evidence import evidence_for_many
from certificates.selectors.requirements import split_name, tree_for
from home.models import Clinic, Membership, Person, Role

CHUNK = 200


@dataclass(frozen=True)
class Affected:
    """One person for whom something changes.

    Args:
        missing: what the new version asks of them that is not there.
        holds_until: the last day of the credential they hold; None when they do not.
    """

    person_id: str
    name: str
    missing: tuple[str, ...] = ()
    holds_until: datetime.date | None = None

    @property
    def facts(self) -> list:
        """What the digest of a preview is made of."""
        until = self.holds_until.isoformat() if self.holds_until else ""
        return [self.person_id, self.name, until, *self.missing]


@dataclass(frozen=True)
class Waiting:
    """An application that is open while the version changes."""

    application: Application

    @property
    def keeps_its_version(self) -> bool:
        """True once it was sent: it is judged by the version it was sent under."""
        return self.application.state != Application.State.DRAFT

    @property
    def facts(self) -> list:
        """What the digest of a preview is made of."""
        row = self.application
        return [str(row.pk), row.person.name, row.state, row.requirement_set_id]


@dataclass(frozen=True)
class Preview:
    """What bringing a version into force would change, by name."""

    gains: tuple[Affected, ...]
    loses: tuple[Affected, ...]
    owes: tuple[Affected, ...]
    waiting: tuple[Waiting, ...]
    judged: int

    @property
    def sha256(self) -> str:
        """The digest that a signature is bound to. Changing it orphans them."""
        lists = ("gains", "loses", "owes", "waiting")
        told: dict[str, Any] = {
            name: [row.facts for row in getattr(self, name)] for name in lists
        }
        return sha256_of(canonical_json(told | {"judged": self.judged}))

    @property
    def counts(self) -> dict[str, int]:
        """How many each list has."""
        return {
            "gains": len(self.gains),
            "loses": len(self.loses),
            "owes": len(self.owes),
            "waiting": len(self.waiting),
        }


@dataclass(frozen=True)
class _Outcome:
    """How one person stands under the old and the new version."""

    row: Affected
    was_ready: bool
    is_ready: bool


def preview_of(
    old: RequirementSet | None,
    new: RequirementSet,
    clinic: Clinic,
    at: datetime.datetime,
) -> Preview:
    """This will judge everybody by both versions; queries grow by chunks of 200.

    Args:
        old: the version in force; None when there is none and nobody is ready.
    """
    outcomes = list(_outcomes(old, new, clinic, at))
    return Preview(
        gains=_rows(one for one in outcomes if one.is_ready and not one.was_ready),
        loses=_rows(one for one in outcomes if one.was_ready and not one.is_ready),
        owes=_rows(one for one in outcomes if one.row.holds_until and not one.is_ready),
        waiting=tuple(map(Waiting, _open_applications(new, clinic))),
        judged=len(outcomes),
    )


def _outcomes(
    old: RequirementSet | None,
    new: RequirementSet,
    clinic: Clinic,
    at: datetime.datetime,
) -> Iterator[_Outcome]:
    held = _held(new, clinic, at)
    for person, evidence in _judged(clinic, at, held):
        until = held.get(person.pk)
        holds_it = until is not None
        verdict = judge(tree_for(new, is_renewal=holds_it), evidence)
        was = old and judge(tree_for(old, is_renewal=holds_it), evidence).is_good
        texts = tuple(dict.fromkeys(line.text for line in missing(verdict)))
        row = Affected(str(person.pk), person.name, texts, until)
        yield _Outcome(row, was_ready=bool(was), is_ready=verdict.is_good)


def _judged(
    clinic: Clinic, at: datetime.datetime, held: Mapping[Any, datetime.date]
) -> Iterator[tuple[Person, Evidence]]:
    """Everybody who may apply at the clinic, or holds the credential there."""
    here = Membership.objects.in_force(clinic.day_of(at)).filter(
        clinic=clinic, role=Role.THERAPIST
    )
    concerned = Q(pk__in=here.values("person")) | Q(pk__in=held.keys())
    people = list(Person.objects.filter(concerned).order_by("name", "pk"))
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        evidence = evidence_for_many(chunk, clinic, at)
        for person in chunk:
            yield person, evidence[person.pk]


def _held(
    row: RequirementSet, clinic: Clinic, at: datetime.datetime
) -> dict[Any, datetime.date]:
    """The last day of each live credential of this kind, by person."""
    type_, target = split_name(row.credential_type)
    rows = Credential.objects.filter(clinic=clinic, type=type_, target=target)
    rows = rows.filter(state__in=Credential.LIVE, valid_to__gte=clinic.day_of(at))
    return dict(rows.values_list("person", "valid_to"))


def _open_applications(row: RequirementSet, clinic: Clinic) -> Iterable[Application]:
    type_, target = split_name(row.credential_type)
    rows = Application.objects.filter(
        clinic=clinic,
        credential_type=type_,
        target=target,
        state__in=Application.OPEN,
    )
    rows = rows.select_related("person", "requirement_set").defer("dossier")
    return rows.order_by("person__name", "pk")


def _rows(outcomes: Iterable[_Outcome]) -> tuple[Affected, ...]:
    return tuple(outcome.row for outcome in outcomes)
