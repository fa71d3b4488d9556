"""Where an application stands, in the words its applicant reads."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from certificates.models import Application, ApplicationEvent

State = Application.State
SENTENCES: dict[str, StrOrPromise] = {
    State.DRAFT: gettext_lazy(
        "You are still writing it: nobody at the clinic sees it before you send it."
    ),
    State.SUBMITTED: gettext_lazy(
        "It is with the clinic. What only the clinic’s office does is still open."
    ),
    State.VERIFYING: gettext_lazy(
        "The clinic’s office is verifying it. There is nothing for you to do."
    ),
    State.READY: gettext_lazy(
        "Everything is there. It waits for a clinical director, who sees your record."
    ),
    State.IN_REVIEW: gettext_lazy("A clinical director is looking at it."),
    State.APPROVED: gettext_lazy("It was approved."),
    State.CONDITIONAL: gettext_lazy(
        "It was approved with conditions. The credential is provisional until they "
        "are met."
    ),
    State.DEFERRED: gettext_lazy(
        "It was deferred: something is to be mended. Nothing is lost; send it again "
        "when that is done."
    ),
    State.DECLINED: gettext_lazy("It was declined."),
    State.WITHDRAWN: gettext_lazy("You took it back."),
    State.APPEALED: gettext_lazy(
        "A director who had no part in the decision hears your appeal."
    ),
    State.UPHELD: gettext_lazy(
        "Your appeal was heard and the decision stands. You may apply anew at any time."
    ),
}
WORDS: dict[str, StrOrPromise] = {
    State.DRAFT: gettext_lazy("Begun"),
    State.SUBMITTED: gettext_lazy("Sent"),
    State.VERIFYING: gettext_lazy("The office began to verify it"),
    State.READY: gettext_lazy("Ready for review"),
    State.IN_REVIEW: gettext_lazy("In review"),
    State.APPROVED: gettext_lazy("Approved"),
    State.CONDITIONAL: gettext_lazy("Approved with conditions"),
    State.DEFERRED: gettext_lazy("Deferred"),
    State.DECLINED: gettext_lazy("Declined"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
    State.APPEALED: gettext_lazy("Appealed"),
    State.UPHELD: gettext_lazy("Appeal refused"),
}
KINDS = {
    "APPROVED": "positive",
    "CONDITIONAL": "caution",
    "DEFERRED": "caution",
    "DECLINED": "critical",
    "UPHELD": "critical",
}


def told(event: ApplicationEvent, application: Application) -> dict[str, str]:
    """This will tell one step as a line of a timeline, by the clinic's clock."""
    moment = timezone.localtime(event.at, ZoneInfo(application.clinic.time_zone))
    title = str(WORDS[event.state])
    if event.by:
        title = _("%(what)s, %(who)s") % {"what": title, "who": event.by.name}
    return {
        "at": date_format(moment, "j F Y, H:i"),
        "datetime": event.at.isoformat(),
        "title": title,
        "kind": KINDS.get(event.state, ""),
    }
