"""Forms for a person's file: documents, verifications and other dated facts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.actions.documents import DocumentEntry, VerificationEntry
from certificates.models import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Verification,
)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DocumentForm(forms.ModelForm):
    """What stands on an outside document."""

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

    def entry(self) -> DocumentEntry:
        """This will give what was typed as the action takes it."""
        return DocumentEntry(**self.cleaned_data)


class VerificationForm(forms.ModelForm):
    """What the source said about a document."""

    class Meta:
        model = Verification
        fields = ("on", "method", "outcome", "source")
        widgets = {"on": _day()}

    def entry(self) -> VerificationEntry:
        """This will give what was typed as the action takes it."""
        return VerificationEntry(**self.cleaned_data)


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
