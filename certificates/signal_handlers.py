"""What credentialing does when it hears something."""

from uuid import UUID

from certificates.actions.critical_fails import open_review
from certificates.signals import certificate_issued
from certificates.tasks import print_certificate
from modules.models import Observation
from modules.signals import critical_fail_recorded


def connect() -> None:
    """This will listen; the app calls it once, from its AppConfig.ready."""
    certificate_issued.connect(ask_for_print, dispatch_uid="print-certificate")
    critical_fail_recorded.connect(
        review_critical_fail, dispatch_uid="review-critical-fail"
    )


def ask_for_print(sender: type, certificate_id: UUID, **kwargs: object) -> None:
    """This will wake a worker to print a certificate that was just issued."""
    print_certificate.enqueue(str(certificate_id))


def review_critical_fail(sender: type, observation_id: UUID, **kwargs: object) -> None:
    """This will open a review, in the transaction that kept the critical fail."""
    open_review(Observation.objects.get(pk=observation_id))
