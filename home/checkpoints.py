"""Signed checkpoints of the audit log, kept outside the database.

A checkpoint is a C2SP tlog-checkpoint in a signed note: origin, size and root, under
an Ed25519 signature. Who can rewrite every row still cannot rewrite these files and
sign them. Changing the format makes the checkpoints on record unreadable.
"""

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext as _

from home.errors import RuleBroken

ED25519 = b"\x01"
DIGITS = 12
SIGNED = re.compile(r"— (?P<name>[^\s+]+) (?P<code>[A-Za-z0-9+/=]+)")


class KeyTrouble(RuleBroken):
    """The key of the checkpoints is not there, or cannot be read."""

    code = "CHECKPOINT-KEY-TROUBLE"


class NotACheckpoint(RuleBroken):
    """A file is no checkpoint, or none that was signed with this key."""

    code = "CHECKPOINT-NOT-OURS"


class SignatureWrong(RuleBroken):
    """A checkpoint says something else than what was signed."""

    code = "CHECKPOINT-CHANGED"


class LogShorter(RuleBroken):
    """The log was rolled back: signing it would hide that."""

    code = "CHECKPOINT-LOG-SHORTER"


@dataclass(frozen=True)
class Checkpoint:
    """The log as it stood: so many entries, with this root."""

    size: int
    root: bytes


def origin(key: Ed25519PublicKey) -> str:
    """This will give the name of the log that this key signs.

    It is made of the key and of nothing else: an installation that moves to another
    address keeps its log, and its checkpoints stay what they were.
    """
    fingerprint = hashlib.sha256(key.public_bytes_raw()).hexdigest()
    return f"kap-training/audit-log/{fingerprint[:16]}"


def folder() -> Path:
    """This will give where checkpoints are kept."""
    return Path(settings.DATA_DIR) / "checkpoints"


def kept() -> list[Path]:
    """This will list the checkpoints on file, the smallest log first."""
    return sorted(folder().glob(f"{'[0-9]' * DIGITS}-*.txt"))


def signing_key() -> Ed25519PrivateKey:
    """This will read the key, or make one where the settings let it.

    Raises:
        KeyTrouble: it is missing, unreadable or of another kind.
    """
    path = Path(settings.CHECKPOINT_KEY_FILE)
    if settings.CHECKPOINT_KEY_IS_MADE and not path.exists():
        _make_key(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as problem:
        raise KeyTrouble(
            _(
                "The key for checkpoints cannot be read: set CHECKPOINT_KEY_FILE to an "
                "Ed25519 private key in PEM."
            )
        ) from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyTrouble(_("The key for checkpoints is not an Ed25519 key."))
    return key


def signed_note(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """This will write a checkpoint as a signed note."""
    name = origin(key.public_key())
    root = base64.b64encode(checkpoint.root).decode()
    text = f"{name}\n{checkpoint.size}\n{root}\n"
    signature = _key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(signature).decode()}\n"


def opened(note: str, key: Ed25519PublicKey) -> Checkpoint:
    """This will read a signed note and check its signature.

    Raises:
        NotACheckpoint: not such a note, of another log, or not signed by this key.
        SignatureWrong: it is by this key, and over another text.
    """
    text, gap, signatures = note.rpartition("\n\n")
    text += "\n"
    found = [SIGNED.fullmatch(line) for line in signatures.splitlines()]
    lines = text.splitlines()
    if not gap or len(lines) < 3 or not all(found):
        raise NotACheckpoint(_("This file is not a checkpoint of an audit log."))
    if lines[0] != origin(key):
        raise NotACheckpoint(
            _("This checkpoint is of another log, or signed with another key.")
        )
    for one in found:
        if one and _is_signed(text, one["name"], _decoded(one["code"]), key):
            return _read(lines)
    raise NotACheckpoint(_("This checkpoint is not signed with the key in use."))


def file_name(checkpoint: Checkpoint) -> str:
    """This will name the file of a checkpoint: by its size, then by its root."""
    return f"{checkpoint.size:0{DIGITS}d}-{checkpoint.root.hex()[:16]}.txt"


def write(checkpoint: Checkpoint) -> Path | None:
    """This will sign and keep a checkpoint; None when it is kept already.

    Raises:
        KeyTrouble: there is no key to sign with.
        LogShorter: a longer log was signed before.
    """
    path = folder() / file_name(checkpoint)
    if path.exists():
        return None
    if any(int(one.name[:DIGITS]) > checkpoint.size for one in kept()):
        raise LogShorter(
            _("A longer log was signed before, so nothing was. Run audit_verify.")
        )
    note = signed_note(checkpoint, signing_key())
    folder().mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.half")
    with half.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    return path


def _is_signed(text: str, name: str, code: bytes, key: Ed25519PublicKey) -> bool:
    """Say whether the line is by the key at all; refuse one that is and is wrong."""
    if code[:4] != _key_id(name, key):
        return False
    try:
        key.verify(code[4:], text.encode())
    except InvalidSignature as problem:
        raise SignatureWrong(
            _("This checkpoint was changed after it was signed.")
        ) from problem
    return True


def _read(lines: list[str]) -> Checkpoint:
    root = _decoded(lines[2])
    if not lines[1].isascii() or not lines[1].isdecimal() or len(root) != 32:
        raise NotACheckpoint(_("This file is not a checkpoint of an audit log."))
    return Checkpoint(int(lines[1]), root)


def _decoded(code: str) -> bytes:
    """Empty unless it is the one way of writing these bytes down."""
    try:
        found = base64.b64decode(code, validate=True)
    except binascii.Error:
        return b""
    # The last letter has bits that mean nothing: two letters would read the same.
    return found if base64.b64encode(found).decode() == code else b""


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    raw = ED25519 + key.public_bytes_raw()
    return hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]


def _make_key(path: Path) -> None:
    """Make a key that only its owner reads; of two who make one, the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    half = path.with_suffix(f".{os.getpid()}.half")
    half.unlink(missing_ok=True)
    with os.fdopen(
        os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"
    ) as f:
        f.write(pem)
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()
