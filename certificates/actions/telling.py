"""Letters to people of the clinic. They hold codes and links, never a reason."""

import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.models import Override
from certificates.selectors.shown_words import moment_words


def tell_of_override(override_id: uuid.UUID) -> None:
    """This will write to whoever has to be told of an emergency at once.

    The page of reviews tells it as well, whether a letter arrives or not.
    """
    rows = Override.objects.select_related("session", "clinic", "by", "told__user")
    row = rows.get(pk=override_id)
    if row.told.user is None:
        return
    base = settings.PUBLIC_BASE_URL.rstrip("/")
    told = {
        "code": row.session.code,
        "clinic": row.clinic.name,
        "by": row.by.name,
        "ends": moment_words(row.ends_at, row.clinic),
        "due": moment_words(row.review_due_at, row.clinic),
        "url": base + reverse("credentialing_overrides"),
    }
    subject = _("Session %(code)s goes on in an emergency") % told
    text = _(
        "%(by)s let session %(code)s at %(clinic)s go on against the gate, until "
        "%(ends)s.\n\nAnother director reviews it by %(due)s:\n%(url)s\n"
    )
    send_mail(subject, text % told, None, [row.told.user.email])
