"""One thing beside another in one process, in turn: pages, and what is handed in."""

import datetime
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ROUNDS, WARM_UP = 60, 5
ITEMS = 30


@dataclass(frozen=True)
class Beside:
    """Medians in milliseconds of what is ours and of what does less."""

    ours: float
    other: float

    @property
    def ratio(self) -> float:
        return self.ours / self.other


def beside(ours: Callable[[], object], other: Callable[[], object]) -> Beside:
    """This will do both in turn and give their medians."""
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + ROUNDS):
        for act, times in zip((ours, other), took, strict=True):
            begun = time.perf_counter()
            act()
            if number >= WARM_UP:
                times.append((time.perf_counter() - begun) * 1000)
    return Beside(statistics.median(took[0]), statistics.median(took[1]))


def pages() -> dict[str, Beside]:
    """This will show a short, a middling and the longest lesson, and the bare ones."""
    from home.models import Person
    from modules.models import LessonPage
    from tests.bench_learning.bare.models import BarePage
    from tests.cast import client_of

    client = client_of(Person.objects.get(name="Person 000"))
    lessons = sorted(LessonPage.objects.live(), key=lambda page: len(str(page.body)))
    found = {}
    for name, lesson in (
        ("shortest lesson", lessons[0]),
        ("middling lesson", lessons[len(lessons) // 2]),
        ("longest lesson", lessons[-1]),
    ):
        bare = BarePage.objects.get(slug=lesson.slug)
        found[name] = beside(
            lambda url=lesson.url: _shown(client, url),
            lambda url=bare.url: _shown(client, url),
        )
    return found


def _shown(client, url: str) -> None:
    answer = client.get(url, secure=True)
    assert answer.status_code == 200, (url, answer.status_code)


def handing_in() -> Beside:
    """This will hand in attempts of thirty items, beside a bare insert of thirty."""
    from modules.actions.attempts import submit_attempt

    at = datetime.datetime.now(datetime.UTC)
    attempts = _attempts(at)

    def submit() -> None:
        attempt = next(attempts)
        submit_attempt(attempt, by=attempt.person, at=at)

    return beside(submit, lambda: _insert(at))


def _insert(at: datetime.datetime) -> None:
    from django.db import transaction

    from tests.bench_learning.bare.models import BareAnswer

    attempt = uuid.uuid4()
    with transaction.atomic():
        BareAnswer.objects.bulk_create(
            BareAnswer(
                attempt=attempt,
                item=number,
                response={"option": number},
                is_right=True,
                at=at,
            )
            for number in range(ITEMS)
        )


def _attempts(at: datetime.datetime) -> Iterator:
    from home.models import Person
    from modules.actions.attempts import save_answer, start_attempt
    from modules.models import Assessment, Attempt, LessonCompletion, ModuleEdition
    from tests.modules.assessed import choose, right_responses

    assessment = Assessment.objects.get(track_code="F")
    assessment.draw_count = ITEMS
    assessment.save()
    for number in range(assessment.bank.questions.count(), ITEMS):
        rights = [True, False, False, False]
        choose(assessment.bank, f"BENCH-{number}", "SINGLE", rights)
    done = Attempt.objects.values("person")
    people = Person.objects.exclude(pk__in=done)[: ROUNDS + WARM_UP]
    editions = [row for row in ModuleEdition.objects.all() if row.code.startswith("F")]
    made = []
    for person in people:
        LessonCompletion.objects.bulk_create(
            [
                LessonCompletion(
                    person=person,
                    lesson_key=line["key"],
                    edition=edition,
                    completed_at=at,
                )
                for edition in editions
                for line in edition.lessons
            ],
            ignore_conflicts=True,
        )
        attempt = start_attempt(person, assessment=assessment, by=person, at=at)
        for item in attempt.items.all():
            for response in right_responses(item):
                save_answer(item, response, by=person, at=at)
        assert attempt.items.count() == ITEMS
        made.append(attempt)
    return iter(made)
