import datetime

import pytest
from django.db import IntegrityError

from home.models import Membership, Role, User
from home.selectors import memberships_of
from tests.cast import NOW


class TestASignIn:
    def test_is_one_per_address_whatever_the_case(self, db):
        User.objects.create_user("Ann@example.org", "x")

        with pytest.raises(IntegrityError):
            User.objects.create_user("ann@EXAMPLE.org", "x")

    def test_leaves_its_person_when_it_is_deleted(self, alice):
        alice.user.delete()

        alice.refresh_from_db()
        assert alice.user is None
        assert alice.name == "Alice Ames"


class TestAMembership:
    def test_ends_with_its_last_day_in_the_clinics_own_time_zone(self, alice):
        row = alice.memberships.get()
        row.ends_on = datetime.date(2026, 11, 1)
        row.save()

        # 03:30 UTC on the second is still the first in New York.
        late = datetime.datetime(2026, 11, 2, 3, 30, tzinfo=datetime.UTC)

        assert memberships_of(alice, late) == [row]
        assert memberships_of(alice, NOW) == []

    def test_cannot_end_before_it_begins(self, alice, clinic):
        with pytest.raises(IntegrityError):
            Membership.objects.create(
                person=alice,
                clinic=clinic,
                role=Role.STAFF,
                starts_on=datetime.date(2026, 2, 1),
                ends_on=datetime.date(2026, 1, 1),
            )
