"""One stylesheet where the authors keep many: put together when files are collected."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "home/css/site.css"
_IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>\w+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};]) ?")

Paths = dict[str, tuple[Any, str]]


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Collects the site's stylesheet as one file, which a page asks for once.

    What it imports stands in its place, in the layer that it was imported into, so
    that nothing reads otherwise than with the files apart.
    """

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """This will go on as ever, with the whole stylesheet instead of its list."""
        if SHEET in paths:
            storage = InMemoryStorage()
            storage.save(SHEET, ContentFile(bundled(paths).encode()))
            paths = paths | {SHEET: (storage, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def bundled(paths: Paths) -> str:
    """This will give the stylesheet with everything it imports.

    Args:
        paths: of all files collected, by name.
    Raises:
        KeyError: it imports a file that was not collected.
    """
    folder = SHEET.rpartition("/")[0]

    def inlined(found: re.Match[str]) -> str:
        css = _read(paths, f"{folder}/{found['file']}")
        return f"@layer {found['layer']} {{ {css} }}"

    return _tight(_IMPORT.sub(inlined, _read(paths, SHEET)))


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def _tight(css: str) -> str:
    """Without comments, and with no more space than is read."""
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css))).strip()
