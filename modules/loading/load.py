"""Loads the whole starter curriculum, or nothing of it."""

import datetime

from django.db import transaction

from home.actions import audit
from modules.loading.banks import load_banks
from modules.loading.editors import ensure_editors
from modules.loading.moderators import ensure_moderators
from modules.loading.pages import PageLoader
from modules.loading.references import load_practice, load_references
from modules.loading.report import Report
from modules.loading.tree import load_tree
from modules.models import CurriculumPage
from modules.starter.reference_shapes import CurriculumFile


def load_curriculum(curriculum: CurriculumFile, *, at: datetime.datetime) -> Report:
    """This will bring the site to the state of the files; a second time, to no change.

    What somebody edited on the site is left alone and told in the report.
    """
    report = Report()
    with transaction.atomic():
        load_references(curriculum, report)
        load_practice(curriculum, report)
        load_banks(curriculum, report, at=at)
        root = load_tree(curriculum, PageLoader(report, at))
        ensure_editors(root)
        ensure_moderators(root)
        _log(report, root, at)
    return report


def _log(report: Report, root: CurriculumPage, at: datetime.datetime) -> None:
    """One entry for a load that changed something; none for one that did not."""
    counts = {state.name.lower(): len(names) for state, names in report.met.items()}
    if counts["missing"] or counts["outdated"]:
        audit.append("CURRICULUM-LOADED", by=None, at=at, about=root, **counts)
