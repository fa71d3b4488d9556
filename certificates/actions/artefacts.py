"""Keeping the files that people hand in and that sources send.

A file proves what was seen. It is never by itself a verification.
"""

import datetime
import hashlib
import logging
import secrets
import unicodedata
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from certificates.actions.file_keepers import require_keeper
from certificates.models import Artefact, SetAside
from certificates.rules.file_kinds import ENDINGS, content_type_of
from certificates.selectors.documents import waiting_files
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Person

logger = logging.getLogger(__name__)
Moment = datetime.datetime
MOST_BYTES = 10 * 1024 * 1024
MOST_WAITING = 20
NAME_LENGTH = 160


class FileRefused(RuleBroken):
    """The file is none that is taken."""

    code = "FILE-REFUSED"
    status = 422


class FileSettled(RuleBroken):
    """The office has used the file, or set it aside, already."""

    code = "FILE-SETTLED"


class FileDamaged(RuleBroken):
    """The bytes in the store are not the bytes that were handed in."""

    code = "FILE-DAMAGED"
    status = 500


@dataclass(frozen=True)
class Upload:
    """A file as it came in.

    Args:
        file_name: what its owner calls it; never used as a path.
        kind: what whoever sent it says it is, a `DocumentKind`.
    """

    file_name: str
    content: bytes
    kind: str = ""


@refusals_logged("FILE-HAND-IN")
def hand_in(person: Person, upload: Upload, *, by: Person, at: Moment) -> Artefact:
    """This will keep a file that somebody hands in for themselves; the office reads it.

    Raises:
        NotAllowed: for somebody else.
        FileRefused: it is no PDF, JPEG or PNG, is too large, waits already, or too
            many others of theirs wait.
    """
    if by != person:
        raise NotAllowed(_("You can hand in your own documents only."))
    _require_room(person, upload)
    return _keep(person, upload, by, at)


def keep_copy(person: Person, upload: Upload, *, by: Person, at: Moment) -> Artefact:
    """This will keep a file that reached the office, in the caller's transaction.

    Raises:
        NotAllowed: not a director or staff member where the person works.
        FileRefused: it is no PDF, JPEG or PNG, or is too large.
    """
    require_keeper(by, person, at)
    return _keep(person, upload, by, at)


@refusals_logged("FILE-SET-ASIDE")
def set_aside(artefact: Artefact, reason: str, *, by: Person, at: Moment) -> SetAside:
    """This will tell the person that the office cannot use a file, and why.

    Raises:
        NotAllowed: not a director or staff member where the person works.
        FileSettled: it was recorded or set aside meanwhile.
    """
    require_keeper(by, artefact.person, at)
    require_waiting(artefact, of=artefact.person)
    row = SetAside.objects.create(artefact=artefact, reason=reason, by=by, at=at)
    person = artefact.person_id
    audit.append("FILE-SET-ASIDE", by=by, at=at, about=artefact, person=person)
    return row


def require_waiting(artefact: Artefact, *, of: Person) -> None:
    """This will lock a file that the person handed in, and see that it still waits.

    Raises:
        FileSettled: it was recorded or set aside meanwhile, or is somebody else's.
    """
    person = Person.objects.select_for_update().get(pk=of.pk)
    if not waiting_files([person.pk]).filter(pk=artefact.pk).exists():
        raise FileSettled(_("Somebody has dealt with this file already."))


def bytes_of(artefact: Artefact) -> bytes:
    """This will read a file and check it against its digest.

    Raises:
        FileDamaged: it is missing or not what was handed in.
    """
    try:
        with storages["artefacts"].open(artefact.file) as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != artefact.sha256:
        logger.error("Artefact %s does not have its bytes.", artefact.pk)
        raise FileDamaged(
            _(
                "This file is not the one that was handed in, so it is not given out. "
                "Tell whoever looks after the site."
            )
        )
    return content


def _require_room(person: Person, upload: Upload) -> None:
    # Two uploads at once would both see the same count.
    locked = Person.objects.select_for_update().get(pk=person.pk)
    waiting = list(waiting_files([locked.pk]).values_list("sha256", flat=True))
    if hashlib.sha256(upload.content).hexdigest() in waiting:
        raise FileRefused(_("You handed in this very file already; it waits."))
    if len(waiting) >= MOST_WAITING:
        raise FileRefused(
            _("%(count)s files of yours wait already. Let the office read them first.")
            % {"count": len(waiting)}
        )


def _keep(person: Person, upload: Upload, by: Person, at: Moment) -> Artefact:
    content_type = _checked(upload.content)
    name = secrets.token_hex(16) + ENDINGS[content_type]
    stored = storages["artefacts"].save(name, ContentFile(upload.content))
    try:
        row = Artefact.objects.create(
            person=person,
            kind=upload.kind,
            file=stored,
            file_name=tidy_name(upload.file_name),
            content_type=content_type,
            size=len(upload.content),
            sha256=hashlib.sha256(upload.content).hexdigest(),
            uploaded_at=at,
            uploaded_by=by,
        )
        audit.append(
            "FILE-KEPT", by=by, at=at, about=row, person=person.pk, sha256=row.sha256
        )
    except Exception:
        # No row, no file: nobody would ever find it again.
        storages["artefacts"].delete(stored)
        raise
    return row


def _checked(content: bytes) -> str:
    if not content:
        raise FileRefused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 10 MB."))
    content_type = content_type_of(content)
    if not content_type:
        raise FileRefused(_("Only PDF, JPEG and PNG files are taken."))
    return content_type


def tidy_name(file_name: str) -> str:
    """This will give a file's name without folders and without control letters."""
    bare = file_name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in bare if unicodedata.category(c)[0] != "C").strip()
    return kept[-NAME_LENGTH:] or "file"
