"""Every other way in: pages that are not there, commands, and every address of ours."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.viewsets import viewsets
from wagtail.snippets.models import get_snippet_models

from certificates.actions.applications import Wish, submit_application
from certificates.actions.grant_rules import Grant
from certificates.actions.rosters import enter_credential
from certificates.actions.signatures import digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Credential, Signature
from certificates.selectors.judging import shown_of
from certificates.selectors.signed import shown_of_credential
from certificates.selectors.suspensions import shown_of_lift, shown_of_second_lift
from home.models import User
from kap_training.routes import every_route
from tests.cast import client_of
from tests.certificates.applying import row_counts
from tests.certificates.life.attacking import BACKEND
from tests.certificates.life.model import DAY
from tests.certificates.life.world import BEGIN, PASSWORD, build_world
from tests.certificates.lifting import propose
from tests.certificates.signing import signing

ROOT = Path(__file__).resolve().parents[3]
MODELS = list(apps.get_app_config("certificates").get_models())
COMMANDS = sorted(ROOT.glob("*/management/commands/[a-z]*.py"))
# All that a command may call for; none of it decides about anybody. A roster from
# elsewhere comes in as it stands there, told by the log as entered, signed by nobody.
HARMLESS = {
    "certificates.actions.exclusion_lists",
    "certificates.actions.expiry",
    "certificates.actions.line_answers",
    "certificates.actions.printing",
    "certificates.actions.programme",
    "certificates.actions.replays",
    "certificates.actions.worlds",
}
SLUGS = ("approve", "conditional", "defer", "decline", "reopen", "uphold")
OURS = [
    route.pattern
    for route in every_route()
    if route.is_ours and route.pattern.startswith("/admin/credentialing/")
]


class TestWagtailsOwnPages:
    def test_know_none_of_these_models(self):
        viewsets.populate()
        shown = {getattr(one, "model", None) for one in viewsets.viewsets}

        assert MODELS
        assert not shown & set(MODELS)
        assert not set(get_snippet_models()) & set(MODELS)
        assert not apps.is_installed("django.contrib.admin")

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_do_nothing_to_them_in_bulk(self, model, db):
        root = superuser()
        label = model._meta.app_label, model._meta.model_name
        found = [root.get(path.format(*label)).status_code for path in GUESSED]

        assert not bulk_action_registry.get_bulk_actions_for_model(*label)
        assert set(found) == {404}


GUESSED = (
    "/admin/bulk/{}/{}/delete/?id=all",
    "/admin/bulk/{}/{}/approve/?id=all",
    "/admin/snippets/{}/{}/",
    "/admin/{1}/",
    "/django-admin/{}/{}/",
)


class TestACommand:
    @pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
    def test_calls_for_nothing_that_decides(self, path):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.module for node in ast.walk(tree) if hasattr(node, "module")}
        actions = {name for name in named if name and ".actions" in name}
        calls = {one for one in actions if one.startswith("certificates")}

        assert calls <= HARMLESS

    def test_is_one_of_those_that_were_looked_at(self):
        assert len(COMMANDS) >= 7


def superuser() -> Client:
    if not User.objects.filter(email="root@example.org").exists():
        User.objects.create_superuser("root@example.org", PASSWORD)
    client = Client()
    client.force_login(User.objects.get(email="root@example.org"), backend=BACKEND)
    return client


@pytest.fixture
def file(db, monkeypatch):
    """Dora directs; she has applied, and holds something."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: BEGIN)
    world = build_world()
    dora, rita = world.person("dora"), world.person("rita")
    grant = Grant(world.clinic, "L3", BEGIN.date(), BEGIN.date() + 25 * DAY)
    enter_credential(dora, grant, source="A binder.", signer=signing(rita, BEGIN))
    submit_application(dora, Wish(world.clinic, "L1"), at=BEGIN)
    return world


def suspended(world) -> None:
    """Suspended by Rita, who has signed first that it may end."""
    dora, rita = world.person("dora"), world.person("rita")
    ground = Ground("ADMINISTRATIVE", "Something is looked into.")
    row = suspend_person(dora, world.clinic, ground, signer=signing(rita, BEGIN))
    propose(row, world.clinic, rita, BEGIN)


def forms(world) -> list[tuple[dict[str, str], dict[str, str]]]:
    """The ids of an address, and a form that has all that any page asks for."""
    dora = world.person("dora")
    application, credential = dora.applications.get(), dora.credentials.get()
    suspension = dora.suspensions.first()
    ids = {
        "clinic": world.clinic.slug,
        "credential": credential.pk,
        "suspension": suspension.pk if suspension else dora.pk,
        "condition": application.pk,
    }
    seen = [(dora.pk, shown_of_credential(credential))]
    seen.append((application.pk, shown_of(application, BEGIN)))
    if suspension:
        for look in (shown_of_lift, shown_of_second_lift):
            seen.append((dora.pk, look(suspension, world.clinic)))
    return [(ids | {"pk": pk}, WHOLE | {"shown": digest_of_shown(s)}) for pk, s in seen]


WHOLE = {
    "password": PASSWORD,
    "reason": "So.",
    "kind": "PRECAUTIONARY",
    "type": "S",
    "valid_from": "2026-11-02",
    "valid_to": "2027-06-01",
    "experience": "Ten years of practice.",
    "reviewer_name": "Dr. Ada Outside",
    "reviewer_organisation": "Another Institute",
    "reviewed_on": "2026-11-01",
    "text_1": "Read the update.",
    "due_1": "2032-01-01",
    "code": "X",
    "until": "2027-01-01",
    "on": "2026-11-01",
}


def post_all(client: Client, world) -> int:
    """This will send every form to every address; gives how many were sent."""
    sent = 0
    for ids, form in forms(world):
        for path in addresses(ids):
            kind = "L2B" if "/enter/" in path else "PRECAUTIONARY"
            answer = client.post(path, form | {"kind": kind})
            assert answer.status_code < 500, path
            sent += 1
    return sent


def addresses(ids: dict[str, object]) -> Iterator[str]:
    """This will fill in the ids, and every word that can be decided."""
    for pattern in OURS:
        path = re.sub(r"<uuid:(\w+)>", lambda m: str(ids.get(m[1], ids["pk"])), pattern)
        path = path.replace("<slug:clinic>", str(ids["clinic"]))
        path = re.sub(r"<(?!slug:slug)\w+:\w+>", "pi", path)
        words = SLUGS if "<slug:slug>" in path else ("",)
        yield from (path.replace("<slug:slug>", word) for word in words)


def told(world) -> tuple:
    """All that anybody decided about Dora."""
    dora = world.person("dora")
    return (
        list(Signature.objects.filter(about=dora).order_by("pk").values()),
        list(Credential.objects.filter(person=dora).values()),
        list(dora.applications.values()),
        list(dora.suspensions.values()),
        dora.applications.get().events.count(),
    )


class TestEveryAddress:
    @pytest.mark.parametrize("is_suspended", [False, True])
    def test_lets_a_director_do_nothing_about_herself(self, file, is_suspended):
        if is_suspended:
            suspended(file)
        before = told(file)

        assert post_all(client_of(file.person("dora")), file) > 60
        assert told(file) == before

    def test_lets_a_superuser_who_is_nobody_do_nothing(self, file):
        suspended(file)
        before, counts = told(file), row_counts()

        assert post_all(superuser(), file) > 60
        assert told(file) == before
        assert row_counts() == counts

    def test_lets_another_director_do_it(self, file):
        """The same forms, from somebody who stands apart, do go through."""
        before = told(file)

        post_all(client_of(file.person("otto")), file)

        assert all(now != was for now, was in zip(told(file), before, strict=True))
