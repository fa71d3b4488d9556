"""The database itself keeps attempts, what they asked, and who enrolled when.

An attempt, its items and a run through a case are filled once, when they end.
"""

from django.db import migrations

from home.append_only import append_only, filled_once, never_emptied


class Migration(migrations.Migration):
    dependencies = [("modules", "0003_never_emptied")]

    operations = [
        filled_once(
            "modules_attempt",
            empty="old.submitted_at IS NULL",
            kept=("id", "person_id", "assessment_id", "pass_percent", "started_at"),
        ),
        filled_once(
            "modules_attemptitem",
            empty="old.is_right IS NULL",
            kept=(
                "id",
                "attempt_id",
                "position",
                "question_code",
                "is_critical",
                "frozen",
                "shown_order",
            ),
        ),
        filled_once(
            "modules_scenariorun",
            empty="old.finished_at IS NULL",
            kept=(
                "id",
                "person_id",
                "scenario_id",
                "graph",
                "pass_percent",
                "started_at",
            ),
        ),
        append_only(
            "modules_attemptedition", "modules_enrolment", "modules_contentreview"
        ),
        never_emptied(
            "modules_attempt",
            "modules_attemptitem",
            "modules_attemptedition",
            "modules_enrolment",
            "modules_scenariorun",
            "modules_contentreview",
        ),
    ]
