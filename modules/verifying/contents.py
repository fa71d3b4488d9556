"""Editions and versions of questions: do they still have the digest they were given?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from home.audit_checks import Mismatch
from modules.actions.editions import canonical_sha256
from modules.models import ModuleEdition, QuestionVersion
from modules.question_contents import digest_of
from modules.verifying.told import entries_about, logged

AT_ONCE = 50
FROZEN = ("MODULE-EDITION-FROZEN",)


def contents_stand() -> Iterator[Mismatch]:
    """This will find editions and versions that read otherwise than when kept."""
    editions = ModuleEdition.objects.order_by("pk")
    for edition in editions.iterator(chunk_size=AT_ONCE):
        where = f"ModuleEdition {edition.pk}"
        told = [edition.code, edition.title, edition.lessons, edition.content]
        if canonical_sha256(told) != edition.content_sha256:
            yield Mismatch(where, _("Its words are not those that were kept."))
        label, pk = ModuleEdition._meta.label, str(edition.pk)
        entries = entries_about(label, [pk], FROZEN).get(pk, [])
        yield from logged(where, entries, {"sha256": edition.content_sha256})
    versions = QuestionVersion.objects.order_by("pk")
    for version in versions.iterator(chunk_size=AT_ONCE):
        if digest_of(version.content) != version.sha256:
            where = f"QuestionVersion {version.pk}"
            yield Mismatch(where, _("Its words are not those that were kept."))
