"""What an audio or video clip needs before everybody can follow it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument

from modules.webvtt import SUFFIX, is_webvtt

ClipFaults = dict[str, ValidationError]


def transcript_faults(value: Mapping[str, Any], *, is_draft: bool) -> ClipFaults:
    """This will ask for the transcript; a draft may wait for it."""
    text = strip_tags(value["transcript"].source or "").replace("&nbsp;", " ")
    if text.strip() or is_draft:
        return {}
    sentence = _("Write down what is shown and said, for people who cannot follow it.")
    return {"transcript": ValidationError(sentence)}


def captions_faults(value: Mapping[str, Any], *, is_draft: bool) -> ClipFaults:
    """This will ask for captions with a clip, and refuse a file that holds none."""
    captions = value["captions"]
    if captions:
        sentence = _file_fault(captions)
    elif value["clip"] and not is_draft:
        sentence = _("Choose the captions of this video: a WebVTT file (.vtt).")
    else:
        sentence = ""
    return {"captions": ValidationError(sentence)} if sentence else {}


def _file_fault(document: AbstractDocument) -> str:
    # The name first: nobody wants a long film read in search of captions.
    if not document.filename.lower().endswith(SUFFIX):
        return _("“%(name)s” is not a WebVTT file: its name must end in .vtt.") % {
            "name": document.filename
        }
    try:
        with document.open_file() as file:
            content = file.read()
    except OSError:
        return _("“%(name)s” cannot be read. Upload it again.") % {
            "name": document.filename
        }
    if is_webvtt(content):
        return ""
    return _(
        "“%(name)s” is not a WebVTT file: it must begin with WEBVTT and hold at least "
        "one caption with its times."
    ) % {"name": document.filename}
