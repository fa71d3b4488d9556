"""What credentialing does when it hears something."""

from uuid import UUID

from certificates.signals import certificate_issued
from certificates.tasks import print_certificate


def connect() -> None:
    """This will listen; the app calls it once, from its AppConfig.ready."""
    certificate_issued.connect(ask_for_print, dispatch_uid="print-certificate")


def ask_for_print(sender: type, certificate_id: UUID, **kwargs: object) -> None:
    """This will wake a worker to print a certificate that was just issued."""
    print_certificate.enqueue(str(certificate_id))
