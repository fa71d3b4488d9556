"""A stolen session or a Wagtail administrator cannot become somebody who signs."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group

from home.models import AuditEntry, Person, User
from tests.cast import client_of
from tests.home.test_sign_in import set_by_mail

RIGHT, NEW = "a long enough password", "quite another password"
CHANGE = "/accounts/password/change/"


@pytest.fixture
def root(db):
    """A Wagtail administrator, who is nobody at any clinic."""
    return User.objects.create_superuser("root@example.org", RIGHT)


@pytest.fixture
def admin(root, client):
    client.force_login(
        root, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def entries(user: User) -> list[tuple]:
    found = AuditEntry.objects.filter(subject_kind="home.User", subject_id=user.pk)
    return [(entry.action, entry.by) for entry in found]


def form_of(user: User, **changed) -> dict:
    given = {"email": user.email, "first_name": "Rita", "last_name": "Rowe"}
    return given | {"is_active": "on"} | changed


class TestTheAddressOfASignIn:
    def test_is_not_changed_in_an_open_session(self, rita):
        client = client_of(rita)
        stolen = {"action_add": "", "email": "thief@example.org"}

        assert client.post("/accounts/email/", stolen).status_code == 405
        assert not EmailAddress.objects.filter(email="thief@example.org").exists()

    def test_is_the_clinics_to_change(self, rita):
        page = client_of(rita).get("/accounts/email/").content.decode()

        assert "only your clinic changes it" in page
        assert "rita@example.org" in page


class TestChangingThePassword:
    def test_asks_for_the_present_one(self, rita):
        data = {"oldpassword": "a guess", "password1": NEW, "password2": NEW}
        client_of(rita).post(CHANGE, data)

        rita.user.refresh_from_db()
        assert rita.user.check_password(RIGHT)
        assert entries(rita.user) == []

    def test_is_logged(self, rita):
        data = {"oldpassword": RIGHT, "password1": NEW, "password2": NEW}
        client_of(rita).post(CHANGE, data)

        rita.user.refresh_from_db()
        assert rita.user.check_password(NEW)
        assert entries(rita.user) == [("PASSWORD-CHANGED", rita.pk)]

    def test_by_mail_is_logged(self, rita):
        set_by_mail("rita@example.org", NEW)

        rita.user.refresh_from_db()
        assert rita.user.check_password(NEW)
        assert entries(rita.user) == [("PASSWORD-RESET", rita.pk)]


class TestASecondFactor:
    def test_needs_the_password_and_is_logged(
        self, rita, django_capture_on_commit_callbacks
    ):
        client = client_of(rita)
        page = "/accounts/2fa/totp/activate/"
        assert client.get(page).status_code == 302

        client.post("/accounts/reauthenticate/", {"password": RIGHT})
        secret = client.get(page).context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            client.post(page, {"code": code_now(secret)})

        assert Authenticator.objects.filter(user=rita.user, type="totp").exists()
        assert ("SECOND-FACTOR-ADDED", rita.pk) in entries(rita.user)

        client.post("/accounts/2fa/totp/deactivate/")
        assert not Authenticator.objects.filter(user=rita.user).exists()
        kinds = AuditEntry.objects.filter(action="SECOND-FACTOR-REMOVED")
        assert {"kind": "TOTP"} in [entry.facts for entry in kinds]

    def test_stays_when_only_the_session_is_there(self, rita):
        TOTP.activate(rita.user, "JBSWY3DPEHPK3PXP")
        client_of(rita).post("/accounts/2fa/totp/deactivate/")

        assert Authenticator.objects.filter(user=rita.user).exists()


class TestAWagtailAdministrator:
    def edit(self, admin, user, **changed):
        return admin.post(f"/admin/users/edit/{user.pk}/", form_of(user, **changed))

    def test_cannot_set_a_directors_password(self, admin, rita):
        page = admin.get(f"/admin/users/edit/{rita.user_id}/").content.decode()
        self.edit(admin, rita.user, password1=NEW, password2=NEW)

        rita.user.refresh_from_db()
        assert "password1" not in page
        assert rita.user.check_password(RIGHT)

    def test_cannot_change_a_directors_address(self, admin, rita):
        answer = self.edit(admin, rita.user, email="thief@example.org")

        rita.user.refresh_from_db()
        assert answer.status_code == 302
        assert rita.user.email == "rita@example.org"

    def test_changes_nothing_of_a_director_unseen(self, admin, root, rita):
        self.edit(admin, rita.user, is_superuser="on")

        entry = AuditEntry.objects.get(action="SIGN-IN-CHANGED")
        assert (entry.by, entry.subject_id) == (None, str(rita.user_id))
        assert entry.facts == {
            "by_user": root.pk,
            "person": str(rita.pk),
            "changed_first_name": True,
            "changed_is_superuser": True,
            "changed_last_name": True,
        }

    def test_changes_several_at_once_only_in_the_log(self, admin, rita, bob):
        ids = f"id={rita.user_id}&id={bob.user_id}"
        admin.post(
            f"/admin/bulk/home/user/set_active_state/?{ids}",
            {"mark_as_active": "False"},
        )

        rita.user.refresh_from_db()
        assert not rita.user.is_active
        for person in (rita, bob):
            assert entries(person.user) == [("SIGN-IN-CHANGED", None)]
        facts = AuditEntry.objects.first().facts
        assert (facts["deed"], facts["mark_as_active"]) == (
            "SET_ACTIVE_STATE",
            False,
        )

    def test_gives_groups_to_several_only_in_the_log(self, admin, rita):
        role = Group.objects.create(name="Cooks")
        address = f"/admin/bulk/home/user/assign_role/?id={rita.user_id}"
        admin.post(address, {"role": role.pk})

        assert AuditEntry.objects.get().facts["role"] == role.pk

    def test_removes_a_sign_in_and_keeps_the_person(self, admin, rita):
        user = rita.user_id
        admin.post(f"/admin/users/delete/{user}/")

        assert Person.objects.get(pk=rita.pk).user is None
        entry = AuditEntry.objects.get(action="SIGN-IN-REMOVED")
        assert entry.facts["person"] == str(rita.pk)
        assert entry.subject_id == str(user)

    def test_removes_several_only_in_the_log(self, admin, rita):
        admin.post(f"/admin/bulk/home/user/delete/?id={rita.user_id}")

        assert not User.objects.filter(pk=rita.user_id).exists()
        entry = AuditEntry.objects.get()
        assert (entry.facts["deed"], entry.facts["person"]) == (
            "DELETE",
            str(rita.pk),
        )

    def test_copies_nobody(self, admin, rita):
        assert admin.get(f"/admin/users/copy/{rita.user_id}/").status_code == 404

    def test_adds_a_sign_in_that_its_owner_opens_by_mail(self, admin, client):
        data = {"email": "new@example.org", "first_name": "Nora", "last_name": "New"}
        admin.post("/admin/users/new/", data | {"password1": NEW, "password2": NEW})
        user = User.objects.get(email="new@example.org")

        assert not user.has_usable_password()
        assert entries(user) == [("SIGN-IN-ADDED", None)]
        set_by_mail("new@example.org", NEW)
        user.refresh_from_db()
        assert user.check_password(NEW)

    def test_moves_an_editors_sign_in_away_from_the_old_address(self, admin, db):
        user = User.objects.create_user("ed@example.org", RIGHT)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        self.edit(admin, user, email="edith@example.org")

        user.refresh_from_db()
        assert user.email == "edith@example.org"
        assert not EmailAddress.objects.filter(email="ed@example.org").exists()


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06}"
