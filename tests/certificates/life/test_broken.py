"""The machine turns red when a rule is taken out: each once, in the full proof.

They change the code as it runs, so nothing that is broken here outlives its test.
"""

import datetime

import pytest
from hypothesis import settings

from certificates.actions import credentials, lifting, signatures, suspensions
from certificates.models import Credential
from home.actions import denials
from tests.certificates.life.test_life import IS_FULL, PROFILE, Life, live
from tests.certificates.life.world import build_world

pytestmark = pytest.mark.skipif(not IS_FULL, reason="a part of the full proof")
LONG = settings(PROFILE, max_examples=60, report_multiple_bugs=False)


@pytest.fixture
def world(db):
    return build_world()


def nothing(*args, **kwargs) -> None:
    """Asks for nothing."""


def red(world) -> str:
    """This will run until it is found; gives what was found."""
    with pytest.raises(Exception) as found:
        live(world, Life, LONG)
    return f"{type(found.value).__name__}: {found.value}"


def test_deciding_about_oneself_is_found(world, monkeypatch):
    monkeypatch.setattr(signatures, "require_apart", nothing)

    assert "in spite of: not apart" in (text := red(world)) or "Integrity" in text


def test_lifting_by_one_is_found(world, monkeypatch):
    monkeypatch.setattr(lifting, "_require_second", nothing)
    monkeypatch.setattr(lifting, "_require_same_as_first", nothing)

    assert "nobody else signed first" in (text := red(world)) or "Integrity" in text


def test_resetting_the_old_one_is_refused_by_the_database(world, monkeypatch):
    grant = credentials._grant

    def reset(application, before, state, at):
        new = grant(application, before, state, at)
        if before:
            longer = before.valid_to + datetime.timedelta(days=30)
            Credential.objects.filter(pk=before.pk).update(valid_to=longer)
        return new

    monkeypatch.setattr(credentials, "_grant", reset)

    assert "certificates_credential are added, never changed" in red(world)


def test_a_change_without_its_entry_is_found(world, monkeypatch):
    monkeypatch.setattr(suspensions, "_log", nothing)

    assert "the log does not tell of" in red(world)


def test_an_attempt_without_its_entry_is_found(world, monkeypatch):
    monkeypatch.setattr(denials, "log", nothing)

    assert "the log does not tell of: {'DENIED': 1}" in red(world)
