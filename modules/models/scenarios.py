"""Branching cases, and how somebody went through them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from home.models import Person
from modules.models.starters import LoadedFromStarter


class Scenario(LoadedFromStarter):
    """One invented case, node by node."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=160)
    track_code = models.CharField(max_length=8)
    minutes = models.PositiveSmallIntegerField()
    content_note = models.TextField()
    cast = models.TextField()
    pass_percent = models.PositiveSmallIntegerField(default=75)
    # Cases that teach the same stand for each other: one of them is enough.
    parallel_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parallels",
        verbose_name=_("parallel to"),
        help_text=_("The case this one can stand in for."),
    )
    # {start, nodes: {code: {title, text, choices: [{id, text, points, critical,
    #  next, feedback}], lessons, afterward}}, endings: {code: text},
    #  critical_endings: [code], level}
    # `next` is a node or an ending; `points` is 0, 1 or 2, and 0 where `critical`;
    # `lessons` are to be read again after a poor choice; `afterward` is told on
    # leaving the node, whatever was chosen; `level` is the credential it belongs to.
    graph = models.JSONField(help_text=_("Checked by the loader; holds the key."))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def group(self) -> int:
        """The id that all parallel cases share."""
        return self.parallel_to_id or self.pk


class ScenarioRun(models.Model):
    """One person goes through one case once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="scenario_runs"
    )
    scenario = models.ForeignKey(
        Scenario, on_delete=models.PROTECT, related_name="runs"
    )
    graph = models.JSONField()
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=16, blank=True)
    points = models.PositiveSmallIntegerField(null=True)
    points_possible = models.PositiveSmallIntegerField(null=True)
    was_critical = models.BooleanField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scenario"],
                condition=Q(finished_at__isnull=True),
                name="modules_run_one_open",
            ),
        ]


class ScenarioStep(models.Model):
    """One choice at one node. A node is decided once in a run."""

    run = models.ForeignKey(ScenarioRun, on_delete=models.PROTECT, related_name="steps")
    node = models.CharField(max_length=16)
    choice = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "node"], name="modules_step_node_once"
            ),
        ]
