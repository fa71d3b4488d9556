import datetime

from django.contrib.auth import get_user_model

from home.models import Role
from tests.cast import client_of, make_person


def may_enter(person) -> bool:
    user = get_user_model().objects.get(pk=person.user_id)
    return user.has_perm("wagtailadmin.access_admin")


class TestTheAdminsDoor:
    def test_is_open_to_directors_and_auditors(self, clinic, alice, bob, rita):
        medical = make_person("Mona Medical", clinic, Role.MEDICAL_DIRECTOR)
        auditor = make_person("Ava Auditor", clinic, Role.AUDITOR)

        assert [may_enter(p) for p in (alice, bob, rita, medical, auditor)] == [
            False,
            False,
            True,
            True,
            True,
        ]

    def test_closes_when_the_role_ends(self, rita):
        rita.memberships.update(ends_on=datetime.date(2024, 6, 1))

        assert not may_enter(rita)

    def test_opens_nothing_of_wagtails_own(self, rita):
        client = client_of(rita)

        assert client.get("/admin/").status_code == 200
        for path in ("/admin/users/", "/admin/groups/", "/admin/sites/"):
            assert client.get(path).status_code == 302

    def test_refuses_others_in_words_and_not_for_ever(self, alice):
        first = client_of(alice).get("/admin/")
        answer = client_of(alice).get(first["Location"])

        assert answer.status_code == 403
        assert b"not open to you" in answer.content
