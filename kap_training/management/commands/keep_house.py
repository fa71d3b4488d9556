"""Does what has to happen again and again, beside the web process and the worker."""

import io
import logging
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

logger = logging.getLogger(__name__)

# What was scheduled is published, what ran out is moved, what waits is printed, and
# the log as it then stands is signed.
CHORES = (
    "publish_scheduled",
    "expire_credentials",
    "close_attempts",
    "issue_pending",
    "forget_old_answers",
    "write_checkpoint",
)


class Command(BaseCommand):
    help = "Runs the periodic chores once, or again every so many seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", default=0)

    def handle(self, *args: object, **options: object) -> None:
        """This will run every chore; one that fails does not keep the others back."""
        pause = int(str(options["every"]))
        while True:
            for chore in CHORES:
                self._do(chore)
            if not pause:
                return
            time.sleep(pause)

    def _do(self, chore: str) -> None:
        try:
            call_command(chore, verbosity=0, stdout=io.StringIO())
        except (DatabaseError, CommandError):
            logger.exception("%s could not be done; it is tried again.", chore)
