"""Fills an empty site with two demonstration clinics, their people and history."""

import json
from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.models import RequirementSet
from home.errors import RuleBroken
from kap_training.demo.manifest import manifest_of
from kap_training.demo.seeding import (
    is_seeded,
    require_demonstration,
    seed_demonstration,
)
from kap_training.demo.telling import lines_of
from modules.models import ModuleEdition


class Command(BaseCommand):
    help = "Makes the demonstration clinics. A second time it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another cast of ids")
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *args: object, **options: object) -> None:
        """This will seed where nothing is yet, and print the manifest."""
        seed = int(str(options["seed"]))
        try:
            require_demonstration()
            if not is_seeded(seed):
                load_what_is_missing()
                seed_demonstration(seed, timezone.now())
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        manifest = manifest_of(seed)
        if options["json"]:
            self.stdout.write(json.dumps(manifest, indent=1, ensure_ascii=False))
            return
        for line in lines_of(manifest):
            self.stdout.write(line)


def load_what_is_missing() -> None:
    """This will load the starter curriculum and programme where there is none."""
    if not ModuleEdition.objects.exists():
        call_command("load_starter_curriculum", stdout=StringIO())
    if not RequirementSet.objects.exists():
        call_command("load_starter_programme", stdout=StringIO())
