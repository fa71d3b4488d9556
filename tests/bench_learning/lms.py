"""wagtail-lms, the other learning system for Wagtail: "completed", as it takes it.

    python -m tests.bench_learning.lms fill URL
    python -m tests.bench_learning.lms NUMBER OF URL

Runs in an environment of its own that holds that package, and none of ours.
"""

import itertools
import json
import sys
from collections.abc import Iterator

import django
import environ
from django.conf import settings

from tests.bench_learning.scale import LESSONS, PEOPLE
from tests.bench_learning.worker import THREADS, Act, serve

STATEMENT = {
    "verb": {
        "id": "http://adlnet.gov/expapi/verbs/completed",
        "display": {"en-US": "completed"},
    },
    "object": {"id": "lesson"},
    "result": {
        "completion": True,
        "success": True,
        "score": {"raw": 5, "min": 0, "max": 5, "scaled": 1},
    },
}


def set_up(url: str) -> None:
    """This will have Django use that database, as kindly as one can."""
    database = environ.Env.db_url_config(url) | {"CONN_MAX_AGE": None}
    if "sqlite" in database["ENGINE"]:
        database["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        }
    settings.configure(
        SECRET_KEY="bench-only",
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        DATABASES={"default": database},
        ROOT_URLCONF="wagtail_lms.urls",
        WAGTAIL_SITE_NAME="Bench",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "wagtail_lms",
            "wagtail.contrib.forms",
            "wagtail.contrib.redirects",
            "wagtail.embeds",
            "wagtail.sites",
            "wagtail.users",
            "wagtail.snippets",
            "wagtail.documents",
            "wagtail.images",
            "wagtail.search",
            "wagtail.admin",
            "wagtail",
            "modelcluster",
            "taggit",
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
        ],
        MIDDLEWARE=[],
        STATIC_URL="/static/",
        WAGTAILADMIN_BASE_URL="http://127.0.0.1",
    )
    django.setup()


def fill() -> None:
    """This will make one course of lessons with an activity each, and its learners."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from wagtail.models import Page
    from wagtail_lms.models import (
        CourseEnrollment,
        CoursePage,
        H5PActivity,
        H5PLessonPage,
    )

    call_command("migrate", verbosity=0)
    home = Page.objects.get(depth=2)
    course = home.add_child(instance=CoursePage(title="Course", slug="course"))
    for number in range(LESSONS):
        activity = H5PActivity(title=f"Activity {number}")
        H5PActivity.objects.bulk_create([activity])
        activity = H5PActivity.objects.latest("pk")
        body = [
            {"type": "paragraph", "value": "<p>Words of a lesson.</p>" * 100},
            {"type": "h5p_activity", "value": {"activity": activity.pk}},
        ]
        page = H5PLessonPage(title=f"Lesson {number}", slug=f"lesson-{number}")
        page.body = json.dumps(body)
        course.add_child(instance=page)
    people = User.objects.bulk_create(
        User(username=f"person-{number}") for number in range(PEOPLE)
    )
    CourseEnrollment.objects.bulk_create(
        CourseEnrollment(user=person, course=course) for person in people
    )


def completions(number: int, of: int) -> Iterator[Act]:
    """This will give one event after the other: somebody is done with an activity."""
    from django.contrib.auth.models import User
    from django.test import RequestFactory
    from wagtail_lms.models import H5PActivity
    from wagtail_lms.views import h5p_xapi_view

    factory, told = RequestFactory(), json.dumps(STATEMENT)
    people = list(User.objects.order_by("pk"))[number::of]
    activities = list(H5PActivity.objects.order_by("pk"))

    def completed(person: User, activity: H5PActivity) -> None:
        request = factory.post("/", told, content_type="application/json")
        request.user = person
        answer = h5p_xapi_view(request, activity.pk)
        assert answer.status_code == 200, answer.content

    for person, activity in itertools.product(people, activities):
        yield lambda person=person, activity=activity: completed(person, activity)


def main() -> None:
    """This will fill a database, or be one worker of a crew."""
    set_up(sys.argv[-1])
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
