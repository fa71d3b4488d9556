"""A preview asks the database as often for a crowd as for a few."""

import datetime

from certificates.actions.policy_signing import step_of
from certificates.models import Document, ExclusionCheck, Session, SessionMember
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.conftest import STARTS
from tests.certificates.policies import LOOKED_UP, drafted
from tests.certificates.roster import days, make_clear


def test_costs_the_same_for_any_number_of_people_and_sessions(
    session,
    clinic,
    team,
    rita,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    draft = drafted(clinic, rita, LOOKED_UP)
    with django_assert_max_num_queries(30) as few:
        step_of(draft, NOW)
    for number in range(4):
        extra = make_person(f"Extra{number} Person", clinic, Role.THERAPIST)
        make_clear(extra, clinic, "L1", "L3")
        row = Session.objects.create(
            code=f"KX-30{number}",
            clinic=clinic,
            kind="PREPARATION",
            starts_at=STARTS + days(number + 1),
            ends_at=STARTS + days(number + 1) + datetime.timedelta(hours=1),
            staffing_code="A",
        )
        SessionMember.objects.create(session=row, person=extra, role="lead")

    with django_assert_num_queries(len(few)):
        found = step_of(draft, NOW).preview

    assert found.sessions == 5 and len(found.closes) == 5
    assert Document.objects.exists() and ExclusionCheck.objects.exists()
