"""Lists every address with its declared access policy."""

import dataclasses
import json

from django.core.management.base import BaseCommand, CommandParser

from kap_training.routes import every_route


class Command(BaseCommand):
    help = "Lists every URL pattern: methods, name and who may use it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: object, **options: object) -> None:
        """This will print one route a line, or all of them as JSON."""
        routes = every_route()
        if options["json"]:
            rows = [dataclasses.asdict(route) for route in routes]
            self.stdout.write(json.dumps(rows, indent=1))
            return
        for route in routes:
            methods = ",".join(route.methods)
            self.stdout.write(f"{route.policy:24} {methods:10} {route.pattern}")
