"""What pages show of credentials: a state as a badge, and a therapist's next step."""

import datetime

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.actions.certificates import verify_address as address_of
from certificates.models import Application, Credential, CredentialEvent
from certificates.rules.live_states import LiveState
from certificates.selectors.ladders import Step, applications_in, steps_in
from certificates.selectors.person_files import person_file
from certificates.selectors.requirements import title_of
from certificates.selectors.state_words import application_word, credential_word
from home.access import clinics_of, person_of
from home.models import Role

register = template.Library()

BADGES = {
    LiveState.VALID: "positive",
    LiveState.SUSPENDED: "critical",
    LiveState.REVOKED: "critical",
}

APPLICATION_BADGES: dict[str, str] = {
    Application.State.SUBMITTED: "accent",
    Application.State.APPROVED: "positive",
    Application.State.DEFERRED: "caution",
    Application.State.DECLINED: "critical",
}


@register.inclusion_tag("components/badge.html")
def live_state_badge(state: LiveState) -> dict[str, str]:
    """This will show what a credential is worth today."""
    return {"label": state_word(state), "kind": BADGES.get(state, "caution")}


@register.filter
def credential_title(row: Application | Credential) -> str:
    """This will give the name of what was applied for or is held."""
    kind = row.credential_type if isinstance(row, Application) else row.type
    return title_of(kind, row.target)


@register.inclusion_tag("components/badge.html")
def application_badge(application: Application) -> dict[str, str]:
    """This will show where an application is."""
    kind = APPLICATION_BADGES.get(application.state, "neutral")
    return {"label": application_word(application.state), "kind": kind}


@register.simple_tag
def verify_address(code: str) -> str:
    """This will give the address at which anybody can check a certificate."""
    return address_of(code)


@register.simple_tag(takes_context=True)
def credential_next_step(context: template.Context) -> dict[str, str | bool]:
    """This will give the caller's next credential: a sentence, a link and its words.

    Returns: sentence, url, label, is_ready; empty when the caller is no therapist,
    or holds everything there is.
    """
    request: HttpRequest = context["request"]
    clinics = clinics_of(request, Role.THERAPIST)
    person = person_of(request)
    if person is None or not clinics:
        return {}
    record = context.get("record")
    file = person_file(person, clinics[0], timezone.now(), learning=record)
    steps = steps_in(file, applications_in(file))
    return _told(steps[0]) if steps else {}


@register.filter
def application_words(application: Application) -> str:
    """This will give the word for where an application stands."""
    return application_word(application.state)


@register.filter
def move_words(event: CredentialEvent) -> str:
    """This will give the word for what a credential became."""
    return credential_word(event.to_state)


@register.filter
def ago(moment: datetime.datetime) -> str:
    """This will tell how long ago something was, in one unit."""
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter(name="state_words")
def state_word(state: LiveState) -> str:
    """This will give the word for a state that its holder reads."""
    return {
        LiveState.VALID: _("Active"),
        LiveState.PROVISIONAL: _("Provisional, not confirmed yet"),
        LiveState.NOT_YET_VALID: _("Begins later"),
        LiveState.EXPIRED: _("Expired"),
        LiveState.SUSPENDED: _("Suspended"),
        LiveState.SUPERSEDED: _("Replaced"),
        LiveState.REVOKED: _("Revoked"),
        LiveState.RELINQUISHED: _("Given back"),
    }[state]


def _told(step: Step) -> dict[str, str | bool]:
    title, url = step.standing.short_title, reverse("credentials")
    if step.application:
        url = reverse("application", args=[step.application.pk])
        sentence = _("Your application for %(title)s is with the clinical director.")
        label = _("See your application")
    elif step.standing.is_ready:
        sentence = _("Everything for %(title)s is there: you can apply.")
        label = _("Apply")
    else:
        count = len(step.standing.missing)
        sentence = ngettext(
            "One thing is still missing for %(title)s.",
            "%(count)d things are still missing for %(title)s.",
            count,
        )
        label = _("See what is missing")
        return {
            "sentence": sentence % {"title": title, "count": count},
            "url": url,
            "label": label,
            "is_ready": False,
        }
    return {
        "sentence": sentence % {"title": title},
        "url": url,
        "label": label,
        "is_ready": step.standing.is_ready and not step.application,
    }
