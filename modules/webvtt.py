"""Telling captions from other files: the few rules every WebVTT file keeps."""

import re

SUFFIX = ".vtt"

# The name of the format stands alone at the start; anything may follow a space.
_OPENING = re.compile(r"WEBVTT(?:[ \t].*)?(?:\n|$)")
_CUE = re.compile(r"^(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}[ \t]+-->[ \t]+", re.MULTILINE)


def is_webvtt(content: bytes) -> bool:
    """This will tell whether a browser can show at least one caption of the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return bool(_OPENING.match(lines) and _CUE.search(lines))
