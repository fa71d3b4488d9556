import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from certificates.models import Credential
from tests.cast import clinic_day
from tests.certificates.roster import grant
from tests.modules.curriculum import small_curriculum


@pytest.fixture(autouse=True)
def own_checkpoints(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINT_KEY_FILE = str(tmp_path / "keys" / "checkpoint.pem")


class TestKeepingHouse:
    def test_publishes_what_was_scheduled(self, db):
        lesson = small_curriculum().lessons["F1.1"]
        lesson.title = "A better title"
        lesson.go_live_at = timezone.now() + datetime.timedelta(hours=1)
        lesson.save_revision(approved_go_live_at=lesson.go_live_at).publish()
        lesson.revisions.update(
            approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
        )

        call_command("keep_house")

        lesson.refresh_from_db()
        assert lesson.title == "A better title"

    def test_moves_what_ran_out(self, alice, clinic):
        yesterday = clinic_day() - datetime.timedelta(days=2)
        credential = grant(alice, clinic, "L1", valid_to=yesterday)

        call_command("keep_house")

        credential.refresh_from_db()
        assert credential.state == Credential.State.EXPIRED

    def test_signs_the_log_as_it_stands(self, db, tmp_path):
        call_command("keep_house")

        assert len(list((tmp_path / "checkpoints").glob("*.txt"))) == 1

    def test_goes_on_when_one_chore_fails(self, alice, clinic, monkeypatch):
        from django.db import OperationalError

        from kap_training.management.commands import keep_house

        done = []

        def do(chore, **options):
            done.append(chore)
            raise OperationalError

        monkeypatch.setattr(keep_house, "call_command", do)

        call_command("keep_house")

        assert done == list(keep_house.CHORES)
