"""Handing out a certificate: the bytes that were issued, or nothing."""

import hashlib
import logging

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certificates.models import Certificate
from certificates.selectors.verification import certificate_by_code
from home.access import ANYONE, access
from home.errors import RuleBroken

logger = logging.getLogger(__name__)
# Whoever holds the code holds the paper; search engines and shared caches do not.
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}


class CertificateDamaged(RuleBroken):
    """The bytes on disk are not the bytes that were issued."""

    code = "CERTIFICATE-DAMAGED"
    status = 500


@access(ANYONE)
@require_GET
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """This will hand out the PDF to whoever has its code: 128 random bits."""
    certificate = certificate_by_code(code)
    if certificate is None:
        raise Http404
    if not certificate.file:
        context = {"certificate": certificate}
        page = render(request, "certificates/waiting.html", context, status=503)
        return _private(page, {"Retry-After": "10"})
    response = HttpResponse(bytes_of(certificate), content_type="application/pdf")
    way = "inline" if "view" in request.GET else "attachment"
    name = f"certificate-{certificate.serial}.pdf"
    return _private(response, {"Content-Disposition": f'{way}; filename="{name}"'})


def _private(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for header, value in (PRIVATE | headers).items():
        response[header] = value
    return response


def bytes_of(certificate: Certificate) -> bytes:
    """This will read a certificate's bytes and check them against their digest.

    Raises:
        CertificateDamaged: they are missing or are not what was issued.
    """
    storage = storages["certificates"]
    try:
        with storage.open(certificate.file) as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != certificate.sha256:
        logger.error("Certificate %s does not have its bytes.", certificate.pk)
        raise CertificateDamaged(
            _(
                "This certificate’s file is not the one that was issued, so it is not "
                "handed out. The clinic has been told."
            )
        )
    return content
