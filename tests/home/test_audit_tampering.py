"""What somebody with the whole database could do to the log, each at fifty places.

The triggers are taken away first, and whoever does it knows how everything is made;
only the checkpoints and their key are out of reach.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import transaction

from home import audit_checks, checkpoints
from home.audit_verifying import Kind, Result, verify
from home.models import AuditEntry, AuditHead
from tests.home.logged import change, forge_head, hash_again, let_go, written

PLACES = range(50)
SIZE = 56
SIGNED_AT = (20, SIZE)
SECOND = datetime.timedelta(seconds=1)


@dataclass(frozen=True)
class Tampering:
    """One kind: what is done at a place, how it may be told, and if with the place."""

    name: str
    act: Callable[[int], object]
    kinds: tuple[Kind, ...] = (Kind.TAMPERED,)
    is_named: bool = False


def at(place: int) -> AuditEntry:
    return AuditEntry.objects.get(leaf_index=place)


def another_moment(place):
    change(place, at=at(place).at + SECOND)


def another_fact(place):
    change(place, facts=at(place).facts | {"number": place + 1})


def one_more_fact(place):
    change(place, facts=at(place).facts | {"more": None})


def changed_and_hashed(place):
    another_fact(place)
    hash_again(place)


def another_hash(place):
    change(place, leaf_sha256="0" * 64)


def taken_out(place):
    at(place).delete()


def taken_out_without_a_gap(place):
    at(place).delete()
    forge_head()


def swapped(place):
    here, there = at(place), at(place + 1)
    change(place, leaf_index=None, leaf_sha256="")
    change(place + 1, leaf_index=place)
    AuditEntry.objects.filter(pk=here.pk).update(
        leaf_index=place + 1, leaf_sha256=there.leaf_sha256
    )
    hash_again(place)
    hash_again(place + 1)


def slipped_in(place):
    row = at(place)
    row.pk, row.leaf_index, row.leaf_sha256 = None, None, ""
    row.save(force_insert=True)


def said_again_at_the_end(place):
    row = at(place)
    row.pk, row.leaf_index = None, AuditHead.objects.get().size
    row.save(force_insert=True)


def end_cut_off(place):
    AuditEntry.objects.filter(leaf_index__gte=place).delete()


def rolled_back(place):
    end_cut_off(place)
    forge_head()


def written_anew(place):
    another_fact(place)
    forge_head()


def another_root(place):
    root = AuditHead.objects.get().root
    other = "0" if root[place] != "0" else "1"
    AuditHead.objects.update(root=root[:place] + other + root[place + 1 :])


def head_set_back(place):
    AuditHead.objects.update(size=place)


def checkpoint_changed(place):
    path = checkpoints.kept()[-1]
    note = path.read_text()
    start = note.index("\n") + 1
    place += start
    path.write_text(note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :])


KINDS = [
    Tampering(
        "another action", lambda place: change(place, action="OTHER"), is_named=True
    ),
    Tampering("another moment", another_moment, is_named=True),
    Tampering(
        "another person",
        lambda place: change(place, by=uuid.UUID(int=9)),
        is_named=True,
    ),
    Tampering(
        "another clinic", lambda place: change(place, clinic_id=9), is_named=True
    ),
    Tampering(
        "another subject", lambda place: change(place, subject_id="9"), is_named=True
    ),
    Tampering("another fact", another_fact, is_named=True),
    Tampering("one more fact", one_more_fact, is_named=True),
    Tampering("another hash", another_hash, is_named=True),
    Tampering("changed and hashed again", changed_and_hashed),
    Tampering("taken out", taken_out),
    # Behind the older checkpoint it looks like a log that was rolled back.
    Tampering(
        "taken out without a gap",
        taken_out_without_a_gap,
        (Kind.TAMPERED, Kind.TRUNCATED),
    ),
    Tampering("two swapped", swapped),
    Tampering("slipped in", slipped_in),
    Tampering("said again at the end", said_again_at_the_end),
    Tampering("written anew with its head", written_anew),
    Tampering("another root in the head", another_root),
    Tampering("the head set back", head_set_back),
    # In the gap before the signature it is no checkpoint any more.
    Tampering("a checkpoint changed", checkpoint_changed, (Kind.TAMPERED, Kind.KEY)),
    Tampering("the end cut off", end_cut_off, (Kind.TRUNCATED,)),
    Tampering("rolled back with its head", rolled_back, (Kind.TRUNCATED,)),
]


@pytest.fixture
def log(clinic, kept_apart, monkeypatch):
    """A log of some length, signed twice, its triggers gone."""
    monkeypatch.setattr(audit_checks, "_checks", {})
    size = 0
    for signed_at in SIGNED_AT:
        written(signed_at - size, clinic)
        size = signed_at
        call_command("write_checkpoint", verbosity=0)
    let_go()
    assert verify().exit_code == 0


def after(tampering: Tampering, place: int) -> Result:
    """This will say what is found after one deed, and undo it."""
    notes = {path: path.read_bytes() for path in checkpoints.kept()}
    with transaction.atomic():
        tampering.act(place)
        result = verify()
        transaction.set_rollback(True)
    for path, note in notes.items():
        path.write_bytes(note)
    return result


@pytest.mark.usefixtures("log")
class TestTampering:
    @pytest.mark.parametrize("tampering", KINDS, ids=lambda kind: kind.name)
    def test_is_found_wherever_it_was(self, tampering):
        missed = []
        for place in PLACES:
            result = after(tampering, place)
            where = {str(finding.where) for finding in result.findings}
            is_told = f"Entry {place}" in where or not tampering.is_named
            if result.exit_code not in tampering.kinds or not is_told:
                missed.append((place, result.exit_code, where))

        assert missed == []

    def test_cannot_be_seen_after_the_newest_checkpoint_if_all_is_made_to_fit(
        self, clinic
    ):
        """Why checkpoints are written every minute, and copies kept elsewhere."""
        written(3, clinic)
        change(SIZE + 1, action="OTHER")
        forge_head()
        assert verify().exit_code == 0

        change(SIZE - 1, action="OTHER")
        forge_head()
        assert verify().exit_code == Kind.TAMPERED
