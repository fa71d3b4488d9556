"""The pages of requirements as tests open and post them."""

import re

import pytest

from tests.cast import client_of
from tests.certificates.desk import address
from tests.certificates.judged import leaf
from tests.certificates.versions import CASE, CONDUCT, draft_of, shipped

EXCLUSION = leaf("exclusion_clear", within_days=31)
TREE = {"all": [CONDUCT, {"any": [CASE, EXCLUSION]}]}


@pytest.fixture
def source(db, least_aside):
    return shipped(TREE)


@pytest.fixture
def draft(source, clinic, writer):
    return draft_of(source, clinic, writer)


def where(draft, name, *more):
    return address(f"requirement_{name}", "north", draft.pk, *more)


def post(by, draft, name, /, *more, **told):
    """Send what a page of the draft would send, and follow where it leads."""
    target, what = where(draft, name, *more), told.pop("what", "")
    told.setdefault("shown", draft.sha256)
    url = f"{target}?what={what}" if what else target
    return client_of(by).post(url, told, follow=True)


def tree_of(draft):
    draft.refresh_from_db()
    return draft.tree


def read(response):
    """The page as text, its white space joined."""
    return re.sub(r"\s+", " ", response.content.decode())
