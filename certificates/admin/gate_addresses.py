"""The menu entries and addresses about the gate itself, below the admin."""

from django.utils.translation import gettext_lazy as _

from certificates.admin import overrides, tokens

BELOW = "credentialing/"
CLINIC = BELOW + "<slug:clinic>/"

ENTRIES = [
    (_("Emergencies"), "credentialing_overrides", "warning", overrides.READERS),
    (_("Tokens"), "credentialing_tokens", "key", tokens.DIRECTOR),
]
VIEWS = [
    (BELOW + "emergencies/", overrides.overrides, "overrides"),
    (
        CLINIC + "emergencies/<uuid:pk>/review/",
        overrides.review,
        "override_review",
    ),
    (
        CLINIC + "sessions/<str:code>/emergency/",
        overrides.emergency,
        "emergency",
    ),
    (BELOW + "tokens/", tokens.tokens, "tokens"),
    (
        CLINIC + "tokens/<uuid:pk>/revoke/",
        tokens.revoke,
        "token_revoke",
    ),
]
