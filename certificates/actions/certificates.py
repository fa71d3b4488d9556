"""Issuing the paper: what it says is frozen here, its bytes are printed later."""

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.clearance.days import in_words
from certificates.codes import new_code, new_serial
from certificates.models import Certificate, Credential, Signature
from certificates.pdf.snapshot import CertificateSnapshot, Line, Signatory
from certificates.requirements.tree import leaves
from certificates.selectors.requirements import title_of
from certificates.signals import certificate_issued
from home.actions import audit
from home.models import Person


def issue_certificate(
    credential: Credential,
    signatures: Sequence[Signature],
    *,
    by: Person,
    at: datetime.datetime,
) -> Certificate:
    """This will freeze what the certificate says, inside the caller's transaction.

    It has no bytes yet; once the transaction stands, a signal asks for them.
    """
    snapshot = _snapshot(credential, signatures, at)
    certificate = Certificate.objects.create(
        credential=credential,
        code=snapshot.code,
        serial=snapshot.serial,
        snapshot=json.loads(snapshot.to_json()),
        snapshot_sha256=snapshot.digest(),
        issued_at=at,
    )
    audit.append(
        "CERTIFICATE-ISSUED",
        by=by,
        at=at,
        about=certificate,
        credential=credential.pk,
        snapshot=certificate.snapshot_sha256,
    )
    announce = partial(
        certificate_issued.send, sender=Certificate, certificate_id=certificate.pk
    )
    # A queue that is down must not undo a signature: `issue_pending` will heal it.
    transaction.on_commit(announce, robust=True)
    return certificate


def verify_address(code: str) -> str:
    """This will give the address at which anybody can check a certificate.

    Printed and encoded in the QR: a change breaks the papers already out.
    """
    base = getattr(settings, "PUBLIC_BASE_URL", settings.WAGTAILADMIN_BASE_URL)
    return base.rstrip("/") + reverse("verify_code", args=[code])


def _snapshot(
    credential: Credential, signatures: Sequence[Signature], at: datetime.datetime
) -> CertificateSnapshot:
    application, code = credential.application, new_code()
    dossier = application.dossier if application else {}
    tracks = _tracks(credential, dossier)
    return CertificateSnapshot(
        code=code,
        serial=new_serial(credential.clinic.day_of(at).year),
        holder_name=credential.person.name,
        credential_title=title_of(credential.type, credential.target),
        credential_summary=dossier.get("requirements", {}).get("may_do", ""),
        clinic_name=credential.clinic.name,
        awarded_on=credential.clinic.day_of(credential.awarded_at),
        valid_from=credential.valid_from,
        valid_to=credential.valid_to,
        completed=_completed(credential, tracks, dossier),
        practice=_asked(dossier, "OBSERVED-PRACTICE"),
        signatories=tuple(_signatory(row) for row in signatures),
        verify_url=verify_address(code),
        requirements_line=_requirements_line(credential, dossier),
        content_reviewed=_is_reviewed(dossier),
        is_demo=getattr(settings, "KAP_DEMONSTRATION", False),
    )


def _is_reviewed(dossier: Mapping[str, Any]) -> bool:
    """True unless the person was taught something no director has reviewed.

    Everything the dossier shows as learned counts, whatever this credential asked:
    an L3 or an S rests on the tracks of the levels below it.
    """
    return all(
        module["reviewed"]
        for track in dossier.get("tracks", [])
        if track["attempt"]
        for module in track["modules"]
    )


def _tracks(credential: Credential, dossier: Mapping) -> list[Mapping]:
    """The tracks that this credential asked for, in the curriculum's order."""
    if credential.application is None:
        return []
    tree = credential.application.requirement_set.tree
    asked = {leaf["track"] for leaf in leaves(tree) if leaf["leaf"] == "track_passed"}
    return [track for track in dossier["tracks"] if track["code"] in asked]


def _completed(
    credential: Credential, tracks: list[Mapping], dossier: Mapping
) -> tuple[Line, ...]:
    if credential.basis == Credential.Basis.FOUNDING:
        return (_founding_line(credential),)
    found = tuple(Line(track["title"], _track_detail(track)) for track in tracks)
    found = found or _asked(dossier, "CREDENTIAL-HELD", "RECORDED")
    return found or (Line(_("Entered from the clinic’s own roster")),)


def _founding_line(credential: Credential) -> Line:
    row = credential.founding
    told = {
        "name": row.reviewer_name,
        "organisation": row.reviewer_organisation,
        "day": in_words(row.reviewed_on),
    }
    return Line(
        _("Founding appointment on documented outside training and experience"),
        _("Reviewed by %(name)s, %(organisation)s, on %(day)s") % told,
    )


def _track_detail(track: Mapping[str, Any]) -> str:
    lessons = sum(module["lessons"] for module in track["modules"])
    words = [ngettext("%d lesson", "%d lessons", lessons) % lessons]
    editions = sorted({module["edition"] for module in track["modules"]})
    if len(editions) == 1:
        words.insert(0, _("edition %d") % editions[0])
    if track["attempt"]:
        numerator, denominator = track["attempt"]["score"]
        words.append(_("assessment %d%%") % (numerator * 100 // denominator))
    return ", ".join(words)


def _asked(dossier: Mapping, *codes: str) -> tuple[Line, ...]:
    rows = [row for row in dossier.get("asked", []) if row["code"] in codes]
    return tuple(Line(row["text"].rstrip(".")) for row in rows)


def _signatory(row: Signature) -> Signatory:
    zone = ZoneInfo(row.clinic.time_zone)
    moment = date_format(row.at.astimezone(zone), "j F Y, H:i T")
    return Signatory(
        name=row.printed_name,
        role=row.printed_role,
        signed_at=_("Signed %(moment)s") % {"moment": moment},
        meaning=str(Signature.Meaning(row.meaning).label),
    )


def _requirements_line(credential: Credential, dossier: Mapping) -> str:
    if credential.basis == Credential.Basis.FOUNDING:
        return _("Founding appointment for one year, without the observed practice.")
    if "requirements" not in dossier:
        return _("Entered from a roster, not judged here.")
    row = dossier["requirements"]
    return _("Requirement set %(name)s, version %(version)d") % row
