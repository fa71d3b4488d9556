"""People who may use the Wagtail admin, for the tests of our pages in it."""

from django.contrib.auth.models import Group, Permission

from modules.loading.editors import ensure_editors
from modules.loading.moderators import ensure_moderators
from tests.cast import client_of, make_person


def let_into_admin(person):
    """This will let the person into the Wagtail admin, and no further."""
    group, _created = Group.objects.get_or_create(name="Admin visitors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.user.groups.add(group)
    return client_of(person)


def editor_client(curriculum):
    """This will give the browser of a content editor of this curriculum."""
    ellen = make_person("Ellen East")
    ellen.user.groups.add(ensure_editors(curriculum))
    return client_of(ellen)


def moderator_client(curriculum):
    """This will give the browser of somebody who approves what editors send in."""
    mona = make_person("Mona Marsh")
    mona.user.groups.add(ensure_moderators(curriculum))
    return client_of(mona)
