"""How a report and its steps are told to the safety officer."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from certificates.actions.concern_reviews import may_step
from certificates.models import Concern, ConcernEvent
from home.models import Person

Step = ConcernEvent.Step


@dataclass(frozen=True)
class Words:
    """What the page of one step says.

    Args:
        signs: the report is open before whoever signs it.
    """

    title: StrOrPromise
    lead: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    signs: bool = False


STEPS = {
    "note": Words(
        gettext_lazy("Add a note"),
        gettext_lazy("What you learned, whom you spoke with, what you will do next."),
        gettext_lazy("Keep the note"),
        gettext_lazy("The note is kept."),
    ),
    "raise": Words(
        gettext_lazy("Raise the severity"),
        gettext_lazy("A severity only goes up. If nothing is found, closing says so."),
        gettext_lazy("Raise it"),
        gettext_lazy("The severity is raised."),
    ),
    "hand-over": Words(
        gettext_lazy("Hand it over"),
        gettext_lazy("From then on they read it, and you do not."),
        gettext_lazy("Hand it over"),
        gettext_lazy("It is with the other safety officer now."),
    ),
    "close": Words(
        gettext_lazy("Close the review"),
        gettext_lazy(
            "You sign the report as it stands with everything noted. A pause of "
            "clinical work is not lifted by this: two directors decide about it. It "
            "can be opened again."
        ),
        gettext_lazy("Sign and close"),
        gettext_lazy("The review is closed."),
        signs=True,
    ),
    "reopen": Words(
        gettext_lazy("Open it again"),
        gettext_lazy(
            "Say why. If it is about harm to a patient, the person’s clinical work is "
            "paused again while you look into it."
        ),
        gettext_lazy("Open it again"),
        gettext_lazy("It is being looked into again."),
    ),
}
NEXT = (
    (Step.NOTE, "note"),
    (Step.SEVERITY_RAISED, "raise"),
    (Step.HANDED_OVER, "hand-over"),
    (Step.CLOSED, "close"),
    (Step.REOPENED, "reopen"),
)
HIGHEST = Concern.Severity.values[-1]


def row_of(concern: Concern, me: Person) -> dict:
    """This will tell one report in a line of the desk."""
    return {
        "url": reverse("safety_concern", args=[concern.pk]),
        "name": concern.person.name,
        "severity": concern.get_severity_display(),
        "state": state_words(concern, me),
        "is_severe": concern.severity in Concern.SUSPENDS,
        "about": _("%(clinic)s, reported %(day)s")
        % {
            "clinic": concern.clinic.name,
            "day": date_format(concern.clinic.day_of(concern.reported_at), "j F Y"),
        },
    }


def state_words(concern: Concern, me: Person) -> str:
    """This will say where a report stands, seen by one of its readers."""
    if concern.state == Concern.State.CLOSED:
        return _("Closed: %(outcome)s") % {"outcome": concern.get_outcome_display()}
    if concern.officer_id != me.pk:
        return _("Nobody looks into it yet")
    if concern.state == Concern.State.OPEN:
        return _("Given to you, not taken up yet")
    return _("You look into it")


def page_of(concern: Concern, events: list[ConcernEvent], me: Person) -> dict:
    """This will give everything that the page of one report shows."""
    return record_of(concern, events) | {
        "state": state_words(concern, me),
        "may_take": may_step(concern, Step.TAKEN, me),
        "next_steps": [
            {"label": STEPS[name].title, "url": address_of(name, concern)}
            for name in next_steps(concern, me)
        ],
        "trail": [{"label": _("Safety"), "url": reverse("safety")}],
    }


def record_of(concern: Concern, events: list[ConcernEvent]) -> dict:
    """This will give the report and all that happened since, as it is signed."""
    return {
        "concern": concern,
        "facts": _facts(concern),
        "events": [_told(event, concern) for event in events],
    }


def next_steps(concern: Concern, me: Person) -> list[str]:
    """This will name the steps open now; the highest severity cannot be raised."""
    return [
        name
        for step, name in NEXT
        if may_step(concern, step, me)
        and not (step == Step.SEVERITY_RAISED and concern.severity == HIGHEST)
    ]


def address_of(name: str, concern: Concern) -> str:
    """This will give the address of one step's page."""
    return reverse(f"safety_{name.replace('-', '_')}", args=[concern.pk])


def _facts(concern: Concern) -> list[dict]:
    day = concern.occurred_on
    rows = [
        {"term": _("Severity"), "value": concern.get_severity_display()},
        {"term": _("Day"), "value": date_format(day, "j F Y") if day else _("Several")},
        {"term": _("Session"), "value": concern.session_code or _("None named")},
        {"term": _("Clinic"), "value": concern.clinic.name},
        {
            "term": _("Reported by"),
            "value": concern.reported_by.name,
            "note": _("The person named does not learn who reported it."),
        },
    ]
    if concern.officer:
        rows.append({"term": _("Safety officer"), "value": concern.officer.name})
    return rows


def _told(event: ConcernEvent, concern: Concern) -> dict:
    """One line of the timeline, by the clinic's clock."""
    moment = timezone.localtime(event.at, ZoneInfo(concern.clinic.time_zone))
    return {
        "at": date_format(moment, "j F Y, H:i"),
        "datetime": event.at.isoformat(),
        "title": _title(event),
        "text": event.note,
        "kind": "",
    }


def _title(event: ConcernEvent) -> str:
    what = str(event.get_step_display())
    labels = dict(Concern.Severity.choices) | dict(Concern.Outcome.choices)
    if event.word:
        what = _("%(what)s: %(word)s") % {"what": what, "word": labels[event.word]}
    if event.to and event.to != event.by:
        what = _("%(what)s: %(to)s") % {"what": what, "to": event.to.name}
    if event.by is None:
        return what
    return _("%(what)s, by %(who)s") % {"what": what, "who": event.by.name}
