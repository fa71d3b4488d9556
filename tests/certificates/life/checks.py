"""What has to hold after every step, read from the database."""

import datetime
from collections import Counter
from types import SimpleNamespace

from certificates import audit_checks
from certificates.clearance.criteria.holdings import held
from certificates.models import (
    Application,
    ApplicationEvent,
    Condition,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from certificates.rules.application_moves import MOVES as APPLICATION_MOVES
from certificates.rules.credential_moves import MOVES as CREDENTIAL_MOVES
from certificates.selectors.rows import person_facts
from home.audit_verifying import verify
from home.models import AuditEntry
from tests.certificates.life.model import Model
from tests.certificates.life.rows import CAST, KINDS, THERAPISTS
from tests.certificates.life.world import World

LOGGED = {"ApplicationEvent": "APPLICATION-", "CredentialEvent": "CREDENTIAL-"}
CHECKS = (
    audit_checks.signatures_stand,
    audit_checks.applications_are_as_sent,
    audit_checks.grants_are_signed,
    audit_checks.credentials_are_as_moved,
    audit_checks.suspensions_are_signed,
)


def rows_match_the_log(
    added: Counter, words: Counter, entries: list[AuditEntry]
) -> None:
    """Each event and each signature has its entry, and each entry its row."""
    for model, start in LOGGED.items():
        told = sum(many for word, many in words.items() if word.startswith(start))
        assert added[model] == told, f"{added[model]} of {model}, {told} in the log"
    told = sum(many for word, many in words.items() if word.endswith("*"))
    assert added["Signature"] == told, "signatures and entries differ"
    assert added["AuditEntry"] == len(entries)
    for entry in entries:
        if entry.action == "DENIED":
            assert set(entry.facts) == {"attempt", "code"}


def nobody_signed_alone(world: World, at: datetime.datetime) -> None:
    """What was signed in this step was signed by somebody apart, in their role."""
    for row in Signature.objects.filter(at=at):
        by, about = world.name_of(row.by_id), world.name_of(row.about_id)
        assert by != about, "a signature about oneself"
        assert about is None or CAST[by].tied_to != about, "signed for a relation"
        assert CAST[by].is_director or CAST[by].is_medical_director, by
        assert not CAST[by].is_elsewhere, "signed by another clinic"


def same_as(model: Model, world: World) -> None:
    """The rows are what the model says, none more and none less."""
    name = world.name_of
    fields = ("pk", "person", "credential_type", "state", "signers")
    hands = ("first_by", "decided_by")
    found = {
        str(pk): (name(person), *rest, name(first), name(decided))
        for pk, person, *rest, first, decided in Application.objects.values_list(
            *fields, *hands
        )
    }
    should = {
        app.id: (
            app.person,
            app.kind,
            app.state,
            app.signers,
            app.first,
            app.decided_by,
        )
        for app in model.applications.values()
    }
    assert found == should
    _same_credentials(model, name)
    _same_suspensions(model, name)
    met = {str(row.pk): row.met_at is not None for row in Condition.objects.all()}
    wanted = [app.conditions for app in model.applications.values()]
    assert met == {id_: is_met for row in wanted for id_, is_met in row.items()}


def _same_credentials(model: Model, name) -> None:
    found = {
        str(row.pk): (
            name(row.person_id),
            row.type,
            row.state,
            row.valid_from,
            row.valid_to,
            row.basis,
            str(row.superseded_by_id) if row.superseded_by_id else None,
        )
        for row in Credential.objects.all()
    }
    assert found == {
        row.id: (
            row.person,
            row.kind,
            row.state,
            row.first_day,
            row.last_day,
            row.basis,
            row.followed_by,
        )
        for row in model.credentials.values()
    }


def _same_suspensions(model: Model, name) -> None:
    fields = ("pk", "person", "by", "lift_proposed_by", "lifted_by")
    rows = Suspension.objects.values_list(*fields)
    found = {str(pk): tuple(map(name, people)) for pk, *people in rows}
    assert found == {
        row.id: (row.person, row.by, row.proposed_by, row.lifted_by)
        for row in model.suspensions.values()
    }


def gate_counts(model: Model, world: World, turn: int) -> None:
    """What the gate reads holds exactly when it is in force; one person in turn."""
    name = THERAPISTS[turn % len(THERAPISTS)]
    facts = person_facts(world.person(name), {})
    case = SimpleNamespace(
        person=lambda _id: facts,
        clinic=world.clinic,
        first_day=model.today,
        last_day=model.today,
        lasting={},
    )
    for kind in KINDS:
        counts = held(case, facts.id, {kind}) is not None
        assert counts == model.counts_today(name, kind), (name, kind)
    stands_suspended = any(row.lifted_at is None for row in facts.suspensions)
    assert stands_suspended == model.is_suspended(name)


def all_that_is_signed_stands() -> None:
    """Every state was reached by the table, every chain is whole, all is logged."""
    wrong = [mismatch for check in CHECKS for mismatch in check()]
    assert not wrong, wrong
    rows = CredentialEvent.objects.values_list("from_state", "to_state").distinct()
    for was, now in rows.order_by():
        first = now in ("ACTIVE", "PROVISIONAL")
        assert now in CREDENTIAL_MOVES[was] if was else first, (was, now)
    _applications_moved_by_the_table()


def _applications_moved_by_the_table() -> None:
    rows = ApplicationEvent.objects.order_by("application", "pk")
    stood: dict = {}
    for pk, now in rows.values_list("application", "state"):
        was = stood.get(pk)
        first_of_two = was == now == "IN_REVIEW"
        may = first_of_two or (now in APPLICATION_MOVES[was] if was else now == "DRAFT")
        assert may, (was, now)
        stood[pk] = now


def log_is_sound() -> None:
    """The whole log, its tree and every check, as `audit_verify` asks them."""
    result = verify()
    assert not result.findings, result.findings
