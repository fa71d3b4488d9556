"""Who may use an address: every view declares a policy, and the policy decides.

A view says `@access(PEOPLE)`. The routes of other packages are named in
`kap_training.routes`; `manage.py routes` lists all of them and a test refuses an
address without a policy.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from home.actions.denials import Denial, as_word, log_seldom
from home.backends import ADMIN_DOOR
from home.errors import NotAllowed
from home.fetches import is_fetched, is_sent_for, signed_out
from home.models import Clinic, Membership, Person, Role, User
from home.selectors import SignedIn, in_force, signed_in_as

ROLE = "ROLE:"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Policy:
    """A rule for one address.

    Args:
        code: the stable name that `routes --json` prints.
        words: who may come in, for people.
        allows: looks at the request and says yes or no; it must not write.
    """

    code: str
    words: str
    allows: Callable[[HttpRequest], bool]


def person_of(request: HttpRequest) -> Person | None:
    """This will give the person who is signed in, asking the database once."""
    return _signed_in(request).person


def _signed_in(request: HttpRequest) -> SignedIn:
    if not hasattr(request, "_kap_signed_in"):
        user = request.user
        may = user.is_authenticated and user.is_active
        found = signed_in_as(user.pk or 0) if may else SignedIn(None, [])
        request._kap_signed_in = found  # type: ignore[attr-defined]
    return request._kap_signed_in  # type: ignore[attr-defined]


def caller(request: HttpRequest) -> Person:
    """This will give the person behind a request that a policy for people let in.

    Raises:
        Http404: nobody is, which such a view never meets.
    """
    person = person_of(request)
    if person is None:
        raise Http404
    return person


def signed_in_user(request: HttpRequest) -> User:
    """This will give the sign-in behind a request that only signed-in people make.

    Raises:
        Http404: nobody is signed in, which a view for people never meets.
    """
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def memberships_in_force(request: HttpRequest) -> list[Membership]:
    """This will list the caller's memberships today, asking the database once."""
    if not hasattr(request, "_kap_memberships"):
        rows = in_force(_signed_in(request).memberships, timezone.now())
        request._kap_memberships = rows  # type: ignore[attr-defined]
    return request._kap_memberships  # type: ignore[attr-defined]


def clinics_of(request: HttpRequest, *roles: Role) -> list[Clinic]:
    """This will list the clinics where the caller holds one of the roles (or any)."""
    found = {
        row.clinic_id: row.clinic
        for row in memberships_in_force(request)
        if not roles or row.role in roles
    }
    return list(found.values())


def may_enter_admin(request: HttpRequest) -> bool:
    """This will say whether the caller may open Wagtail's admin, as an author does."""
    return request.user.is_authenticated and request.user.has_perm(ADMIN_DOOR)


def roles(*wanted: Role) -> Policy:
    """This will make the policy for people who hold one of the roles somewhere."""
    labels = ", ".join(str(role.label).lower() for role in wanted)
    return Policy(
        code=ROLE + "|".join(sorted(wanted)),
        words=f"people who are {labels} at a clinic",
        allows=lambda request: bool(clinics_of(request, *wanted)),
    )


ANYONE = Policy("ANYONE", "everybody", lambda request: True)
SIGNED_IN = Policy(
    "SIGNED-IN",
    "everybody who is signed in",
    lambda request: request.user.is_authenticated,
)
PEOPLE = Policy(
    "PEOPLE",
    "people on a clinic's roster",
    lambda request: bool(memberships_in_force(request)),
)
# Who has left every roster keeps the right to read what is theirs.
OWN_RECORD = Policy(
    "OWN-RECORD",
    "people, for their own record",
    lambda request: person_of(request) is not None,
)
READERS = Policy(
    "READERS",
    "people on a clinic's roster, and authors",
    lambda request: PEOPLE.allows(request) or may_enter_admin(request),
)
TOKEN = Policy(
    "TOKEN", "systems with a live token, checked by the view", lambda request: True
)


def access(policy: Policy) -> Callable[[View], View]:
    """This will let only the policy's people through, and say so to the registry."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            if is_fetched(request) and not _is_meant(request):
                return signed_out()
            refuse_unless(policy, request)
            if not policy.allows(request):
                return _to_sign_in(request)
            return view(request, *args, **kwargs)

        guarded.access_policy = policy  # type: ignore[attr-defined]
        return guarded

    return decorate


def refuse_unless(policy: Policy, request: HttpRequest) -> None:
    """This will stop somebody who is signed in and still may not come in.

    Raises:
        PermissionDenied: shown as the 403 page, which says whom it is for.
    """
    if request.user.is_authenticated and not policy.allows(request):
        if request.method == "POST" and policy.code.startswith(ROLE):
            _log_refused(request)
        raise PermissionDenied(f"This page is for {policy.words}.")


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if is_fetched(request):
        return signed_out()
    return redirect_to_login(request.get_full_path())


def _is_meant(request: HttpRequest) -> bool:
    """What one person left in the browser is never kept as another's."""
    person = person_of(request)
    return is_sent_for(request, person.pk if person else "")


def _log_refused(request: HttpRequest) -> None:
    """Keep in the log that somebody tried to change what is not theirs to change."""
    person, match = person_of(request), request.resolver_match
    attempt = as_word(match.view_name or match.func.__name__) if match else ""
    about = person or signed_in_user(request)
    denial = Denial(
        attempt or "ADDRESS", NotAllowed.code, person, timezone.now(), about
    )
    log_seldom(denial, request.user.pk)
