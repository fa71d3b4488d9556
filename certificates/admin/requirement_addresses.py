"""The addresses of everything about requirements, below the admin."""

from certificates.admin import requirement_activation as activation
from certificates.admin import requirement_drafts as drafts
from certificates.admin import requirement_sets as sets

BELOW = "credentialing/requirements/"
VERSION = BELOW + "<slug:clinic>/versions/<int:pk>/"
DRAFT = BELOW + "<slug:clinic>/drafts/<int:pk>/"
PART = DRAFT + "<slug:tree>/<slug:place>/"

VIEWS = [
    (BELOW, sets.requirements, "requirements"),
    (BELOW + "<slug:clinic>/<slug:name>/", sets.kind, "requirement_kind"),
    (VERSION, sets.version, "requirement_version"),
    (VERSION + "draft/", sets.begin, "requirement_begin"),
    (VERSION + "compare/<int:other>/", sets.comparison, "requirement_comparison"),
    (VERSION + "retire/", activation.retire, "requirement_retire"),
    (DRAFT, drafts.draft, "requirement_draft"),
    (DRAFT + "settings/", drafts.settings, "requirement_settings"),
    (DRAFT + "discard/", drafts.discard, "requirement_discard"),
    (DRAFT + "activate/", activation.activate, "requirement_activate"),
    (DRAFT + "renewal-apart/", drafts.part_ways, "requirement_part_ways"),
    (DRAFT + "renewal-alike/", drafts.rejoin, "requirement_rejoin"),
    (PART + "edit/", drafts.edit, "requirement_part"),
    (PART + "add/", drafts.add, "requirement_add"),
    (PART + "remove/", drafts.remove, "requirement_remove"),
    (PART + "move/", drafts.move, "requirement_move"),
]
