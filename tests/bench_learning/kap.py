"""Our side: "completed" as our own view takes it, with its entry in the log.

    python -m tests.bench_learning.kap fill
    python -m tests.bench_learning.kap NUMBER OF

The database is that of DATABASE_URL.
"""

import datetime
import itertools
import os
import sys
from collections.abc import Iterator

import django

from tests.bench_learning.scale import LESSONS, PEOPLE
from tests.bench_learning.worker import THREADS, Act, serve


def set_up() -> None:
    """This will have Django use the database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench_learning.settings"
    django.setup()


def fill() -> None:
    """This will load the starter curriculum, all of it opened by everybody."""
    from django.core.management import call_command

    from home.models import Clinic, Membership, Person, Role, User
    from modules.models import Enrolment, TrackPage
    from tests.bench_learning.bare.models import make_bare

    call_command("migrate", verbosity=0)
    call_command("load_starter_curriculum", verbosity=0)
    now = datetime.datetime.now(datetime.UTC)
    clinic = Clinic.objects.create(
        slug="north",
        name="North Clinic",
        time_zone="America/New_York",
        jurisdiction="US-MA",
    )
    users = User.objects.bulk_create(
        User(email=f"person-{number}@example.org") for number in range(PEOPLE)
    )
    people = Person.objects.bulk_create(
        Person(user=user, name=f"Person {number:03}")
        for number, user in enumerate(users)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            clinic=clinic,
            role=Role.THERAPIST,
            starts_on=now.date() - datetime.timedelta(days=400),
        )
        for person in people
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            person=person,
            clinic=clinic,
            track_key=track.translation_key,
            track_code=track.code,
            enrolled_at=now,
        )
        for person, track in itertools.product(people, TrackPage.objects.all())
    )
    _read(people, now)
    make_bare()


def _read(people: list, now: datetime.datetime) -> None:
    """Everybody has opened every lesson and answered what it asks."""
    from modules.models import CheckAnswer, LessonOpening, LessonPage
    from modules.selectors.lessons import blocks_of, edition_with

    lessons = list(LessonPage.objects.live())
    assert len(lessons) == LESSONS, len(lessons)
    for lesson in lessons:
        edition, blocks = edition_with(lesson), list(blocks_of(lesson, "check"))
        shared = {"lesson_key": lesson.translation_key, "edition": edition}
        LessonOpening.objects.bulk_create(
            LessonOpening(person=person, opened_at=now, **shared) for person in people
        )
        CheckAnswer.objects.bulk_create(
            CheckAnswer(
                person=person, block_id=block, option=0, answered_at=now, **shared
            )
            for person, block in itertools.product(people, blocks)
        )


def completions(number: int, of: int) -> Iterator[Act]:
    """This will give one event after the other: somebody finishes a lesson."""
    from django.contrib.messages.storage.cookie import CookieStorage
    from django.test import RequestFactory
    from django.urls import reverse

    from home.models import User
    from modules.models import LessonPage
    from modules.views.lessons import finish_lesson

    factory = RequestFactory()
    users = list(User.objects.order_by("pk"))[number::of]
    rows = LessonPage.objects.live().order_by("path")
    keys = list(rows.values_list("translation_key", flat=True))

    def completed(user: User, key) -> None:
        request = factory.post(reverse("lesson_finish", args=[key]))
        request.user = user
        request._messages = CookieStorage(request)
        answer = finish_lesson(request, key)
        assert answer.status_code == 302, answer.content

    for user, key in itertools.product(users, keys):
        yield lambda user=user, key=key: completed(user, key)


def main() -> None:
    """This will fill the database, or be one worker of a crew."""
    set_up()
    if sys.argv[1] == "fill":
        fill()
        return
    from django.db import connections

    number, of = int(sys.argv[1]), int(sys.argv[2])
    mine = [number * THREADS + thread for thread in range(THREADS)]
    acts = [completions(thread, of * THREADS) for thread in mine]
    serve(acts, connections.close_all)


if __name__ == "__main__":
    main()
