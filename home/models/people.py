"""People, the clinics they work at, and the sign-ins they come in by."""

import datetime
import uuid
import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from home.sign_ins import UserManager


class User(AbstractUser):
    """A way in: an e-mail address and a password. Records belong to a Person."""

    username = None  # type: ignore[assignment,misc]
    email = models.EmailField(_("e-mail address"), unique=True)  # type: ignore[misc]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        swappable = "AUTH_USER_MODEL"
        constraints = [
            # Two sign-ins that differ only in case would be two people to us
            # and one mailbox to the world.
            models.UniqueConstraint(
                Lower("email"),
                name="home_user_one_per_email",
                violation_error_message=_("This e-mail address is already in use."),
            ),
        ]

    def __str__(self) -> str:
        return self.email


def validate_time_zone(name: str) -> None:
    """This will refuse a name that the time zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone, such as America/New_York."),
            params={"name": name},
        )


class Clinic(models.Model):
    """One place of work. Nobody sees another clinic's people."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    time_zone = models.CharField(
        max_length=64,
        validators=[validate_time_zone],
        help_text=_("Such as America/New_York. Days begin and end by it."),
    )
    jurisdiction = models.CharField(
        max_length=16, help_text=_("Such as US-MA: whose licence is asked for.")
    )
    in_person = models.BooleanField(
        null=True,
        help_text=_("Sessions take place here in person. Empty means not yet said."),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def day_of(self, moment: datetime.datetime) -> datetime.date:
        """This will give the calendar date of a moment in the clinic's time zone."""
        return moment.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()


class Gender(models.TextChoices):
    WOMAN = "WOMAN", _("Woman")
    MAN = "MAN", _("Man")
    NONBINARY = "NONBINARY", _("Nonbinary")
    UNDISCLOSED = "UNDISCLOSED", _("Not disclosed")


class Person(models.Model):
    """Whom evidence, credentials and signatures belong to; a login comes and goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )
    name = models.CharField(max_length=160)
    gender = models.CharField(
        max_length=16,
        choices=Gender.choices,
        default=Gender.UNDISCLOSED,
        help_text=_("Self-described; used only to honour a patient's preference."),
    )
    matching_consent = models.BooleanField(
        default=False,
        help_text=_("May the gender above be used when a team is put together?"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    THERAPIST = "THERAPIST", _("Therapist")
    ASSESSOR = "ASSESSOR", _("Assessor")
    CLINICAL_DIRECTOR = "CLINICAL_DIRECTOR", _("Clinical director")
    MEDICAL_DIRECTOR = "MEDICAL_DIRECTOR", _("Medical director")
    MEDICAL_CLINICIAN = "MEDICAL_CLINICIAN", _("Medical clinician")
    SCHEDULER = "SCHEDULER", _("Scheduler")
    AUDITOR = "AUDITOR", _("Auditor")
    SAFETY_OFFICER = "SAFETY_OFFICER", _("Safety officer")
    EDITOR = "EDITOR", _("Content editor")
    STAFF = "STAFF", _("Staff")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, day: datetime.date) -> "MembershipQuerySet":
        """This will keep the memberships that cover one calendar date."""
        not_ended = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        return self.filter(not_ended, starts_on__lte=day)


class Membership(models.Model):
    """One role of one person at one clinic, from a day to a day, both included."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships"
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=24, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["clinic__name", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="home_membership_ends_after_start",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.clinic}"


class DeclaredRelationship(models.Model):
    """A tie between two people that somebody independent must look at (R-17)."""

    class Kind(models.TextChoices):
        SPOUSE = "SPOUSE", _("Spouse or partner")
        RELATIVE = "RELATIVE", _("Relative")
        EMPLOYER = "EMPLOYER", _("Employer")
        FINANCIAL = "FINANCIAL", _("Financial partner")

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    declared_on = models.DateField()

    class Meta:
        constraints = [
            # A tie to oneself would make every director their own relation.
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")),
                name="home_relationship_between_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"
