"""Eight directors in eight browsers, and people for them to decide about.

`KAP_PROOF=full` asks for a hundred rounds of everything instead of a few.
"""

import os
from collections import Counter

from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from certificates.actions.applications import Wish, submit_application
from certificates.actions.grant_rules import Grant
from certificates.actions.rosters import enter_credential
from certificates.models import Application, Credential, Signature
from home.audit_verifying import verify
from home.models import AuditEntry, AuditHead, Clinic, Membership, Person, Role
from tests.cast import LONG_AGO, client_of, make_clinic, make_person
from tests.certificates.applying import shown_digest
from tests.certificates.desk import PASSWORD, address
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days, document
from tests.certificates.signing import signing
from tests.races import CLIENTS

FULL = os.environ.get("KAP_PROOF") == "full"
ROUNDS = 100 if FULL else 5
ASKED = {
    "all": [
        {"leaf": "document_held", "kind": "LICENCE"},
        {"leaf": "no_open_suspension"},
    ]
}
# How a page may refuse: not allowed, changed meanwhile, or said at the field.
REFUSALS = {403, 409, 422}


def make_directors(clinic: Clinic) -> list[Person]:
    """This will make as many directors as there are clients, all let into the admin."""
    cache.clear()
    group = Group.objects.create(name="Directors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    people = [
        make_person(f"D{n} Rowe", clinic, Role.CLINICAL_DIRECTOR)
        for n in range(CLIENTS)
    ]
    for person in people:
        person.user.groups.add(group)
    return people


def browsers_of(people: list[Person]) -> list[Client]:
    """This will give each a browser that shows a broken page as a 500."""
    clients = [client_of(person) for person in people]
    for client in clients:
        client.raise_request_exception = False
    return clients


def set_the_scene() -> Clinic:
    """This will make a clinic that grants L1 on a licence."""
    clinic = make_clinic()
    requirement_set("L1", ASKED)
    return clinic


def newcomer(clinic: Clinic, name: str) -> Person:
    """This will make a therapist with a licence, who cannot sign in."""
    person = Person.objects.create(name=name)
    Membership.objects.create(
        person=person, clinic=clinic, role=Role.THERAPIST, starts_on=LONG_AGO
    )
    now = timezone.now()
    document(person, "LICENCE", expires_on=now.date() + days(300), recorded_at=now)
    return person


def sent_by(person: Person, clinic: Clinic, type_: str = "L1") -> Application:
    """This will send an application that is ready to be decided."""
    application = submit_application(person, Wish(clinic, type_), at=timezone.now())
    assert application.state == "READY"
    return application


def holding(person: Person, clinic: Clinic, by: Person, left: int = 300) -> Credential:
    """This will enter an L1 that runs out after so many days."""
    now = timezone.now()
    first, last = now.date() - days(400), now.date() + days(left)
    told = Grant(clinic, "L1", first, last)
    return enter_credential(
        person, told, source="The office binder.", signer=signing(by, now)
    )


def decision_on(application: Application, slug: str) -> tuple[str, dict[str, str]]:
    """This will give the address and the form of a decision, as its page has them."""
    told = {
        "reason": "Seen and discussed.",
        "password": PASSWORD,
        "shown": shown_digest(application, timezone.now()),
    }
    return address("decide", application.pk, slug), told


class Ledger:
    """What the log and the signatures gained since it was opened."""

    def __init__(self) -> None:
        self.last = (
            AuditEntry.objects.order_by("pk").values_list("pk", flat=True).last()
        )
        self.signed = set(Signature.objects.values_list("pk", flat=True))

    def entries(self) -> Counter:
        """This will count the new entries by their word."""
        rows = AuditEntry.objects.filter(pk__gt=self.last)
        return Counter(rows.values_list("action", flat=True))

    def signatures(self) -> Counter:
        """This will count the new signatures by their meaning."""
        rows = Signature.objects.exclude(pk__in=self.signed)
        return Counter(rows.values_list("meaning", flat=True))


def check_the_log() -> None:
    """This will make sure that the log has no gap and stands up to its verifying."""
    rows = AuditEntry.objects.order_by("leaf_index")
    places = list(rows.values_list("leaf_index", flat=True))
    assert places == list(range(len(places)))
    assert AuditHead.objects.get().size == len(places)
    assert told_by_the_log() == []


def told_by_the_log() -> list[str]:
    """This will list which rows the verifying finds fault with.

    Licences and the requirement set of the scene were put in by hand.
    """
    by_hand = ("Document ", "RequirementSet ")
    places = [finding.where for finding in verify().findings]
    return [where for where in places if not where.startswith(by_hand)]
