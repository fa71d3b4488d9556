"""What the tests of writing cases share: writers, and forms as a browser sends them."""

import html

from django.urls import reverse

from modules.case_contents import digest_of_draft
from modules.loading.editors import ensure_editors
from modules.models import CaseDraft
from tests.cast import client_of, make_person

DETAILS = {
    "title": "The long corridor",
    "code": "SC-T2",
    "track_code": "F",
    "minutes": "20",
    "pass_percent": "75",
    "content_note": "Grief.",
    "cast": "Ida, 50.",
    "parallel_to": "",
}


def writer(built, name):
    person = make_person(name)
    person.user.groups.add(ensure_editors(built.page))
    return person


def seen_on(client, url):
    """What a form's hidden field holds when the page is opened."""
    return client.get(url).context["form"].initial["seen"]


def node_form(client, draft, at, choices, **more):
    url = reverse("case_node", args=[draft.pk, at])
    data = {"title": "A title", "text": "It happens.", "code": at, "seen": ""}
    data |= {"seen": seen_on(client, url)} if "seen" not in more else {}
    data |= {"choices-TOTAL_FORMS": len(choices), "choices-INITIAL_FORMS": 0}
    for number, values in enumerate(choices):
        for name, value in zip(
            ("text", "feedback", "score", "next"), values, strict=True
        ):
            data[f"choices-{number}-{name}"] = value
    return url, data | more


def write(client, draft, at, choices, **more):
    return client.post(*node_form(client, draft, at, choices, **more))


def publish(person, draft, **more):
    draft = CaseDraft.objects.get(pk=draft.pk)
    data = {"seen": digest_of_draft(draft)} | more
    return client_of(person).post(reverse("case_draft_publish", args=[draft.pk]), data)


def words_of(answer):
    return html.unescape(answer.content.decode())


def change(draft, by, **fields):
    client = client_of(by)
    url = reverse("case_draft_details", args=[draft.pk])
    shown = client.get(url).context["form"]
    data = {name: shown[name].value() for name in (*DETAILS, "seen")}
    data["parallel_to"] = data["parallel_to"] or ""
    return client.post(url, data | fields)
