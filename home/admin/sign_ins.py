"""Sign-ins in Wagtail's admin: who looks after them there cannot become anybody.

A signature is given with the password, and a new password is sent to the e-mail
address. So neither can be set here for somebody a clinic has on record, and every
change is logged.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from home.access import Policy, person_of
from home.actions import audit
from home.models import Person, User

# Who may open these is asked of the model's permissions, by Wagtail's own view.
KEEPERS = Policy(
    "WAGTAIL-MODEL-PERMISSION",
    "people whose group lets them look after sign-ins",
    lambda request: request.user.has_perm("wagtailadmin.access_admin"),
)


class NewSignInForm(UserCreationForm):
    """Adds a sign-in that cannot be used before its owner has set a password."""

    def save(self, commit: bool = True) -> User:
        """This will save the sign-in with a password that nothing matches."""
        self.instance.set_unusable_password()
        return super().save(commit)


class SignInForm(UserEditForm):
    """Changes a sign-in; the address of somebody on a clinic's record stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Person.objects.filter(user=self.instance).exists():
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _(
                "This person is on a clinic's record. Only the clinic changes the "
                "address."
            )

    def save(self, commit: bool = True) -> User:
        """This will save the sign-in; an address that was left opens it no longer."""
        if "email" in self.changed_data:
            EmailAddress.objects.filter(user=self.instance).delete()
        return super().save(commit)


class AddSignIn(CreateView):
    """Adds a sign-in."""

    access_policy = KEEPERS

    def save_instance(self) -> User:
        """This will save the sign-in and say so in the log, both or neither."""
        user = super().save_instance()
        tell("SIGN-IN-ADDED", user, self.request)
        return user


class ChangeSignIn(EditView):
    """Changes a sign-in."""

    access_policy = KEEPERS

    def save_instance(self) -> User:
        """This will save the sign-in and say so in the log, both or neither."""
        user = super().save_instance()
        changed = {f"changed_{name}": True for name in sorted(self.form.changed_data)}
        tell("SIGN-IN-CHANGED", user, self.request, **changed)
        return user


class RemoveSignIn(DeleteView):
    """Removes a sign-in; the person's record stays."""

    access_policy = KEEPERS

    def delete_action(self) -> None:
        """This will remove the sign-in and say so in the log, both or neither."""
        with transaction.atomic():
            tell("SIGN-IN-REMOVED", self.object, self.request)
            super().delete_action()


class SignInViewSet(UserViewSet):
    """Our forms and our log behind Wagtail's pages."""

    add_view_class = AddSignIn
    edit_view_class = ChangeSignIn
    delete_view_class = RemoveSignIn
    # A copy would carry the password of the one it was made from.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        """This will give the form for a new sign-in, or for one that is there."""
        return SignInForm if for_update else NewSignInForm


def tell_of_many(
    request: HttpRequest, action_type: str, objects: list, action: BulkAction
) -> None:
    """This will log what was done to several sign-ins at once, one entry for each.

    Wagtail calls it in the transaction of the change, before it acts: whose a
    removed sign-in was is known only then.
    """
    if isinstance(action, UserBulkAction):
        chosen = action.cleaned_form.cleaned_data.items()
        facts = {name: getattr(value, "pk", value) for name, value in chosen}
        for user in objects:
            deed = action_type.upper()
            tell("SIGN-IN-CHANGED", user, request, deed=deed, **facts)


def tell(action: str, user: User, request: HttpRequest, **facts: Any) -> None:
    """This will append one entry about a sign-in, inside a transaction."""
    owner = Person.objects.filter(user=user).first()
    audit.append(
        action,
        by=person_of(request),
        at=timezone.now(),
        about=user,
        by_user=request.user.pk,
        person=owner.pk if owner else None,
        **facts,
    )
