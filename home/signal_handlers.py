"""What the log says when somebody changes how they sign in."""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from home.actions import audit
from home.lockouts import unlock
from home.models import Person, User

TOLD: dict[str, Signal] = {
    "PASSWORD-CHANGED": account.password_changed,
    "PASSWORD-SET": account.password_set,
    "PASSWORD-RESET": account.password_reset,
    "EMAIL-CHANGED": account.email_changed,
    "EMAIL-ADDED": account.email_added,
    "EMAIL-REMOVED": account.email_removed,
    "EMAIL-CONFIRMED": account.email_confirmed,
    "SECOND-FACTOR-ADDED": second_factor.authenticator_added,
    "SECOND-FACTOR-REMOVED": second_factor.authenticator_removed,
    "SECOND-FACTOR-RENEWED": second_factor.authenticator_reset,
}


def connect() -> None:
    """This will listen to the sign-in library; called once when the app is ready."""
    for action, signal in TOLD.items():
        signal.connect(_teller(action), weak=False, dispatch_uid=f"home.{action}")
    account.password_reset.connect(open_again, dispatch_uid="home.unlock")


def open_again(sender: type[User], user: User, **kwargs: Any) -> None:
    """This will let in whoever proved by mail that the address is theirs."""
    unlock(user.email)


def _teller(action: str) -> Callable[..., None]:
    def tell(sender: type, **told: Any) -> None:
        user = told.get("user") or told["email_address"].user
        factor = told.get("authenticator")
        with transaction.atomic():
            audit.append(
                action,
                by=Person.objects.filter(user=user).first(),
                at=timezone.now(),
                about=user,
                **({"kind": factor.type.upper()} if factor else {}),
            )

    return tell
