"""Prints every certificate that was issued and has no bytes yet."""

import logging

from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.actions.printing import render_pending, waiting_certificates
from certificates.pdf.failure import RenderFailed

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Picks up whatever a lost wake-up left. Safe to run at any time."

    def handle(self, *args: object, **options: object) -> None:
        printed, failed = 0, 0
        for certificate_id in waiting_certificates():
            try:
                printed += render_pending(certificate_id, at=timezone.now())
            except RenderFailed:
                logger.exception("Certificate %s was not printed.", certificate_id)
                failed += 1
        self.stdout.write(f"Printed: {printed}. Still waiting: {failed}.")
