"""The pages of the gate's policy as tests open and post them."""

import pytest
from django.utils import timezone

from certificates.actions.policies import digest_of_draft
from certificates.forms.policies import PolicyForm, name_of
from certificates.rules.policy_parameters import PARAMETERS
from home.models import Role
from tests.cast import client_of, make_person
from tests.certificates import roster
from tests.certificates.desk import PASSWORD, address, shown_on
from tests.certificates.policies import LOOKED_UP, drafted


@pytest.fixture
def now(monkeypatch, clinic):
    """The papers of the roster are of these days: pages go by the real clock."""
    moment = timezone.now()
    monkeypatch.setattr(roster, "TODAY", clinic.day_of(moment))
    return moment


@pytest.fixture
def mona(clinic, desk):
    mona = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
    mona.user.groups.add(desk)
    return mona


@pytest.fixture
def draft(clinic, rita, now):
    return drafted(clinic, rita, LOOKED_UP, at=now)


def where(draft, name):
    return address(f"policy_{name}", "north", draft.pk)


def typed(draft, **changes):
    """What the form of the draft sends when nothing else is changed."""
    form = PolicyForm(None, draft=draft, zone="America/New_York")
    told = {"shown": digest_of_draft(draft), "reason": "Why.", "begins": "AT_ONCE"}
    told |= {name_of(one): form.initial[name_of(one)] for one in PARAMETERS}
    return told | changes


def sign(by, draft, name="sign", **changes):
    client, page = client_of(by), where(draft, name)
    told = {"password": PASSWORD}
    if "shown" not in changes:
        told["shown"] = shown_on(client, page)
    return client.post(page, told | changes, follow=True)
