"""Addresses of learning."""

from django.urls import URLPattern, path

from modules.views import (
    assessments,
    attempt_results,
    attempts,
    corrections,
    debriefs,
    editions,
    glossary,
    journal,
    learn,
    lessons,
    own_practice,
    paper_corrections,
    practicum,
    rating_signatures,
    ratings,
    scenarios,
)

urlpatterns: list[URLPattern] = [
    path("learn/assessments/<slug:code>/", assessments.assessment, name="assessment"),
    path(
        "learn/assessments/<slug:code>/start/",
        assessments.attempt_start,
        name="attempt_start",
    ),
    path("attempts/<uuid:attempt_id>/", attempts.attempt, name="attempt"),
    path(
        "attempts/<uuid:attempt_id>/<int:position>/",
        attempts.attempt_item,
        name="attempt_item",
    ),
    path(
        "attempts/<uuid:attempt_id>/review/",
        attempts.attempt_review,
        name="attempt_review",
    ),
    path(
        "attempts/<uuid:attempt_id>/submit/",
        attempts.attempt_submit,
        name="attempt_submit",
    ),
    path(
        "attempts/<uuid:attempt_id>/result/",
        attempt_results.attempt_result,
        name="attempt_result",
    ),
    path("practicum/", practicum.practicum, name="practicum"),
    path("practicum/mine/", own_practice.practicum_mine, name="practicum_mine"),
    path(
        "practicum/mine/<slug:form_code>/",
        own_practice.own_rating_begin,
        name="own_rating_begin",
    ),
    path(
        "practicum/observations/<uuid:observation_id>/",
        own_practice.observation,
        name="observation",
    ),
    path(
        "practicum/observations/<uuid:observation_id>/correct/",
        corrections.observation_correct,
        name="observation_correct",
    ),
    path(
        "practicum/observations/<uuid:observation_id>/paper/",
        paper_corrections.paper_correct,
        name="paper_correct",
    ),
    path("practicum/drafts/<uuid:draft_id>/", ratings.rating, name="rating"),
    path(
        "practicum/drafts/<uuid:draft_id>/sign/",
        rating_signatures.rating_sign,
        name="rating_sign",
    ),
    path(
        "practicum/drafts/<uuid:draft_id>/drop/",
        ratings.rating_drop,
        name="rating_drop",
    ),
    path(
        "practicum/<uuid:person_id>/<slug:form_code>/",
        practicum.practicum_form,
        name="practicum_form",
    ),
    path("learn/scenarios/<slug:code>/", scenarios.scenario, name="scenario"),
    path(
        "learn/scenarios/<slug:code>/start/",
        scenarios.scenario_start,
        name="scenario_start",
    ),
    path(
        "learn/scenarios/<slug:code>/swap/",
        scenarios.scenario_swap,
        name="scenario_swap",
    ),
    path(
        "scenario-runs/<uuid:run_id>/lessons/<str:lesson_code>/",
        scenarios.scenario_reread,
        name="scenario_reread",
    ),
    path("case-debriefs/", debriefs.case_debriefs, name="case_debriefs"),
    path("case-debriefs/<uuid:run_id>/", debriefs.case_debrief, name="case_debrief"),
    path("scenario-runs/<uuid:run_id>/", scenarios.scenario_run, name="scenario_run"),
    path(
        "scenario-runs/<uuid:run_id>/choices/",
        scenarios.scenario_choose,
        name="scenario_choose",
    ),
    path("learn/", learn.my_path, name="my_path"),
    path("learn/glossary/", glossary.glossary, name="glossary"),
    path("learn/journal/", journal.journal, name="journal"),
    path(
        "learn/journal/<int:entry_id>/remove/",
        journal.remove_entry,
        name="journal_remove",
    ),
    path(
        "learn/modules/<uuid:key>/changes/",
        editions.edition_changes,
        name="edition_changes",
    ),
    path("learn/modules/<uuid:key>/move/", editions.edition_move, name="edition_move"),
    path("learn/tracks/<uuid:key>/begin/", learn.begin_track, name="track_begin"),
    path(
        "learn/lessons/<uuid:key>/finish/",
        lessons.finish_lesson,
        name="lesson_finish",
    ),
    path(
        "learn/lessons/<uuid:key>/checks/<uuid:block>/",
        lessons.check,
        name="lesson_check",
    ),
    path(
        "learn/lessons/<uuid:key>/journal/<uuid:block>/",
        journal.write_entry,
        name="journal_write",
    ),
]
