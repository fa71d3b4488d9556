"""The menu entry and the addresses of the gate's policy, below the admin."""

from django.utils.translation import gettext_lazy as _

from certificates.admin import policies, policy_signing
from certificates.permissions import SECOND_SIGNERS

BELOW = "credentialing/policy/"
DRAFT = BELOW + "<slug:clinic>/drafts/<int:pk>/"

ENTRIES = [(_("Gate policy"), "credentialing_policies", "lock", SECOND_SIGNERS)]
VIEWS = [
    (BELOW, policies.policies, "policies"),
    (BELOW + "<slug:clinic>/draft/", policies.begin, "policy_begin"),
    (BELOW + "<slug:clinic>/versions/<int:pk>/", policies.version, "policy_version"),
    (DRAFT, policies.draft, "policy_draft"),
    (DRAFT + "withdraw/", policies.withdraw, "policy_withdraw"),
    (DRAFT + "sign/", policy_signing.sign_first, "policy_sign"),
    (DRAFT + "sign-second/", policy_signing.sign_second, "policy_sign_second"),
]
