"""Writing plain rows: those that are neither pages nor have children of their own."""

from typing import Any, TypeVar

from modules.loading.report import Report, State, digest_of, state_of
from modules.models.starters import LoadedFromStarter

Row = TypeVar("Row", bound=LoadedFromStarter)


def put_row(
    model: type[Row], key: dict[str, Any], content: dict[str, Any], report: Report
) -> Row:
    """This will create or update one row, unless it was edited on the site.

    Args:
        key: the field that names the row, such as {"code": "S31"}.
        content: the other fields, by attribute name, foreign keys as `…_id`.
    """
    row = model._default_manager.filter(**key).first()
    if row is None:
        report.note(State.MISSING, _name(model, key))
        fields = key | content
        return model._default_manager.create(
            **fields, starter_digest=digest_of(content)
        )
    present = {name: getattr(row, name) for name in content}
    state = state_of(row.starter_digest, present=present, wanted=content)
    if report.note(state, _name(model, key)) is State.OUTDATED:
        for name, value in content.items():
            setattr(row, name, value)
        row.starter_digest = digest_of(content)
        row.save()
    return row


def _name(model: type[Row], key: dict[str, Any]) -> str:
    return f"{model._meta.verbose_name} {next(iter(key.values()))}"
