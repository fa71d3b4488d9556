"""What the tests of learning share."""

import pytest

from tests.modules.admins import editor_client, moderator_client
from tests.modules.curriculum import small_curriculum


@pytest.fixture
def built(db):
    return small_curriculum()


@pytest.fixture
def editor(built):
    return editor_client(built.page)


@pytest.fixture
def moderator(built):
    return moderator_client(built.page)
