"""Forms for a person's file: documents, verifications and other dated facts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificates.actions.artefacts import MOST_BYTES, Upload
from certificates.actions.documents import DocumentEntry, VerificationEntry
from certificates.models import (
    Artefact,
    CurrencyRecord,
    Document,
    DocumentKind,
    ExclusionCheck,
    Verification,
)
from certificates.rules.file_kinds import content_type_of

TAKEN = _("A PDF, JPEG or PNG of at most 10 MB.")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CopyField(forms.FileField):
    """A file that is taken: told by what is in it, whatever it is called."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """This will refuse what is too large, or no PDF, JPEG or PNG."""
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 10 MB."))
        if not content_type_of(file.read(16)):
            raise ValidationError(_("Only PDF, JPEG and PNG files are taken."))
        file.seek(0)
        return file


def upload_of(file: UploadedFile | None, kind: str = "") -> Upload | None:
    """This will give a checked file as the actions take it."""
    return Upload(file.name or "", file.read(), kind) if file else None


class DocumentForm(forms.ModelForm):
    """What stands on an outside document."""

    file = CopyField(label=_("Copy"), required=False, help_text=TAKEN)

    class Meta:
        model = Document
        fields = (
            "kind",
            "jurisdiction",
            "issuer",
            "number",
            "issued_on",
            "expires_on",
            "has_discipline",
        )
        labels = {"has_discipline": _("Discipline reported")}
        widgets = {"issued_on": _day(), "expires_on": _day()}

    def entry(self, copy: Artefact | None = None) -> DocumentEntry:
        """This will give what was typed as the action takes it.

        Args:
            copy: what the person handed in, when it is recorded from that.
        """
        told = dict(self.cleaned_data)
        file = told.pop("file", None)
        return DocumentEntry(**told, copy=copy or upload_of(file, told["kind"]))


class HandedInForm(DocumentForm):
    """What stands on a document of which a copy was handed in."""

    file = None  # type: ignore[assignment]


class VerificationForm(forms.ModelForm):
    """What the source said about a document."""

    file = CopyField(
        label=_("What the source sent"),
        required=False,
        help_text=_(
            "Such as the page of the board: a PDF, JPEG or PNG of at most 10 MB."
        ),
    )

    class Meta:
        model = Verification
        fields = ("on", "method", "source", "outcome")
        widgets = {"on": _day()}
        labels = {"on": _("Day"), "source": _("Source that was asked")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].help_text = _(
            "Clearance counts only the primary source or a designated equivalent."
        )

    def entry(self) -> VerificationEntry:
        """This will give what was typed as the action takes it."""
        told = dict(self.cleaned_data)
        file = told.pop("file", None)
        return VerificationEntry(**told, artefact=upload_of(file))


class HandInForm(forms.Form):
    """A document that a therapist hands in."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("", _("Choose")), *DocumentKind.choices],
        error_messages={"required": _("Choose what it is.")},
    )
    file = CopyField(
        label=_("File"),
        help_text=TAKEN,
        error_messages={"required": _("Choose a file.")},
    )

    def upload(self) -> Upload:
        """This will give the file as the action takes it."""
        file = self.cleaned_data["file"]
        return Upload(file.name or "", file.read(), self.cleaned_data["kind"])


class SetAsideForm(forms.Form):
    """Why the office cannot use what was handed in."""

    reason = forms.CharField(
        label=_("What is wrong with it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
        help_text=_("The person reads this, so that they can hand in a better one."),
    )


class ExclusionCheckForm(forms.ModelForm):
    """What the exclusion list said."""

    class Meta:
        model = ExclusionCheck
        fields = ("on", "outcome")
        widgets = {"on": _day()}


class CurrencyForm(forms.ModelForm):
    """Something that was done on a day."""

    class Meta:
        model = CurrencyRecord
        fields = ("kind", "on")
        widgets = {"on": _day()}
