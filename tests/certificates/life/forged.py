"""What somebody would send, or type, to decide about themselves."""

import uuid
from collections.abc import Callable

from django.db import connection
from django.urls import reverse

from certificates.actions.conditions import condition_shown
from certificates.actions.signatures import digest_of_shown
from certificates.models import (
    Application,
    ApplicationEvent,
    Certificate,
    Condition,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from certificates.selectors.entries import (
    first_entry_of,
    shown_of_entry,
    unconfirmed,
)
from certificates.selectors.signed import shown_of_credential
from certificates.selectors.suspensions import shown_of_lift, shown_of_second_lift
from home.models import AuditEntry
from tests.certificates.life.model import DAY

DECISIONS = ("approve", "conditional", "decline", "defer")
HEARINGS = ("reopen", "uphold")
OFFICE = ("review", "verifying_begin", "verifying_ready", "verifying_again")
ABOUT_A_PERSON = ("suspend", "enter_credential", "appoint")
SLUGS = (
    *DECISIONS,
    "approve",
    *HEARINGS,
    *OFFICE,
    *ABOUT_A_PERSON,
    "revoke",
    "propose_lift",
    "lift",
    "condition_met",
    "confirm_entry",
)
Form = tuple[str, dict[str, str]]


def form_for(machine, about: str, slug: str, number: int) -> Form | None:
    """This will fill in a form about somebody as the page would, if there is one."""
    if slug in (*DECISIONS, *HEARINGS, *OFFICE):
        return _on_an_application(machine, about, slug)
    if slug in ABOUT_A_PERSON:
        return _on_a_person(machine, about, slug)
    if slug == "condition_met":
        return _on_a_condition(machine, about)
    if slug == "confirm_entry":
        return _on_an_entry(machine, about)
    if slug == "revoke":
        return _on_a_credential(machine, about, number)
    return _on_a_suspension(machine, about, slug)


def _on_an_application(machine, about: str, slug: str) -> Form | None:
    states = ("APPEALED",) if slug in HEARINGS else Application.OPEN[1:-1]
    rows = [app for app in machine.in_state(*states) if app.person == about]
    if not rows:
        return None
    app = rows[-1]
    if slug in OFFICE:
        return reverse(f"credentialing_{slug}", args=[app.id]), {}
    data = {"shown": machine.digest(app)[0], "reason": "So."}
    data |= {"text_1": "Read the update.", "due_1": "2032-01-01"}
    return reverse("credentialing_decide", args=[app.id, slug]), data


def _of(machine, about: str) -> list[str]:
    return [machine.clinic.slug, machine.world.people[about]]


def _on_a_person(machine, about: str, slug: str) -> Form:
    today = machine.model.today.isoformat()
    data = {
        "kind": "PRECAUTIONARY" if slug == "suspend" else "L3",
        "type": "L3",
        "reason": "So.",
        "source": "The office binder.",
        "valid_from": today,
        "valid_to": (machine.model.today + 25 * DAY).isoformat(),
        "experience": "Ten years of practice.",
        "reviewer_name": "Dr. Ada Outside",
        "reviewer_organisation": "Another Institute",
        "reviewed_on": today,
    }
    return reverse(f"credentialing_{slug}", args=_of(machine, about)), data


def _on_a_condition(machine, about: str) -> Form | None:
    rows = Condition.objects.filter(application__person=machine.world.people[about])
    row = rows.filter(met_at__isnull=True).first()
    if row is None:
        return None
    ids = [row.application_id, row.pk]
    data = {"shown": digest_of_shown(condition_shown(row)), "reason": ""}
    return reverse("credentialing_condition_met", args=ids), data


def _on_a_credential(machine, about: str, number: int) -> Form | None:
    rows = Credential.objects.filter(person=machine.world.people[about])
    row = rows.exclude(state="REVOKED").select_related("person", "clinic").last()
    if row is None:
        return None
    data = {"shown": digest_of_shown(shown_of_credential(row)), "reason": "So."}
    ids = [*_of(machine, about), row.pk]
    return reverse("credentialing_revoke", args=ids), data


def _on_an_entry(machine, about: str) -> Form | None:
    row = unconfirmed([machine.clinic]).filter(person=machine.world.people[about])
    found = row.first()
    if found is None:
        return None
    first = first_entry_of(found)
    data = {"shown": digest_of_shown(shown_of_entry(found, first.reason))}
    ids = [*_of(machine, about), found.pk]
    return reverse("credentialing_confirm_entry", args=ids), data


def _on_a_suspension(machine, about: str, slug: str) -> Form | None:
    is_second = slug == "lift"
    rows = Suspension.objects.filter(
        person=machine.world.people[about],
        lifted_at__isnull=True,
        lift_proposed_by__isnull=not is_second,
    )
    row = rows.select_related("person", "by", "lift_proposed_by").last()
    if row is None:
        return None
    shown_of = shown_of_second_lift if is_second else shown_of_lift
    data = {"shown": digest_of_shown(shown_of(row, machine.clinic)), "reason": "So."}
    ids = [*_of(machine, about), row.pk]
    return reverse(f"credentialing_{slug}", args=ids), data


def _sql(statement: str) -> Callable[[], None]:
    def typed() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return typed


def _second_live_one() -> None:
    row = Credential.objects.filter(state__in=Credential.LIVE).first()
    basis = {"basis": "ROSTER", "application": None, "awarded_at": row.awarded_at}
    days = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    kind = {"type": row.type, "target": row.target, "state": "ACTIVE"}
    whose = {"person": row.person, "clinic": row.clinic}
    Credential.objects.bulk_create([Credential(**whose, **kind, **days, **basis)])


def _signature_about_oneself() -> None:
    row = Signature.objects.exclude(about=None).first()
    row.pk, row.about_id = uuid.uuid4(), row.by_id
    Signature.objects.bulk_create([row])


APPLICATIONS = Application.objects
IN_REVIEW = APPLICATIONS.filter(state="IN_REVIEW")
TWICE = IN_REVIEW.filter(first_by__isnull=False)
STANDING = Suspension.objects.filter(lifted_at__isnull=True)
PROPOSED = STANDING.filter(lift_proposed_by__isnull=False)
APPROVE = "UPDATE certificates_application SET state = 'APPROVED'"
LIFT = "UPDATE certificates_suspension SET lifted_at = starts_at, lifted_by_id ="
CREDENTIAL = "UPDATE certificates_credential SET"
# What is typed, and the rows without which there is nothing to type about.
STATEMENTS = {
    "self-approval": (
        _sql(
            f"{APPROVE}, decided_by_id = person_id, decided_at = started_at "
            "WHERE state = 'IN_REVIEW'"
        ),
        IN_REVIEW,
    ),
    "approval by nobody": (_sql(f"{APPROVE} WHERE state = 'IN_REVIEW'"), IN_REVIEW),
    "one's own first signature": (
        _sql("UPDATE certificates_application SET first_by_id = person_id"),
        APPLICATIONS,
    ),
    "one hand for two": (
        _sql(
            f"{APPROVE}, decided_by_id = first_by_id, decided_at = first_at "
            "WHERE state = 'IN_REVIEW' AND first_by_id IS NOT NULL"
        ),
        TWICE,
    ),
    "another dossier": (
        _sql("UPDATE certificates_application SET dossier_sha256 = 'x'"),
        APPLICATIONS.exclude(dossier_sha256=""),
    ),
    "back from revoked": (
        _sql(f"{CREDENTIAL} state = 'ACTIVE' WHERE state = 'REVOKED'"),
        Credential.objects.filter(state="REVOKED"),
    ),
    "back from expired": (
        _sql(f"{CREDENTIAL} state = 'ACTIVE' WHERE state = 'EXPIRED'"),
        Credential.objects.filter(state="EXPIRED"),
    ),
    "another level": (_sql(f"{CREDENTIAL} type = 'S'"), Credential.objects),
    "a second live one": (
        _second_live_one,
        Credential.objects.filter(state__in=Credential.LIVE),
    ),
    "lifting one's own": (
        _sql(f"{LIFT} person_id WHERE lifted_at IS NULL"),
        STANDING,
    ),
    "lifting alone": (
        _sql(
            f"{LIFT} lift_proposed_by_id "
            "WHERE lifted_at IS NULL AND lift_proposed_by_id IS NOT NULL"
        ),
        PROPOSED,
    ),
    "a signature about oneself": (
        _signature_about_oneself,
        Signature.objects.exclude(about=None),
    ),
    **{
        f"{verb} {model.__name__}": (
            _sql(f"{sql.format(model._meta.db_table)}"),
            model.objects,
        )
        for model in (
            ApplicationEvent,
            AuditEntry,
            Certificate,
            CredentialEvent,
            Signature,
        )
        for verb, sql in (
            ("delete from", "DELETE FROM {}"),
            ("change", "UPDATE {} SET id = id"),
        )
        if (verb, model) != ("change", Certificate)
    },
}
