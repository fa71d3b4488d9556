"""Computes every result of learning anew from its evidence, and compares."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from modules.verifying.progress import differences


class Command(BaseCommand):
    help = (
        "Grades attempts, scores cases and looks at lessons, editions and the audit "
        "log anew. Prints every difference, and exits with 1 when there is one."
    )

    def handle(self, *args: object, **options: object) -> None:
        """This will print one line a difference, and their number at the end."""
        count = 0
        for one in differences():
            count += 1
            self.stdout.write(f"{one.where}: {one.text}")
        self.stdout.write(_("%(count)d differences.") % {"count": count})
        if count:
            sys.exit(1)
