"""Views that add, change and delete rows with one audit entry for each deed."""

import json
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.admin.views import generic

from home.access import Policy, person_of
from home.actions import audit
from modules.actions.editions import canonical_sha256

# Who may open these is asked of the model's permissions, by Wagtail's own view.
AUTHORS = Policy(
    "WAGTAIL-MODEL-PERMISSION",
    "authors whose group gives them the right",
    lambda request: request.user.has_perm("wagtailadmin.access_admin"),
)


class AuditedCreateView(generic.CreateView):
    """Adds a row."""

    access_policy = AUTHORS

    def save_instance(self) -> models.Model:
        """This will save the row and say so in the log, both or neither."""
        return _logged(super().save_instance(), "ADDED", self.request)


class AuditedEditView(generic.EditView):
    """Changes a row."""

    access_policy = AUTHORS

    def save_instance(self) -> models.Model:
        """This will save the row and say so in the log, both or neither."""
        return _logged(super().save_instance(), "CHANGED", self.request)


class AuditedDeleteView(generic.DeleteView):
    """Takes a row away."""

    access_policy = AUTHORS

    def delete_action(self) -> None:
        """This will delete the row and say so in the log, both or neither."""
        with transaction.atomic():
            _logged(self.object, "DELETED", self.request)
            super().delete_action()


def _logged(row: models.Model, deed: str, request: HttpRequest) -> models.Model:
    name = str(row._meta.verbose_name).upper().replace(" ", "-")
    audit.append(
        f"{name}-{deed}",
        by=person_of(request),
        at=timezone.now(),
        about=row,
        sha256=canonical_sha256(_content_of(row)),
    )
    return row


def _content_of(row: models.Model) -> Any:
    """Everything of the row that JSON can hold, its options and steps included."""
    if isinstance(row, ClusterableModel):
        return json.loads(row.to_json())
    return {
        field.attname: str(getattr(row, field.attname)) for field in row._meta.fields
    }
