"""The menu entries and addresses of the credentials office, below the admin."""

from django.utils.translation import gettext_lazy as _

from certificates.admin import (
    documents,
    exclusions,
    identities,
    match_lists,
    office,
    office_lists,
    records,
)

BELOW = "credentialing/"
PERSON = BELOW + "<slug:clinic>/people/<uuid:pk>/"
FILE = PERSON + "handed-in/<uuid:artefact>/"
MATCH = BELOW + "<slug:clinic>/exclusion-matches/<uuid:pk>/"

ENTRIES = [
    (
        _("Documents and checks"),
        "credentialing_checks",
        "doc-full-inverse",
        office.ROLES,
    ),
    (_("Copies sent in"), "credentialing_handed_in", "upload", office.ROLES),
    (_("Exclusion matches"), "credentialing_matches", "search", office.ROLES),
]
VIEWS = [
    (BELOW + "checks/", office_lists.checks, "checks"),
    (BELOW + "handed-in/", office_lists.handed_in, "handed_in"),
    (FILE + "record/", documents.record_file, "record_file"),
    (FILE + "set-aside/", documents.set_file_aside, "set_file_aside"),
    (PERSON + "documents/", documents.documents, "documents"),
    (PERSON + "documents/add/", records.add_document, "add_document"),
    (
        PERSON + "documents/<uuid:document>/verify/",
        records.add_verification,
        "add_verification",
    ),
    (PERSON + "exclusion/add/", records.add_exclusion_check, "add_exclusion"),
    (PERSON + "register/", identities.identity, "identity"),
    (BELOW + "exclusion-matches/", match_lists.matches, "matches"),
    (BELOW + "exclusion-lists/", match_lists.lists, "exclusion_lists"),
    (MATCH, exclusions.match, "match"),
    (MATCH + "propose/", exclusions.propose, "match_propose"),
    (MATCH + "dismiss/", exclusions.dismiss, "match_dismiss"),
    (MATCH + "confirm/", exclusions.confirm, "match_confirm"),
    (MATCH + "withdraw/", exclusions.withdraw, "match_withdraw"),
]
