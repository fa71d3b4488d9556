"""The certificate as PDF: one landscape A4 page, the same bytes every time.

Importing this module loads WeasyPrint and with it pango; import it only where
a certificate is made.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, get_ident

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates.pdf.failure import RenderFailed
from certificates.pdf.layout import DENSITIES, sizes_for
from certificates.pdf.lettering import FONTS, printable_values, require_letters
from certificates.pdf.ornament import border_svg, rule_svg
from certificates.pdf.qr import qr_data_uri
from certificates.pdf.snapshot import CertificateSnapshot

TEMPLATE = "documents/certificate.html"
STYLESHEET = Path(__file__).parent / "certificate.css"
INK, ACCENT = "#24221f", "#1d5566"
# By the address under which the certificate's page asks for each.
ORNAMENTS: dict[str, Callable[[str], bytes]] = {
    "asset:border.svg": border_svg,
    "asset:rule.svg": rule_svg,
}

# Pango's font map must never be used by two threads at once.
_press = Lock()


def render_certificate(snapshot: CertificateSnapshot) -> bytes:
    """Print one certificate and return the PDF.

    The same snapshot gives the same bytes, in any process with the same
    versions of this code and of WeasyPrint. Needs no network and no database.

    Raises:
        RenderFailed: a character has no glyph, the text does not fit on one
            page, or the printing library complained about anything.
    """
    words = printable_values(snapshot)
    with translation.override(snapshot.language), _press, _every_warning_fails():
        for density in DENSITIES:
            document = _lay_out(words, density)
            if _fits(document):
                return document.write_pdf(
                    pdf_identifier=bytes.fromhex(snapshot.digest())[:16],
                    pdf_tags=True,
                )
        raise RenderFailed(_("This certificate says more than fits on one page."))


@dataclass(frozen=True)
class _Type:
    """What is read once per process: a new one for each page grows memory."""

    fonts: FontConfiguration
    stylesheet: CSS


@cache
def _type() -> _Type:
    fonts = FontConfiguration()
    stylesheet = CSS(
        string=STYLESHEET.read_text(encoding="utf-8"),
        url_fetcher=BundledOnly(),
        font_config=fonts,
    )
    return _Type(fonts=fonts, stylesheet=stylesheet)


def _lay_out(words: CertificateSnapshot, density: str) -> Document:
    html = render_to_string(
        TEMPLATE,
        {
            "certificate": words,
            "density": density,
            "qr": qr_data_uri(words.verify_url, INK),
            "size": sizes_for(words),
        },
    )
    require_letters(html)
    page = HTML(string=html, url_fetcher=BundledOnly())
    return page.render(font_config=_type().fonts, stylesheets=[_type().stylesheet])


def _fits(document: Document) -> bool:
    """Tell whether all stands on one page and nothing lies over anything else.

    The statement hangs from the top and the record stands on the bottom, so
    they would cross if there were too much of either.
    """
    first, *others = document.pages
    if others or not {"statement", "record"} <= first.anchors.keys():
        return False
    _left, _top, _right, statement_ends = first.anchors["statement"]
    _left, record_begins, _right, _bottom = first.anchors["record"]
    return record_begins >= statement_ends


class BundledOnly(URLFetcher):
    """Answers for data: addresses and for our own assets; refuses all others."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(
        self, url: str, headers: dict[str, str] | None = None
    ) -> URLFetcherResponse:
        """Return what `url` names.

        Raises:
            FatalURLFetchingError: it names anything that is not bundled.
        """
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url in ORNAMENTS:
            return _answer(url, ORNAMENTS[url](ACCENT), "image/svg+xml")
        face = FONTS / url.removeprefix("asset:")
        if face in FONTS.glob("*.ttf"):
            return _answer(url, face.read_bytes(), "font/ttf")
        raise FatalURLFetchingError(f"Not part of a certificate: {url}")


def _answer(url: str, body: bytes, content_type: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, body, {"Content-Type": content_type})


class _Complaints(logging.Handler):
    """Keeps what the printing library says in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.messages.append(record.getMessage())


@contextmanager
def _every_warning_fails() -> Iterator[None]:
    """Turn any warning, such as a missing glyph, into RenderFailed."""
    logger, complaints = logging.getLogger("weasyprint"), _Complaints()
    disabled, level = logger.disabled, logger.level
    logger.disabled = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(complaints)
    try:
        yield
    except FatalURLFetchingError as problem:
        raise RenderFailed(str(problem)) from problem
    finally:
        logger.removeHandler(complaints)
        logger.setLevel(level)
        logger.disabled = disabled
    if complaints.messages:
        raise RenderFailed("; ".join(complaints.messages))
