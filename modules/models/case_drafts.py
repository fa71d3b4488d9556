"""Cases while they are written, and what was published of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Person
from modules.models.scenarios import Scenario


class CaseDraft(models.Model):
    """A case nobody meets yet: a new one, or another version of one that is there."""

    scenario = models.OneToOneField(
        Scenario, on_delete=models.PROTECT, null=True, related_name="draft"
    )
    code = models.SlugField(
        _("code"),
        max_length=16,
        unique=True,
        help_text=_("Short and lasting, such as SC-T. It stays once published."),
    )
    title = models.CharField(_("title"), max_length=160)
    track_code = models.CharField(_("part"), max_length=8)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"))
    content_note = models.TextField(
        _("content note"),
        blank=True,
        help_text=_("Told before the case begins, so that people can prepare."),
    )
    cast = models.TextField(
        _("who is in it"),
        blank=True,
        help_text=_("All of them invented. It stands above every moment."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("passed with, in percent"), default=75
    )
    parallel_to = models.ForeignKey(
        Scenario,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("parallel to"),
        help_text=_(
            "A case of the same part that this one can stand in for. One is enough."
        ),
    )
    graph = models.JSONField()
    # The digest of the published case when the draft was begun from it.
    base_sha256 = models.CharField(max_length=64, blank=True)
    # The ids of everybody who wrote in it.
    authors = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["track_code", "code"]

    def __str__(self) -> str:
        return self.title


class CasePublication(models.Model):
    """One version of a case as it was published. Never changed."""

    scenario = models.ForeignKey(
        Scenario, on_delete=models.PROTECT, related_name="publications"
    )
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_cosmetic = models.BooleanField()
    authors = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="modules_publication_numbered"
            ),
        ]
