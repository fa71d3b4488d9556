"""What a therapist's own pages of credentials tell by today's clock."""

import datetime

from django import template
from django.utils import timezone

from certificates.actions.appeals import appeal_ends_on
from certificates.models import Application, Certificate

register = template.Library()
# A paper that is not there after this long waits for somebody, not for the printer.
PRINTED_WITHIN = datetime.timedelta(minutes=10)


@register.filter
def is_late(certificate: Certificate) -> bool:
    """This will say whether the paper should have been printed by now."""
    return timezone.now() - certificate.issued_at > PRINTED_WITHIN


@register.filter
def appeal_until(application: Application) -> datetime.date | None:
    """This will give the last day to appeal; None when there is none left."""
    last = appeal_ends_on(application)
    if last is None or last < application.clinic.day_of(timezone.now()):
        return None
    return last
