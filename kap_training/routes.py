"""Every address of the site with its methods and its declared access policy.

Our own views carry their policy (`home.access`). The views of other packages are
named here, by the start of their route; the longest match counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# What each start of a route asks for. WAGTAIL-ADMIN is Wagtail's own
# `require_admin_access`; what a person may do inside is Wagtail's page and model
# permissions. WAGTAIL-PAGE is ours: `before_serve_page` in modules.wagtail_hooks.
# WAGTAIL-DOCUMENT is ours too: `before_serve_document` in home.wagtail_hooks lets
# in `home.access.READERS`, on top of what Wagtail asks for a private collection.
FOREIGN = {
    "accounts/": "SIGNED-IN",
    "accounts/login/": "ANYONE",
    "accounts/logout/": "ANYONE",
    "accounts/signup/": "CLOSED",
    "accounts/inactive/": "ANYONE",
    # Ours stands before it and says that the clinic changes the address.
    "accounts/email/": "CLOSED",
    "accounts/confirm-email/": "ANYONE",
    "accounts/password/reset/": "ANYONE",
    "accounts/2fa/authenticate/": "ANYONE",
    "admin/": "WAGTAIL-ADMIN",
    "admin/login/": "ANYONE",
    "admin/jsi18n/": "ANYONE",
    # Wagtail's icons, the same for everybody.
    "admin/sprite/": "ANYONE",
    "admin/password_reset/": "CLOSED",
    "documents/": "WAGTAIL-DOCUMENT",
    # Only Wagtail's form for a collection with a password; it shows no document.
    "documents/authenticate_with_password/": "ANYONE",
    "_util/": "WAGTAIL-PAGE",
    "": "WAGTAIL-PAGE",
}


@dataclass(frozen=True)
class Route:
    """One address: its pattern, its name, its methods, and who may use it."""

    pattern: str
    name: str
    methods: tuple[str, ...]
    policy: str
    is_ours: bool


def every_route() -> list[Route]:
    """This will list all routes in the order in which the URLconf tries them."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, namespace: str
) -> Iterator[Route]:
    for entry in patterns:
        route = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            inner = entry.namespace or ""
            space = f"{namespace}{inner}:" if inner else namespace
            yield from _walk(entry.url_patterns, route, space)
        else:
            yield _route(entry, route, namespace)


def _route(entry: URLPattern, route: str, namespace: str) -> Route:
    policy = policy_of(entry.callback)
    return Route(
        pattern="/" + route,
        name=namespace + (entry.name or ""),
        methods=_methods(entry.callback),
        policy=policy or _foreign_policy(route, entry.callback),
        is_ours=policy is not None,
    )


def policy_of(view: object) -> str | None:
    """This will give the code of the policy a view declares; None without one."""
    for carrier in (view, getattr(view, "view_class", None)):
        declared = getattr(carrier, "access_policy", None)
        if declared is not None:
            return declared.code
    return None


def _foreign_policy(route: str, view: object) -> str:
    module = getattr(view, "__module__", "") or ""
    if module.split(".")[0] in {"home", "modules", "certificates", "kap_training"}:
        return ""
    found = [start for start in FOREIGN if route.startswith(start)]
    return FOREIGN[max(found, key=len)]


def _methods(view: object) -> tuple[str, ...]:
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return getattr(view, "methods", METHODS[:2])
    return tuple(m for m in METHODS if hasattr(view_class, m.lower()))
