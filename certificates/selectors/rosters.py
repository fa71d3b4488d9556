"""Who is at a clinic: found, sorted and fetched, however many they are."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypedDict
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django_stubs_ext import WithAnnotations

from certificates.models import Credential, Document, ExclusionCheck, Suspension
from certificates.rules.live_states import LiveState
from certificates.selectors.lapses import soonest_at
from home.models import Clinic, Membership, Person, Role

State = Credential.State
# From the lowest to the highest: how "level" sorts.
LEVELS = ("L0", "CANDIDATE", "L1", "L2A", "L2B", "L3", "T", "S")
SORTS = ("name", "role", "level", "lapse")
# Suspended, and somebody has to sign second that it ends.
LIFT = "lift"


class AtTheClinic(TypedDict):
    """What `people_in` fetches of one person for one clinic."""

    roles_here: list[Membership]
    credentials_here: list[Credential]


# In quotes: Python 3.11 cannot fill this alias in while it runs.
Listed: TypeAlias = "WithAnnotations[Person, AtTheClinic]"


@dataclass(frozen=True)
class RosterWish:
    """Which people of a roster are asked for, and in what order.

    Args:
        credential: a credential type; with `state`, one of this type in this state.
        state: what a credential is worth today, or NONE for no credential in force.
        suspended: yes, no, or LIFT where a lift waits for its second signature; empty
            for all.
        within: something of theirs lapses within so many days.
        sort: one of SORTS; a minus in front turns it round.
    """

    name: str = ""
    role: str = ""
    credential: str = ""
    state: str = ""
    suspended: str = ""
    within: int | None = None
    sort: str = "name"


def people_at(clinic: Clinic, at: datetime.datetime) -> QuerySet[Person]:
    """This will give the people with a role at the clinic today, by name."""
    here = Membership.objects.in_force(clinic.day_of(at)).filter(clinic=clinic)
    return Person.objects.filter(pk__in=here.values("person")).order_by("name", "pk")


def roster_ids(clinic: Clinic, at: datetime.datetime, wish: RosterWish) -> list[UUID]:
    """This will give the ids of the people asked for, in the order asked for."""
    people = people_at(clinic, at)
    if wish.name:
        people = people.filter(name__icontains=wish.name)
    if wish.role:
        here = Membership.objects.in_force(clinic.day_of(at))
        here = here.filter(clinic=clinic, role=wish.role)
        people = people.filter(pk__in=here.values("person"))
    if wish.suspended:
        people = people.filter(_of_suspension(clinic, at, wish.suspended))
    people = _of_a_standing(people, clinic, at, wish)
    # Everybody's lapses are read only where they are asked for.
    by_lapse = wish.sort.lstrip("-") == "lapse"
    days = soonest_at(clinic, at) if by_lapse or wish.within is not None else {}
    found = _in_order(people, clinic, at, wish, days)
    if wish.within is None:
        return found
    return [pk for pk in found if pk in days and days[pk] <= wish.within]


def people_in(
    ids: Sequence[UUID], clinic: Clinic, at: datetime.datetime
) -> list[Listed]:
    """This will fetch a page of people with all that a line says, in this order."""
    here = Membership.objects.in_force(clinic.day_of(at)).filter(clinic=clinic)
    documents = Document.objects.prefetch_related("verifications")
    checks = ExclusionCheck.objects.filter(corrected_by__isnull=True)
    credentials = Credential.objects.filter(clinic=clinic).order_by("-valid_to")
    rows = Person.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("memberships", here, to_attr="roles_here"),
        Prefetch("credentials", credentials, to_attr="credentials_here"),
        Prefetch("documents", documents),
        Prefetch("exclusion_checks", checks),
        "suspensions",
        "currency_records",
    )
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in ids if pk in found]


def in_state(state: str, today: datetime.date, *, is_suspended: Exists) -> Q:
    """This will ask for credentials of a state, as `live_state` tells it.

    Args:
        is_suspended: whether the holder has an open suspension that covers the clinic.
    """
    lasting = Q(state__in=Credential.LIVE, valid_to__gte=today)
    # One that is suspended by itself, or whose holder is.
    kept = Q(state=State.SUSPENDED) | Q(is_suspended)
    begun = Q(valid_from__lte=today)
    if state == LiveState.EXPIRED:
        return Q(state=State.EXPIRED) | Q(state__in=Credential.LIVE, valid_to__lt=today)
    if state == LiveState.SUSPENDED:
        return lasting & kept
    if state == LiveState.NOT_YET_VALID:
        return lasting & ~kept & ~begun
    if state == LiveState.VALID:
        return lasting & ~kept & begun & Q(state=State.ACTIVE)
    if state == LiveState.PROVISIONAL:
        return lasting & ~kept & begun & Q(state=State.PROVISIONAL)
    return Q(state=state)


def _of_a_standing(people, clinic: Clinic, at, wish: RosterWish) -> QuerySet[Person]:
    """Keep those who hold, or do not hold, what was asked for."""
    if not (wish.credential or wish.state):
        return people
    suspended = Exists(_open_suspensions(clinic, at, "person"))
    none = wish.state == "NONE"
    state = LiveState.VALID if none or not wish.state else wish.state
    held = Credential.objects.filter(clinic=clinic, person=OuterRef("pk"))
    if wish.credential:
        held = held.filter(type=wish.credential)
    if wish.state:
        today = clinic.day_of(at)
        held = held.filter(in_state(state, today, is_suspended=suspended))
    return people.filter(~Exists(held) if none else Exists(held))


def _of_suspension(clinic: Clinic, at: datetime.datetime, wanted: str) -> Q:
    rows = _open_suspensions(clinic, at)
    if wanted == LIFT:
        waits = rows.filter(clinic=clinic, lift_proposed_at__isnull=False)
        return Q(Exists(waits.filter(lifted_at__isnull=True)))
    return ~Q(Exists(rows)) if wanted == "no" else Q(Exists(rows))


def _open_suspensions(
    clinic: Clinic, at: datetime.datetime, person: str = "pk"
) -> QuerySet[Suspension]:
    return Suspension.objects.filter(
        Q(lifted_at__isnull=True) | Q(lifted_at__gt=at),
        Q(clinic=clinic) | Q(clinic__isnull=True),
        person=OuterRef(person),
        starts_at__lte=at,
    )


def _in_order(people, clinic: Clinic, at, wish: RosterWish, days) -> list[UUID]:
    key, is_turned = wish.sort.lstrip("-"), wish.sort.startswith("-")
    if key == "lapse":
        return _by_lapse(people, days, is_turned=is_turned)
    if key in ("role", "level"):
        rank = _role_rank(clinic, at) if key == "role" else _level_rank(clinic, at)
        # The highest level first; roles in the order in which a clinic names them.
        down = is_turned if key == "role" else not is_turned
        order = (
            F("rank").desc(nulls_last=True) if down else F("rank").asc(nulls_first=True)
        )
        people = people.annotate(rank=rank).order_by(order, "name", "pk")
    elif is_turned:
        people = people.order_by("-name", "pk")
    return list(people.values_list("pk", flat=True))


def _by_lapse(people, days: Mapping[UUID, int], *, is_turned: bool) -> list[UUID]:
    """Whoever has something that lapses first; the others after them, by name."""
    ids = list(people.values_list("pk", flat=True))
    due = [pk for pk in ids if pk in days]
    due.sort(key=days.__getitem__, reverse=is_turned)
    return due + [pk for pk in ids if pk not in days]


def _role_rank(clinic: Clinic, at: datetime.datetime) -> Subquery:
    rows = Membership.objects.in_force(clinic.day_of(at))
    rows = rows.filter(clinic=clinic, person=OuterRef("pk")).order_by()
    rank = _rank("role", Role.values)
    return Subquery(rows.values("person").annotate(rank=Min(rank)).values("rank"))


def _level_rank(clinic: Clinic, at: datetime.datetime) -> Subquery:
    today = clinic.day_of(at)
    rows = Credential.objects.filter(
        clinic=clinic,
        person=OuterRef("pk"),
        state=State.ACTIVE,
        valid_from__lte=today,
        valid_to__gte=today,
    ).order_by()
    rank = _rank("type", LEVELS)
    return Subquery(rows.values("person").annotate(rank=Max(rank)).values("rank"))


def _rank(field: str, values: Sequence[str]) -> Case:
    places = [When(**{field: value}, then=Value(n)) for n, value in enumerate(values)]
    return Case(*places, output_field=IntegerField())
