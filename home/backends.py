"""What a role at a clinic opens in Wagtail: the admin's door, and nothing inside."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.utils import timezone

from home.models import Person, Role
from home.permissions import person_has_role_anywhere

ADMIN_DOOR = "wagtailadmin.access_admin"
# Those whose work has pages there: directors, auditors, and the staff of the office.
DIRECTORS = {
    Role.CLINICAL_DIRECTOR,
    Role.MEDICAL_DIRECTOR,
    Role.AUDITOR,
    Role.STAFF,
}


class DirectorsDoor(BaseBackend):
    """Lets directors into the admin for as long as their role is in force.

    Authors come in by a Wagtail group, since what they may edit is Wagtail's to say.
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """This will give the one right, asking the database once a request."""
        if obj is not None or not user_obj.is_active:
            return set()
        if not hasattr(user_obj, "_kap_door"):
            person = Person.objects.filter(user_id=user_obj.pk).first()
            has_role = person_has_role_anywhere(person, DIRECTORS, timezone.now())
            user_obj._kap_door = {ADMIN_DOOR} if has_role else set()
        return user_obj._kap_door
