"""Printing issued certificates: once, and never over bytes that are there.

Importing this module loads the printing library; only tasks and commands do.
"""

import datetime
import json
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from certificates.models import Certificate
from certificates.pdf.render import render_certificate
from certificates.pdf.snapshot import CertificateSnapshot
from home.actions import audit


class SnapshotAltered(RuntimeError):  # noqa: N818 - it names what happened
    """The stored snapshot is not the one that was issued; it is not printed."""


def render_pending(certificate_id: UUID, *, at: datetime.datetime) -> bool:
    """This will print one certificate that has no bytes yet.

    Safe to call again, by several at once, or after a crash: whoever is second
    throws its own copy away.

    Returns: True when these are now the certificate's bytes.
    Raises:
        RenderFailed: nothing was printed; the certificate keeps waiting.
        SnapshotAltered: the snapshot no longer has its digest.
    """
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.file:
        return False
    pdf = render_certificate(_snapshot_of(certificate))
    storage = storages["certificates"]
    name = storage.save(f"{certificate.pk}.pdf", ContentFile(pdf))
    kept = False
    try:
        kept = _keep(certificate, name, sha256(pdf).hexdigest(), at)
    finally:
        if not kept:
            storage.delete(name)
    return kept


def waiting_certificates() -> list[UUID]:
    """This will list the certificates that still have no bytes, oldest first."""
    rows = Certificate.objects.filter(file="").order_by("issued_at")
    return list(rows.values_list("pk", flat=True))


def _snapshot_of(certificate: Certificate) -> CertificateSnapshot:
    snapshot = CertificateSnapshot.from_json(json.dumps(certificate.snapshot))
    if snapshot.digest() != certificate.snapshot_sha256:
        raise SnapshotAltered(str(certificate.pk))
    return snapshot


@transaction.atomic
def _keep(certificate, name: str, digest: str, at: datetime.datetime) -> bool:
    rows = Certificate.objects.filter(pk=certificate.pk, file="")
    if not rows.update(file=name, sha256=digest, rendered_at=at):
        return False
    audit.append(
        "CERTIFICATE-PRINTED", by=None, at=at, about=certificate, sha256=digest
    )
    return True
