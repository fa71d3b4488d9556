"""Limits of attempts by the server's clock and number, versions of questions, quotas.

Columns that attempts and their items got are kept from the start, like the others.
"""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

from home.append_only import append_only, filled_once_too, never_emptied

ATTEMPT = ("id", "person_id", "assessment_id", "pass_percent", "started_at")
ITEM = (
    "id",
    "attempt_id",
    "position",
    "question_code",
    "is_critical",
    "frozen",
    "shown_order",
)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_never_emptied"),
        ("modules", "0007_answers_sent_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentQuota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "topic",
                    models.SlugField(
                        help_text="As written in the questions; else their first lesson's module.",
                        max_length=32,
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "sort_order",
                    models.PositiveSmallIntegerField(default=0, editable=False),
                ),
                (
                    "assessment",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="modules.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
            },
        ),
        migrations.CreateModel(
            name="AttemptUnlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unlocks",
                        to="modules.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="home.person",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="home.clinic",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempt_unlocks",
                        to="home.person",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="QuestionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="home.person",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="modules.question",
                    ),
                ),
            ],
            options={
                "ordering": ["question", "number"],
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="max_attempts",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="After the last one, a clinical director opens one more.",
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How long an attempt stays open. Empty: as long as it takes.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="closes_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="criterion",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="number",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="attemptanswer",
            name="client_key",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="attemptanswer",
            name="place",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="question",
            name="topic",
            field=models.SlugField(
                blank=True,
                help_text="For quotas of an assessment. Empty: its first lesson's module.",
                max_length=32,
            ),
        ),
        migrations.AddConstraint(
            model_name="attemptanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("client_key__isnull", False)),
                fields=("client_key",),
                name="modules_answer_key_once",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="unlock",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="modules.attemptunlock",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("person", "assessment", "number"),
                name="modules_attempt_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unlock__isnull", False)),
                fields=("unlock",),
                name="modules_attempt_unlock_spent_once",
            ),
        ),
        migrations.AddField(
            model_name="attemptitem",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="modules.questionversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="attemptunlock",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", models.F("person")), _negated=True),
                name="modules_unlock_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.UniqueConstraint(
                fields=("question", "number"), name="modules_question_version_once"
            ),
        ),
        append_only("modules_attemptunlock", "modules_questionversion"),
        never_emptied("modules_attemptunlock", "modules_questionversion"),
        filled_once_too(
            "modules_attempt",
            empty="old.submitted_at IS NULL",
            kept=(*ATTEMPT, "number", "closes_at", "criterion", "unlock_id"),
            before=ATTEMPT,
        ),
        filled_once_too(
            "modules_attemptitem",
            empty="old.is_right IS NULL",
            kept=(*ITEM, "version_id"),
            before=ITEM,
        ),
    ]
