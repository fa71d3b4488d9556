"""The director's desk as tests use it: who may enter it, and how it is asked."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from certificates.actions.applications import Wish, submit_application
from tests.cast import client_of, clinic_day
from tests.certificates import readiness
from tests.certificates.applying import shown_digest
from tests.certificates.readiness import make_ready

PASSWORD = "a long enough password"


@pytest.fixture
def desk(clinic, alice, bob, rita, charlie):
    """Everybody may enter Wagtail's admin: what they see depends on their role."""
    cache.clear()
    group = Group.objects.create(name="Admin")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for person in (alice, bob, rita, charlie):
        person.user.groups.add(group)
    return group


@pytest.fixture
def application(alice, bob, clinic, monkeypatch):
    today = timezone.now()
    monkeypatch.setattr("tests.certificates.roster.TODAY", today.date())
    monkeypatch.setattr(readiness, "TODAY", today.date())
    make_ready(alice, clinic, bob)
    return submit_application(alice, Wish(clinic, "L1"), at=today)


def address(name, *args):
    return reverse(f"credentialing_{name}", args=args)


def decide(by, application, ruling="approve", **changes):
    """This will post a decision, all that is shown now in view."""
    told = {"reason": "Seen and discussed.", "password": PASSWORD}
    if "shown" not in changes:
        told["shown"] = shown_digest(application, timezone.now())
    where = address("decide", application.pk, ruling)
    return client_of(by).post(where, told | changes, follow=True)


def condition(number=1, text="Read the update.", days=30):
    """The two fields of one condition."""
    due = clinic_day() + datetime.timedelta(days=days)
    return {f"text_{number}": text, f"due_{number}": due.isoformat()}


def is_closed(response):
    """Wagtail turns a refusal into its own start page with a message."""
    return response.status_code in (302, 403, 404)


def at(name, person, *args):
    """The address of a page about one person of the clinic."""
    return address(name, "north", person.pk, *args)


def shown_on(client, url):
    """The digest that the page's form carries along."""
    page = client.get(url).content.decode()
    return re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]
