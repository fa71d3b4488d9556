"""Signs the audit log as it stands, into a file beside the database."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home import checkpoints
from home.signing_the_log import LogForked, write_checkpoint

# As `audit_verify` leaves.
TAMPERED, TRUNCATED, KEY = 2, 3, 4
LEFT_WITH = {
    LogForked: TAMPERED,
    checkpoints.SignatureWrong: TAMPERED,
    checkpoints.LogShorter: TRUNCATED,
    checkpoints.KeyTrouble: KEY,
    checkpoints.NotACheckpoint: KEY,
}


class Command(BaseCommand):
    help = (
        "Writes a signed checkpoint of the audit log when there is something new. "
        "Refuses, and leaves like audit_verify, when the log does not go on from the "
        "newest one."
    )

    def handle(self, *args: object, **options: object) -> None:
        """This will keep one checkpoint for each size of the log that it meets."""
        try:
            path = write_checkpoint()
        except tuple(LEFT_WITH) as trouble:
            code = LEFT_WITH[type(trouble)]
            raise CommandError(trouble.message, returncode=code) from trouble
        told = _("Nothing new to sign.") if path is None else path.name
        self.stdout.write(told)
