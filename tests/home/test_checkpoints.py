"""Checkpoints, and the key they are signed with."""

import random
import string

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.core.management.base import CommandError

from home import audit_checks, checkpoints
from home.audit_verifying import verify
from home.checkpoints import Checkpoint
from home.models import AuditEntry, AuditHead
from tests.home.logged import change, let_go, verified, written

REFUSALS = (checkpoints.SignatureWrong, checkpoints.NotACheckpoint)


def write_checkpoint():
    call_command("write_checkpoint", stdout=None, verbosity=0)


@pytest.fixture(autouse=True)
def no_other_checks(monkeypatch):
    monkeypatch.setattr(audit_checks, "_checks", {})


class TestTroubleWithTheKey:
    def test_is_4_when_it_is_another_one(self, clinic, kept_apart, capsys):
        written(2, clinic)
        write_checkpoint()
        (kept_apart / "keys" / "checkpoint.pem").unlink()

        verdict = verified(capsys)

        assert (verdict.code, verdict.kinds) == (4, {"KEY"})

    def test_is_4_when_there_is_none(self, clinic, kept_apart, capsys, settings):
        written(2, clinic)
        write_checkpoint()
        settings.CHECKPOINT_KEY_IS_MADE = False
        settings.CHECKPOINT_KEY_FILE = str(kept_apart / "nowhere.pem")

        assert verified(capsys).code == 4
        with pytest.raises(CommandError, match="CHECKPOINT_KEY_FILE"):
            checkpoints.folder().rename(kept_apart / "old")
            written(1, clinic)
            write_checkpoint()

    def test_is_4_when_the_file_is_no_checkpoint(self, db, kept_apart, capsys):
        file = kept_apart / "letter.txt"
        file.write_text("Dear all")

        assert verified(capsys, "--checkpoint", str(file)).code == 4
        missing = str(kept_apart / "missing.txt")
        assert verified(capsys, "--checkpoint", missing).code == 4

    def test_gives_way_to_what_is_graver(self, clinic, kept_apart, capsys):
        written(4, clinic)
        write_checkpoint()
        (kept_apart / "keys" / "checkpoint.pem").unlink()
        let_go()
        AuditEntry.objects.filter(leaf_index__gte=3).delete()
        assert verified(capsys).code == 3

        change(1, action="OTHER")
        assert verified(capsys).code == 2


class TestACheckpoint:
    def test_reads_as_it_was_signed(self, kept_apart):
        key = checkpoints.signing_key()
        checkpoint = Checkpoint(41, bytes(range(32)))

        note = checkpoints.signed_note(checkpoint, key)

        assert checkpoints.opened(note, key.public_key()) == checkpoint
        assert note.splitlines()[:2] == [checkpoints.origin(key.public_key()), "41"]

    def test_is_known_to_be_changed_wherever_it_was(self, kept_apart):
        key = checkpoints.signing_key()
        note = checkpoints.signed_note(Checkpoint(41, bytes(range(32))), key)

        for place in range(len(note)):
            other = "0" if note[place] != "0" else "1"
            changed = note[:place] + other + note[place + 1 :]
            with pytest.raises(REFUSALS):
                checkpoints.opened(changed, key.public_key())

    def test_is_written_once_for_each_size(self, clinic, kept_apart):
        for _time in range(2):
            write_checkpoint()
        written(1, clinic)
        for _time in range(3):
            write_checkpoint()

        assert len(checkpoints.kept()) == 2
        # It says so itself, once: a log that rests does not grow.
        assert AuditHead.objects.get().size == 2

    def test_of_another_log_is_not_ours(self, kept_apart):
        key, another = checkpoints.signing_key(), Ed25519PrivateKey.generate()
        note = checkpoints.signed_note(Checkpoint(3, bytes(32)), another)

        with pytest.raises(checkpoints.NotACheckpoint, match="another log"):
            checkpoints.opened(note, key.public_key())

    def test_stays_ours_when_the_site_moves(self, clinic, kept_apart, settings):
        written(3, clinic)
        write_checkpoint()
        settings.PUBLIC_BASE_URL = "https://elsewhere.example.org"

        assert verify().exit_code == 0
        written(1, clinic)
        write_checkpoint()
        assert verify().checkpoints == 2

    def test_has_one_way_of_being_written(self, kept_apart):
        """Base64 has bits that mean nothing: a note changed in them is changed."""
        key = checkpoints.signing_key()
        for size in range(40):
            note = checkpoints.signed_note(Checkpoint(size, bytes(32)), key)
            last = note.rindex("=") - 1
            letters = string.ascii_letters + string.digits + "+/"
            others = [one for one in letters if one != note[last]]
            for other in others:
                changed = note[:last] + other + note[last + 1 :]
                with pytest.raises(REFUSALS):
                    checkpoints.opened(changed, key.public_key())

    def test_has_a_key_that_only_its_owner_reads(self, kept_apart):
        checkpoints.signing_key()
        path = kept_apart / "keys" / "checkpoint.pem"

        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert [file.name for file in path.parent.iterdir()] == ["checkpoint.pem"]

    def test_lies_between_others_that_also_sign(self, kept_apart):
        """A witness may add a line of its own to a note."""
        key = checkpoints.signing_key()
        note = checkpoints.signed_note(Checkpoint(3, bytes(32)), key)
        code = "AAAA" * random.Random(1).randrange(20, 30)

        cosigned = f"{note}— witness.example.org {code}\n"

        assert checkpoints.opened(cosigned, key.public_key()).size == 3
