"""Who somebody is to an outside register, and what the exclusion list said."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Person


class ProviderIdentity(models.Model):
    """What an outside register knows a person by. For the credentials office only."""

    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="provider_identity",
    )
    npi = models.CharField(
        _("NPI"),
        max_length=10,
        blank=True,
        help_text=_("National Provider Identifier: ten digits, the last one a check."),
    )
    first_name = models.CharField(max_length=80)
    middle_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    # One a line: maiden names, other spellings.
    other_last_names = models.TextField(blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = _("provider identities")
        constraints = [
            # An NPI is one person's for life.
            models.UniqueConstraint(
                fields=["npi"],
                condition=~Q(npi=""),
                name="certificates_identity_npi_once",
            ),
        ]


class ExclusionList(models.Model):
    """One file of the exclusion list as it was read. Added, never edited."""

    name = models.CharField(max_length=160)
    file_sha256 = models.CharField(max_length=64, unique=True)
    row_count = models.PositiveIntegerField()
    # The day to which the publisher says it is up to date.
    published_on = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return self.name


class ExclusionMatch(models.Model):
    """A line of the list that may be one of our people. Somebody has to look.

    What somebody found by hand is one too: it has that look instead of a list.
    """

    class By(models.TextChoices):
        NPI = "NPI", _("Same NPI")
        NAME_AND_BIRTH = "NAME_AND_BIRTH", _("Same name and date of birth")
        NAME = "NAME", _("Same name; no date of birth to compare")
        HAND = "HAND", _("Looked up by hand")

    class State(models.TextChoices):
        OPEN = "OPEN", _("To be looked at")
        PROPOSED = "PROPOSED", _("A second person has to agree")
        DISMISSED = "DISMISSED", _("Somebody else")
        CONFIRMED = "CONFIRMED", _("Confirmed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.ForeignKey(
        ExclusionList,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="matches",
    )
    looked_up = models.OneToOneField(
        "ExclusionCheck",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="match",
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="exclusion_matches"
    )
    line_number = models.PositiveIntegerField(default=0)
    line = models.JSONField(
        default=dict, help_text=_("The line's 18 columns, as they stood.")
    )
    matched_by = models.CharField(max_length=16, choices=By.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    proposed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["list", "line_number"]
        verbose_name_plural = _("exclusion matches")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "person", "line_number"],
                name="certificates_match_once",
            ),
            # Dismissing takes a reason and two people, neither of them the person.
            models.CheckConstraint(
                condition=~Q(state="DISMISSED")
                | (
                    Q(proposed_by__isnull=False, settled_by__isnull=False)
                    & ~Q(reason="")
                    & ~Q(proposed_by=F("settled_by"))
                ),
                name="certificates_match_dismissed_by_two",
            ),
            models.CheckConstraint(
                condition=(Q(proposed_by__isnull=True) | ~Q(proposed_by=F("person")))
                & (Q(settled_by__isnull=True) | ~Q(settled_by=F("person"))),
                name="certificates_match_not_by_self",
            ),
            models.CheckConstraint(
                condition=Q(
                    matched_by="HAND", list__isnull=True, looked_up__isnull=False
                )
                | (
                    ~Q(matched_by="HAND")
                    & Q(list__isnull=False, looked_up__isnull=True)
                ),
                name="certificates_match_in_a_list_or_by_hand",
            ),
        ]

    @property
    def is_confirmed(self) -> bool:
        """Whether it was confirmed, also while one of two says it was a mistake."""
        was = self.state == self.State.PROPOSED and self.settled_at is not None
        return was or self.state == self.State.CONFIRMED


class ExclusionCheck(models.Model):
    """A look into the exclusion list. Added, never edited."""

    class Outcome(models.TextChoices):
        CLEAR = "CLEAR", _("Clear")
        POTENTIAL_MATCH = "POTENTIAL_MATCH", _("Potential match")
        CONFIRMED = "CONFIRMED", _("Confirmed")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="exclusion_checks"
    )
    on = models.DateField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    # The file it was looked up in; empty when somebody looked by hand.
    list = models.ForeignKey(
        ExclusionList,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="checks",
    )
    # The check that this one puts right: that one then says nothing any more.
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            # Nothing is made clear by nobody.
            models.CheckConstraint(
                condition=Q(corrects__isnull=True)
                | Q(by__isnull=False)
                | ~Q(outcome="CLEAR"),
                name="certificates_exclusion_cleared_by_somebody",
            ),
        ]
