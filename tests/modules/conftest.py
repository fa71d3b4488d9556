"""What the tests of learning share."""

import pytest

from tests.modules.admins import editor_client, moderator_client
from tests.modules.assessed import make_course
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


@pytest.fixture
def course(db):
    return make_course()


@pytest.fixture
def reader(course, alice, clinic):
    course.enrol(alice, clinic)
    course.read(alice)
    return alice
