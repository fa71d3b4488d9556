"""What `audit_verify` asks of credentials, their signatures and their applications.

The log is sound by itself when its tree is. Here its entries are compared with the
rows that they tell of, so that a row which somebody changed, copied or took away is
found as well.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.models import (
    Application,
    ApplicationEvent,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from certificates.signed_records import digest_of_signature
from home import audit_checks
from home.audit_checks import Mismatch
from home.models import AuditEntry

AT_ONCE = 500
CHANGED = gettext_lazy(
    "It does not say what was signed, or was copied to another record."
)
Meaning = Signature.Meaning
# The words for how a credential begins; later ones name the state it moved to.
BEGUN = {"CREDENTIAL-AWARDED", "CREDENTIAL-APPOINTED", "CREDENTIAL-ENTERED"}
APPLICATION, CREDENTIAL = Application._meta.label, Credential._meta.label


class Deed(NamedTuple):
    """What a row and its entry have to say alike."""

    subject: str
    word: str
    by: uuid.UUID | None
    at: datetime.datetime


def register() -> None:
    """This will have `audit_verify` ask all of it; called once the app is ready."""
    audit_checks.register("certificates.signatures", signatures_stand)
    audit_checks.register("certificates.applications", applications_are_as_sent)
    audit_checks.register("certificates.grants", grants_are_signed)
    audit_checks.register("certificates.credentials", credentials_are_as_moved)
    audit_checks.register("certificates.suspensions", suspensions_are_signed)


def signatures_stand() -> Iterator[Mismatch]:
    """This will find signatures that were changed, copied, added or taken away.

    Those of before named no digest: they hold neither `shown` nor a time of sign-in.
    """
    told = _signatures_told()
    for row in Signature.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        where = f"Signature {row.pk}"
        if _is_of_before(row):
            continue
        by_entry = told.pop(row.sha256, [])
        if row.sha256 != digest_of_signature(row):
            yield Mismatch(where, str(CHANGED))
        if row.shown is None or _sha256(row.shown) != row.subject_sha256:
            yield Mismatch(where, _("What is kept as shown is not what was signed."))
        if len(by_entry) != 1:
            text = _("%(count)d entries of the log name it; it should be one.")
            yield Mismatch(where, text % {"count": len(by_entry)})
        elif by_entry[0] != (row.by_id, row.at):
            yield Mismatch(where, _("The log names another signer or moment."))
    for digest in sorted(told):
        text = _("The log names a signature that is not there.")
        yield Mismatch(f"Signature with the digest {digest}", text)


def applications_are_as_sent() -> Iterator[Mismatch]:
    """This will find dossiers that changed after sending, or under a signature."""
    signed = _dossiers_signed()
    rows = Application.objects.exclude(dossier_sha256="").order_by("pk")
    fields = rows.values_list("pk", "dossier", "dossier_sha256")
    for pk, dossier, kept in fields.iterator(chunk_size=100):
        where = f"Application {pk}"
        digest = _sha256(dossier)
        if digest != kept:
            yield Mismatch(where, _("Its dossier is not the one that was sent."))
        if signed.pop(str(pk), {digest}) != {digest}:
            yield Mismatch(where, _("Another dossier than this was signed."))
    for subject in sorted(signed):
        text = _("It was signed, and was never sent or is gone.")
        yield Mismatch(f"Application {subject}", text)
    events = ApplicationEvent.objects.values_list("application", "state", "by", "at")
    happened = Counter(
        Deed(str(application), "", by, at)
        for application, _state, by, at in events.iterator(chunk_size=AT_ONCE)
    )
    yield from _told_alike(APPLICATION, "APPLICATION-", happened)
    yield from _not_at_last(Application, ApplicationEvent, "application", "state")


def grants_are_signed() -> Iterator[Mismatch]:
    """This will find grants without as many signatures as they need."""
    given: dict[str, set[uuid.UUID]] = {}
    rows = Signature.objects.filter(
        subject_kind=APPLICATION, meaning__in=[Meaning.APPROVED, Meaning.CONDITIONAL]
    )
    for subject, by in rows.values_list("subject_id", "by").iterator():
        given.setdefault(subject, set()).add(by)
    granted = Credential.objects.filter(application__isnull=False).values_list(
        "pk",
        "application",
        "application__signers",
        "application__first_by",
        "application__decided_by",
    )
    for pk, application, signers, *signed_by in granted.iterator():
        named = {by for by in signed_by if by}
        hands = given.get(str(application), set())
        if not named <= hands or len(named) < signers:
            text = _("It needs %(signers)d signatures, by those named for it.")
            yield Mismatch(f"Credential {pk}", text % {"signers": signers})


def credentials_are_as_moved() -> Iterator[Mismatch]:
    """This will find credentials whose state no move led to, and moves not logged."""
    events = CredentialEvent.objects.order_by("credential", "pk")
    happened: Counter[Deed] = Counter()
    last: tuple[Any, str] = (None, "")
    fields = events.values_list("credential", "from_state", "to_state", "by", "at")
    for credential, was, now, by, at in fields.iterator(chunk_size=AT_ONCE):
        stood = last[1] if last[0] == credential else ""
        if was != stood:
            text = _("A move begins at “%(was)s”, and it stood at “%(stood)s”.")
            told = text % {"was": was, "stood": stood}
            yield Mismatch(f"Credential {credential}", told)
        last = (credential, now)
        word = f"CREDENTIAL-{now}" if was else ""
        happened[Deed(str(credential), word, by, at)] += 1
    yield from _told_alike(CREDENTIAL, "CREDENTIAL-", happened)
    yield from _not_at_last(Credential, CredentialEvent, "credential", "to_state")


def suspensions_are_signed() -> Iterator[Mismatch]:
    """This will find suspensions that nobody signed, or that fewer than two lifted.

    One that came with a roster, or that a report began, has no signature at its
    beginning. Before two had to sign, one lifted.
    """
    kind = Suspension._meta.label
    given = {
        (row["subject_id"], row["meaning"], row["by"], row["at"])
        for row in Signature.objects.filter(subject_kind=kind).values(
            "subject_id", "meaning", "by", "at"
        )
    }
    for row in Suspension.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        asked = [
            (Meaning.SUSPENDED, row.by_id if row.clinic_id else None, row.starts_at),
            (Meaning.LIFT_PROPOSED, row.lift_proposed_by_id, row.lift_proposed_at),
            (Meaning.LIFTED, row.lifted_by_id, row.lifted_at),
        ]
        for meaning, by, at in asked:
            if by and (str(row.pk), meaning, by, at) not in given:
                text = _("The signature “%(meaning)s” of who is named is missing.")
                where = f"Suspension {row.pk}"
                yield Mismatch(where, text % {"meaning": meaning})


def _is_of_before(row: Signature) -> bool:
    return not row.sha256 and row.shown is None and row.signed_in_at is None


def _sha256(data: Any) -> str:
    return sha256_of(canonical_json(data))


def _signatures_told() -> dict[str, list[tuple[uuid.UUID | None, datetime.datetime]]]:
    """Who and when, by the digest of the signature that an entry names."""
    found: dict[str, list] = {}
    entries = AuditEntry.objects.filter(facts__has_key="signature")
    fields = entries.values_list("facts__signature", "by", "at")
    for digest, by, at in fields.iterator(chunk_size=AT_ONCE):
        found.setdefault(digest, []).append((by, at))
    return found


def _dossiers_signed() -> dict[str, set[str]]:
    """The digests of dossiers that were signed, by application."""
    found: dict[str, set[str]] = {}
    rows = Signature.objects.filter(subject_kind=APPLICATION, shown__isnull=False)
    fields = rows.values_list("subject_id", "shown__dossier_sha256")
    for subject, digest in fields.iterator(chunk_size=AT_ONCE):
        found.setdefault(subject, set()).add(digest)
    return found


def _told_alike(kind: str, prefix: str, happened: Counter[Deed]) -> Iterator[Mismatch]:
    """Compare events with the entries about them, one for one."""
    entries = AuditEntry.objects.filter(subject_kind=kind, action__startswith=prefix)
    fields = entries.values_list("subject_id", "action", "by", "at")
    names_state = kind == CREDENTIAL
    for subject, action, by, at in fields.iterator(chunk_size=AT_ONCE):
        word = action if names_state and action not in BEGUN else ""
        happened[Deed(subject, word, by, at)] -= 1
    name = kind.partition(".")[2]
    for deed, more in happened.items():
        if more:
            text = _("Something happened to it that the log does not tell of.")
            if more < 0:
                text = _("The log tells of something that did not happen to it.")
            yield Mismatch(f"{name} {deed.subject}", text)


def _not_at_last(model: Any, event: Any, key: str, state: str) -> Iterator[Mismatch]:
    """Find rows that stand elsewhere than where their last event left them."""
    last = event.objects.filter(**{key: OuterRef("pk")}).order_by("-pk")
    rows = model.objects.annotate(last=Subquery(last.values(state)[:1]))
    astray = rows.filter(Q(last__isnull=True) | ~Q(state=F("last")))
    for pk, now in astray.order_by("pk").values_list("pk", "state").iterator():
        text = _("It stands at “%(now)s”, and no event led there.")
        yield Mismatch(f"{model._meta.object_name} {pk}", text % {"now": now})
