"""What there is to judge before a page is published, read from the database."""

from collections import defaultdict

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtailmedia.models import get_media_model

from modules.lint.findings import Finding
from modules.lint.lesson_rules import lesson_findings
from modules.lint.module_rules import module_findings
from modules.lint.snapshot import (
    Around,
    AssessmentSeen,
    BlockSeen,
    LessonEntry,
    LessonSeen,
    ModuleSeen,
    PartEntry,
    QuestionSeen,
)
from modules.models import (
    Assessment,
    LessonPage,
    ModulePage,
    Question,
    Source,
    TrackPage,
)
from modules.question_rules import Draft, Option

_TOLD = ("path", "code", "live", "prerequisite_codes")


def findings_before_publishing(page: Page) -> list[Finding]:
    """This will judge a page as it is about to be published.

    A module is judged with its published lessons: publishing it publishes no other.
    """
    if isinstance(page, LessonPage):
        return lesson_findings(_lesson(page), _around(page))
    if isinstance(page, ModulePage):
        lessons = LessonPage.objects.child_of(page).live().order_by("path")
        seen = tuple(_lesson(one) for one in lessons)
        return module_findings(_module(page, seen), _around())
    return []


def findings_of_drafts(page: Page) -> list[Finding]:
    """This will judge a page as its newest draft stands, a module's lessons too."""
    if isinstance(page, LessonPage):
        return lesson_findings(_lesson(page), _around(page))
    if isinstance(page, ModulePage):
        return module_findings(_module(page, _drafts(page)), _around())
    return []


def _drafts(module: ModulePage) -> tuple[LessonSeen, ...]:
    lessons = LessonPage.objects.child_of(module).order_by("path")
    lessons = lessons.select_related("latest_revision")
    return tuple(_lesson(one.get_latest_revision_as_object()) for one in lessons)


def _lesson(page: LessonPage) -> LessonSeen:
    return LessonSeen(
        number=page.pk,
        code=page.code,
        title=page.title,
        minutes=page.minutes or 0,
        is_outline=page.is_outline,
        is_live=page.live,
        prerequisites=_codes(page.prerequisite_codes),
        blocks=tuple(
            BlockSeen(str(raw.get("id") or ""), raw["type"], raw["value"])
            for raw in page.body.get_prep_value()
        ),
    )


def _module(page: ModulePage, lessons: tuple[LessonSeen, ...]) -> ModuleSeen:
    track = TrackPage.objects.parent_of(page).first()
    found = Assessment.objects.filter(track_code=track.code if track else "").first()
    return ModuleSeen(
        number=page.pk,
        code=page.code,
        title=page.title,
        lessons=lessons,
        assessment=_assessment(found) if found else None,
        all_lessons=LessonPage.objects.child_of(page).count(),
    )


def _assessment(assessment: Assessment) -> AssessmentSeen:
    questions = Question.objects.filter(bank_id=assessment.bank_id)
    return AssessmentSeen(
        number=assessment.pk,
        title=assessment.title,
        draw_count=assessment.draw_count,
        questions=tuple(
            _question(one) for one in questions.prefetch_related("options", "steps")
        ),
        quotas={quota.topic: quota.count for quota in assessment.quotas.all()},
    )


def _question(question: Question) -> QuestionSeen:
    options = tuple(
        Option(o.text, o.feedback, o.is_right, o.match, o.step_code, o.leads_to)
        for o in question.options.all()
    )
    steps = tuple(step.code for step in question.steps.all())
    return QuestionSeen(
        number=question.pk,
        code=question.code,
        draft=Draft(question.type, question.stem, options, steps),
        is_critical=question.is_critical,
        is_active=question.is_active,
        lesson_codes=tuple(question.lesson_codes),
        source_codes=tuple(question.source_codes),
        subject=question.subject,
    )


def _around(page: LessonPage | None = None) -> Around:
    """All that may be named; a lesson at hand counts as it is about to stand."""
    tracks = list(TrackPage.objects.prefetch_related("prerequisites__requires"))
    entries: dict[str, list[LessonEntry]] = defaultdict(list)
    others = LessonPage.objects.exclude(pk=page.pk if page else 0)
    for one in [*others.only(*_TOLD), *([page] if page else [])]:
        part = next((t.code for t in tracks if one.path.startswith(t.path)), "")
        needed = _codes(one.prerequisite_codes)
        entries[one.code].append(LessonEntry(one.pk, one.live, needed, part))
    return Around(
        lessons={code: tuple(found) for code, found in entries.items()},
        parts={track.code: _part(track) for track in tracks},
        sources=frozenset(Source.objects.values_list("code", flat=True)),
        pages=dict(Page.objects.values_list("pk", "live")),
        documents=frozenset(get_document_model().objects.values_list("pk", flat=True)),
        images=frozenset(get_image_model().objects.values_list("pk", flat=True)),
        clips=frozenset(get_media_model().objects.values_list("pk", flat=True)),
    )


def _part(track: TrackPage) -> PartEntry:
    requires = tuple(row.requires.code for row in track.prerequisites.all())
    return PartEntry(track.live, requires)


def _codes(written: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in written.split(",") if code.strip())
