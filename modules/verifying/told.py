"""What the audit log says of rows, beside the rows."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from home.audit_checks import Mismatch
from home.models import AuditEntry

Facts = Mapping[str, Any]


def entries_about(
    label: str, ids: Collection[str], actions: Collection[str]
) -> dict[str, list[Facts]]:
    """This will give by row what the log says of it.

    Args:
        label: of the model, such as `modules.Attempt`.
        actions: only entries of these.
    """
    rows = AuditEntry.objects.filter(
        action__in=actions, subject_kind=label, subject_id__in=ids
    )
    found: dict[str, list[Facts]] = {}
    for pk, facts in rows.values_list("subject_id", "facts"):
        found.setdefault(pk, []).append(facts)
    return found


def logged(where: str, told: list[Facts], kept: Facts) -> Iterator[Mismatch]:
    """This will compare a result with the one entry that tells of it."""
    if len(told) != 1:
        text = _("%(count)d entries of the log tell of its result; it should be one.")
        yield Mismatch(where, text % {"count": len(told)})
        return
    for name, value in kept.items():
        if told[0].get(name) != value:
            text = _("%(name)s is %(value)s, and the log says %(logged)s.")
            words = {"name": name, "value": value, "logged": told[0].get(name)}
            yield Mismatch(where, text % words)


def computed(where: str, kept: Facts, anew: Facts) -> Iterator[Mismatch]:
    """This will compare what is kept with what follows from the evidence."""
    for name, value in anew.items():
        if kept[name] != value:
            text = _("%(name)s is %(value)s; from the evidence follows %(anew)s.")
            words = {"name": name, "value": kept[name], "anew": value}
            yield Mismatch(where, text % words)
