"""Saving a question in the admin: the row, its log entry and its version together."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from home.access import person_of
from modules.actions.questions import keep_version
from modules.admin.audited import AuditedCreateView, AuditedEditView
from modules.models import Question


class QuestionCreateView(AuditedCreateView):
    """Adds a question, and keeps its first version."""

    def save_instance(self) -> models.Model:
        """This will save the question and keep it as it reads now."""
        return _kept(super().save_instance(), self.request)


class QuestionEditView(AuditedEditView):
    """Changes a question; open attempts keep the version that they began with."""

    def save_instance(self) -> models.Model:
        """This will save the question and keep it as it reads now."""
        return _kept(super().save_instance(), self.request)


def _kept(saved: models.Model, request: HttpRequest) -> models.Model:
    if isinstance(saved, Question):
        keep_version(saved, by=person_of(request), at=timezone.now())
    return saved
