"""Images, clips and other files of the lessons, for those who may read lessons.

No page that is open to everybody shows a picture from here: the home page has none,
and its own pictures are static files. A public page with pictures would need an
address of its own.
"""

import mimetypes
import posixpath
from typing import BinaryIO, cast

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from home.access import READERS, access
from home.byte_ranges import FilePart, OutsideFile, wanted_range

# Documents have an address of their own, where their collection's rules are asked.
ELSEWHERE = "documents/"
SHOWN = ("image/", "audio/", "video/")
# A drawing may hold a script.
NOT_SHOWN = {"image/svg+xml"}
CHUNK = 64 * 1024


@access(READERS)
@require_safe
def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """This will hand out one file, or the part of it that a player asks for.

    Anything but pictures, sound and film is handed out as a download, so that no
    uploaded page or script ever runs on this site.
    """
    file = _opened(name)
    size = default_storage.size(name)
    try:
        part = wanted_range(_range_of(request), size)
    except OutsideFile:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    handed = FilePart(file, part) if part else file
    answer = FileResponse(handed, status=206 if part else 200)
    answer.block_size = CHUNK
    answer["Content-Length"] = part.length if part else size
    if part:
        answer["Content-Range"] = str(part)
    return _described(answer, name)


def _opened(name: str) -> BinaryIO:
    """Names that wander about, and folders, are no files."""
    if posixpath.normpath(name) != name or name.startswith(ELSEWHERE):
        raise Http404
    try:
        return cast(BinaryIO, default_storage.open(name))
    except (OSError, ValueError, SuspiciousFileOperation) as trouble:
        raise Http404 from trouble


def _range_of(request: HttpRequest) -> str:
    """A part is handed out on a plain GET only: there is no validator to compare."""
    if request.method != "GET" or "If-Range" in request.headers:
        return ""
    return request.headers.get("Range", "")


def _described(answer: FileResponse, name: str) -> FileResponse:
    kind = mimetypes.guess_type(name)[0] or ""
    is_shown = kind.startswith(SHOWN) and kind not in NOT_SHOWN
    answer["Content-Type"] = kind if is_shown else "application/octet-stream"
    words = content_disposition_header(not is_shown, posixpath.basename(name))
    answer["Content-Disposition"] = words or "inline"
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
