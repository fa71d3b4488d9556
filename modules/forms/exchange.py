"""The forms by which questions come in and go out as files."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.actions.question_export import FORMATS
from modules.exchange.drafts import LARGEST, Row, UnreadableError
from modules.exchange.reading import rows_of, words_of
from modules.models import QuestionBank


class ImportForm(forms.Form):
    """Which bank, and the questions: a file, or else pasted text.

    The words of a file take the place of the text, so that what is shown afterwards is
    what was read, and can be mended there.
    """

    bank = forms.ModelChoiceField(
        QuestionBank.objects.order_by("track_code", "code"),
        label=gettext_lazy("Take the questions into"),
        empty_label=None,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=gettext_lazy("GIFT or Moodle XML, up to 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".gift,.txt,.xml"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[Row] = []

    def clean(self) -> dict[str, Any]:
        """This will read the questions, or say why none can be."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        upload = cleaned.get("file")
        field = "file" if upload else "text"
        try:
            if upload:
                self._put_into_text(upload)
            words = self.data.get(self.add_prefix("text"), "")
            if not words.strip():
                raise UnreadableError(_("Choose a file, or paste the questions."))
            self.rows = rows_of(words)
        except UnreadableError as fault:
            self.add_error(field, str(fault))
        return cleaned

    def _put_into_text(self, upload: Any) -> None:
        if upload.size > LARGEST:
            raise UnreadableError(
                _("The file is larger than 2 MB. Split it into several.")
            )
        typed = {name: self.data.get(name) for name in self.data}
        self.data = typed | {self.add_prefix("text"): words_of(upload.read())}


class ExportForm(forms.Form):
    """Which bank, as which kind of file."""

    bank = forms.ModelChoiceField(
        QuestionBank.objects.order_by("track_code", "code"),
        label=gettext_lazy("Question bank"),
        empty_label=None,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("GIFT", gettext_lazy("GIFT (plain text)")),
            ("XML", gettext_lazy("Moodle XML")),
        ],
        initial="GIFT",
    )

    def clean_format(self) -> str:
        """This will take only what can be written."""
        name = self.cleaned_data["format"]
        if name not in FORMATS:
            raise forms.ValidationError(_("Choose GIFT or Moodle XML."))
        return str(name)
