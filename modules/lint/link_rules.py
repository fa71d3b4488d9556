"""Rules for what a lesson leads to: links, marks and sources."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from modules.lint.findings import Finding, Place, error, warning
from modules.lint.markup import Anchor, anchors_in, plain_items
from modules.lint.snapshot import Around, BlockSeen

_PLAIN = ("http", "https")
_DIRECT = ("mailto", "tel")


def link_findings(block: BlockSeen, place: Place, around: Around) -> list[Finding]:
    """This will judge every link and source of one block."""
    found = [
        finding
        for anchor in anchors_in(block.value)
        for finding in _anchor(anchor, place, around)
    ]
    if block.kind == "references":
        for code in plain_items(block.value.get("sources")):
            found += _source(str(code), place, around)
    return list(dict.fromkeys(found))


def _anchor(anchor: Anchor, place: Place, around: Around) -> Iterator[Finding]:
    if anchor.kind == "mark":
        code = anchor.attributes.get("source", "")
        yield from _source(code, place, around) if code else ()
    elif anchor.kind == "page":
        yield from _page(anchor, place, around)
    elif anchor.kind == "document":
        if anchor.number not in around.documents:
            words = _("A link leads to a document that is no longer there.")
            yield error("LINK-TO-NOWHERE", words, place)
    else:
        yield from _address(anchor.attributes.get("href", "").strip(), place)


def _source(code: str, place: Place, around: Around) -> list[Finding]:
    if code in around.sources:
        return []
    words = _("Source %(code)s is not known.") % {"code": code}
    return [error("SOURCE-UNKNOWN", words, place)]


def _page(anchor: Anchor, place: Place, around: Around) -> Iterator[Finding]:
    is_live = around.pages.get(anchor.number) if anchor.number else None
    if is_live is None:
        words = _("A link leads to a page that is no longer there.")
        yield error("LINK-TO-NOWHERE", words, place)
    elif not is_live:
        words = _("A link leads to a page that is not published.")
        yield warning("LINK-TO-DRAFT", words, place)


def _address(href: str, place: Place) -> Iterator[Finding]:
    if href.startswith("/") and not href.startswith("//"):
        return
    if _leads_somewhere(href):
        return
    words = _("A link leads nowhere: “%(address)s”.") % {"address": href[:80]}
    yield error("LINK-TO-NOWHERE", words, place)


def _leads_somewhere(href: str) -> bool:
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme in _DIRECT:
        return bool(parts.path)
    return parts.scheme in _PLAIN and "." in host.strip(".")
