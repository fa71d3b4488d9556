"""The clinic in which the lives are lived, and how it is read back."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.apps import apps

from certificates.models import (
    Application,
    ApplicationEvent,
    Certificate,
    Concern,
    ConcernEvent,
    Condition,
    Credential,
    CredentialEvent,
    CurrencyRecord,
    Document,
    FoundingAppointment,
    RequirementSet,
    Signature,
    Suspension,
)
from home.actions import audit
from home.models import AuditEntry, Clinic, DeclaredRelationship, Person, Role, User
from home.sealing_standing import seal_standing
from modules.models import LessonCompletion, ModuleEdition
from tests.cast import make_clinic, make_person
from tests.certificates.life.rows import CAST, KINDS
from tests.certificates.readiness import learn, requirement_set
from tests.modules.curriculum import small_curriculum

BEGIN = datetime.datetime(2026, 11, 2, 15, 0, tzinfo=datetime.UTC)
PASSWORD = "a long enough password"
STANDS = {"leaf": "no_open_suspension"}
RECORDED = {"leaf": "recorded", "kind": "CONDUCT"}
RECORDED_BEFORE = ("alice", "dora")
TIES = (("otto", "bob"), ("rita", "mona"))
# Whatever happens, there are never fewer rows of these.
KEPT = (
    Application,
    ApplicationEvent,
    AuditEntry,
    Certificate,
    Concern,
    ConcernEvent,
    Condition,
    Credential,
    CredentialEvent,
    CurrencyRecord,
    Document,
    FoundingAppointment,
    LessonCompletion,
    ModuleEdition,
    Person,
    RequirementSet,
    Signature,
    Suspension,
)
ROLES = {
    "is_director": Role.CLINICAL_DIRECTOR,
    "is_medical_director": Role.MEDICAL_DIRECTOR,
    "is_therapist": Role.THERAPIST,
}


@dataclass(frozen=True)
class World:
    """Ids only: every step reads the rows afresh."""

    clinic: Clinic
    people: dict[str, str]

    def person(self, name: str) -> Person:
        return Person.objects.select_related("user").get(pk=self.people[name])

    def name_of(self, pk) -> str | None:
        return next((n for n, id_ in self.people.items() if id_ == str(pk)), None)


def build_world() -> World:
    """This will make the clinic, its people, a curriculum and what is asked."""
    clinic, elsewhere = make_clinic(), make_clinic("south")
    people = {}
    for name, one in CAST.items():
        roles = [role for field, role in ROLES.items() if getattr(one, field)]
        where = elsewhere if one.is_elsewhere else clinic
        people[name] = make_person(f"{name.capitalize()} Lane", where, *roles)
    for one, other in TIES:
        tie = {"one": people[one], "other": people[other], "kind": "RELATIVE"}
        DeclaredRelationship.objects.create(**tie, declared_on=BEGIN.date())
    User.objects.filter(person=people["otto"]).update(is_superuser=True, is_staff=True)
    User.objects.create_superuser("root@example.org", PASSWORD)
    learn(people["alice"], small_curriculum())
    for name in RECORDED_BEFORE:
        on = {"on": BEGIN.date(), "recorded_at": BEGIN}
        CurrencyRecord.objects.create(person=people[name], kind="CONDUCT", **on)
    _ask(clinic)
    audit.seal()
    seal_standing(apps, BEGIN)
    return World(clinic, {name: str(row.pk) for name, row in people.items()})


def _ask(clinic: Clinic) -> None:
    for name, kind in KINDS.items():
        leaves = [STANDS, RECORDED] if kind.needs_record else [STANDS]
        requirement_set(
            name,
            {"all": leaves},
            valid_months=kind.months,
            renewal_window_days=kind.window,
            renewal_dating="OLD-EXPIRY" if kind.from_old_end else "COMPLETION",
            signers=kind.signers,
        )


def row_counts() -> Counter:
    """This will count every row that is never to get lost."""
    return Counter({model.__name__: model.objects.count() for model in KEPT})


def log_since(last: int) -> tuple[int, list[str], list[AuditEntry]]:
    """This will give what was logged after an entry; a star where one signed."""
    rows = list(AuditEntry.objects.filter(pk__gt=last).order_by("pk"))
    words = [row.action + "*" * ("signature" in row.facts) for row in rows]
    return (rows[-1].pk if rows else last), words, rows
