"""What authors keep beside the pages: banks, questions, assessments, references.

None of it is a snippet, none is searchable from elsewhere, none is exported: keys
are seen by those whom a group gives the model's permissions, and nobody else.
"""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusFlagColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from modules.admin.audited import (
    AuditedCreateView,
    AuditedDeleteView,
    AuditedEditView,
)
from modules.admin.cases import CaseInspectView
from modules.admin.question_listing import QuestionIndexView
from modules.admin.question_views import QuestionCreateView, QuestionEditView
from modules.forms.questions import AssessmentForm, QuestionForm
from modules.models import (
    Assessment,
    GlossaryTerm,
    PracticumForm,
    Question,
    QuestionBank,
    Scenario,
    Source,
)


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody changes these here, whatever their rights: they come from files."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """This will allow looking, to those who may."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """This will allow any set of actions that contains looking."""
        return any(self.user_has_permission(user, action) for action in actions)


class KeptPolicy(ModelPermissionPolicy):
    """What has been asked is taken out of use, never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """This will allow everything but deleting, to those who may."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """This will ask for each action, so that deleting stays out."""
        return any(self.user_has_permission(user, action) for action in actions)


class LearningViewSet(ModelViewSet):
    """What all of them share."""

    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = AuditedCreateView
    edit_view_class = AuditedEditView
    delete_view_class = AuditedDeleteView
    policy: type[ModelPermissionPolicy] = KeptPolicy

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """This will give the rule of who may do what."""
        return self.policy(self.model)


class QuestionViewSet(LearningViewSet):
    model = Question
    name = "questions"
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    icon = "help"
    menu_label = _("Questions")
    list_display = [
        "code",
        Column(
            "stem",
            label=_("Question"),
            accessor=lambda question: Truncator(question.stem).words(12),
        ),
        Column("get_type_display", label=_("Type"), sort_key="type"),
        StatusFlagColumn(
            "is_critical",
            label=_("Critical"),
            sort_key="is_critical",
            true_label=_("Critical"),
        ),
        StatusFlagColumn(
            "is_active",
            label=_("Use"),
            sort_key="is_active",
            true_label=_("In use"),
            false_label=_("Out of use"),
        ),
    ]
    list_filter = ["bank", "type", "is_critical", "is_active"]
    search_fields = ["code", "stem"]
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            FieldPanel("bank"),
            FieldPanel("type"),
            FieldRowPanel(
                [
                    FieldPanel("is_critical", heading=_("Critical")),
                    FieldPanel("is_active", heading=_("In use")),
                ]
            ),
            FieldPanel("stem", heading=_("Question")),
            InlinePanel(
                "options",
                heading=_("Options"),
                label=_("Option"),
                min_num=2,
                panels=[
                    FieldPanel("text"),
                    FieldPanel("is_right", heading=_("Right")),
                    FieldPanel("feedback"),
                    FieldPanel("match", heading=_("Goes with")),
                    FieldRowPanel(
                        [
                            FieldPanel("step_code", heading=_("Step")),
                            FieldPanel("leads_to"),
                        ]
                    ),
                ],
                help_text=_(
                    "For putting in order: in the right order. For matching: a "
                    "statement, and what it goes with. Every option needs feedback."
                ),
            ),
            InlinePanel(
                "steps",
                heading=_("Steps of a case"),
                label=_("Step"),
                panels=[FieldPanel("code"), FieldPanel("stem")],
                help_text=_("Only for a case in two steps; the first opens it."),
            ),
            FieldPanel("common_errors"),
            FieldRowPanel([FieldPanel("lesson_codes"), FieldPanel("source_codes")]),
            FieldPanel("topic"),
            FieldPanel("marks"),
            FieldPanel("note"),
        ],
        base_form_class=QuestionForm,
    )


class BankViewSet(LearningViewSet):
    model = QuestionBank
    name = "question-banks"
    icon = "folder-open-inverse"
    menu_label = _("Question banks")
    list_display = ["title", "code", "track_code"]
    panels = [FieldPanel("title"), FieldPanel("code"), FieldPanel("track_code")]


class AssessmentViewSet(LearningViewSet):
    model = Assessment
    name = "assessments"
    icon = "form"
    menu_label = _("Assessments")
    list_display = ["title", "track_code", "draw_count", "pass_percent", "wait_hours"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("track_code")]),
            FieldPanel("bank"),
            FieldRowPanel([FieldPanel("draw_count"), FieldPanel("pass_percent")]),
            FieldRowPanel([FieldPanel("max_attempts"), FieldPanel("wait_hours")]),
            FieldPanel("minutes"),
            InlinePanel(
                "quotas",
                heading=_("Quotas by topic"),
                label=_("Quota"),
                panels=[FieldRowPanel([FieldPanel("topic"), FieldPanel("count")])],
                help_text=_(
                    "At least so many questions of a topic, critical ones included."
                ),
            ),
        ],
        base_form_class=AssessmentForm,
    )


class GlossaryViewSet(LearningViewSet):
    model = GlossaryTerm
    name = "glossary"
    icon = "list-ul"
    menu_label = _("Glossary")
    list_display = ["term", "definition"]
    search_fields = ["term", "definition"]
    policy = ModelPermissionPolicy


class SourceViewSet(LearningViewSet):
    model = Source
    name = "sources"
    icon = "link"
    menu_label = _("Sources")
    list_display = ["code", "citation", "read_as"]
    search_fields = ["code", "citation"]


class ReadOnlyViewSet(LearningViewSet):
    """Shows what was loaded: a list, and one page each."""

    policy = ReadOnlyPolicy
    inspect_view_enabled = True
    # Wagtail builds a form class even where nobody may open the form.
    exclude_form_fields: list[str] = []


class ScenarioViewSet(ReadOnlyViewSet):
    model = Scenario
    name = "cases"
    icon = "clipboard-list"
    menu_label = _("Branching cases")
    list_display = ["title", "code", "track_code", "minutes", "pass_percent"]
    inspect_template_name = "modules/admin/case.html"
    inspect_view_class = CaseInspectView


class PracticumFormViewSet(ReadOnlyViewSet):
    model = PracticumForm
    name = "practicum-forms"
    icon = "tasks"
    menu_label = _("Practicum forms")
    list_display = ["title", "code"]
    inspect_template_name = "modules/admin/practicum_form.html"
