"""Addresses of credentials, certificates and clearance."""

from django.urls import path

from certificates.api import evaluation
from certificates.api.v1 import api_urls
from certificates.views import (
    applications,
    certificates,
    concerns,
    credentials,
    documents,
    relinquish,
    safety,
    sessions,
    sessions_booking,
    sessions_door,
    sessions_one,
    sessions_sign,
    sessions_why,
    verify,
)
from certificates.views.clearance import clearance
from certificates.views.criteria import criteria
from certificates.views.health import healthz
from certificates.views.timeline import timeline
from certificates.views.who_could import who_could

urlpatterns = [
    path("credentials/", credentials.credentials, name="credentials"),
    path("credentials/timeline/", timeline, name="timeline"),
    path("credentials/documents/", documents.documents, name="documents"),
    path(
        "credentials/documents/hand-in/",
        documents.hand_in_file,
        name="document_hand_in",
    ),
    path("credentials/documents/files/<uuid:pk>/", documents.artefact, name="artefact"),
    path(
        "credentials/<uuid:pk>/give-back/",
        relinquish.give_back,
        name="credential_give_back",
    ),
    path("credentials/apply/", applications.start, name="application_start"),
    path(
        "credentials/applications/<uuid:pk>/",
        applications.application,
        name="application",
    ),
    path(
        "credentials/applications/<uuid:pk>/withdraw/",
        applications.withdraw,
        name="application_withdraw",
    ),
    path(
        "credentials/applications/<uuid:pk>/send/",
        applications.send,
        name="application_send",
    ),
    path(
        "credentials/applications/<uuid:pk>/appeal/",
        applications.appeal,
        name="application_appeal",
    ),
    path(
        "credentials/applications/<uuid:pk>/state/<str:code>/",
        applications.state,
        name="application_state",
    ),
    path(
        "certificates/<str:code>.pdf",
        certificates.certificate_pdf,
        name="certificate_pdf",
    ),
    path("verify/", verify.verify_typed, name="verify"),
    path("verify/<str:code>/", verify.verify_code, name="verify_code"),
    path("healthz", healthz, name="healthz"),
    path("clearance/", clearance, name="clearance"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/book/", sessions_booking.book, name="session_book"),
    path("sessions/<str:code>/", sessions_one.session_page, name="session"),
    path("sessions/<str:code>/change/", sessions_booking.change, name="session_change"),
    path("sessions/<str:code>/cancel/", sessions_booking.cancel, name="session_cancel"),
    path(
        "sessions/<str:code>/relief/", sessions_booking.relief, name="session_relieve"
    ),
    path("sessions/<str:code>/door/", sessions_door.door, name="session_door"),
    path(
        "sessions/<str:code>/door/answer/",
        sessions_door.answer,
        name="session_door_answer",
    ),
    path(
        "sessions/<str:code>/attest/", sessions_door.attest_step, name="session_attest"
    ),
    path("sessions/<str:code>/start/", sessions_door.start, name="session_start"),
    path("sessions/<str:code>/release/", sessions_door.release, name="session_release"),
    path("sessions/<str:code>/close/", sessions_door.close, name="session_close"),
    path(
        "sessions/<str:code>/sign/<str:criterion>/",
        sessions_sign.sign,
        name="session_sign",
    ),
    path("sessions/<str:code>/why/<uuid:pk>/", sessions_why.why, name="session_why"),
    path("clearance/criteria/", criteria, name="criteria"),
    path("access/v1/evaluation", evaluation.evaluation, name="evaluation"),
    path("access/v1/evaluations", evaluation.evaluations, name="evaluations"),
    path(
        ".well-known/authzen-configuration",
        evaluation.configuration,
        name="authzen_configuration",
    ),
    path("api/v1/", api_urls),
    path("sessions/<str:code>/who-could/", who_could, name="session_who_could"),
    path("concerns/report/", concerns.concern_report, name="concern_report"),
    path("concerns/sent/", concerns.concern_sent, name="concern_sent"),
    path("safety/", safety.safety, name="safety"),
    path("safety/<uuid:pk>/", safety.concern, name="safety_concern"),
    path("safety/<uuid:pk>/take/", safety.concern_take, name="safety_take"),
    path("safety/<uuid:pk>/note/", safety.concern_note, name="safety_note"),
    path("safety/<uuid:pk>/raise/", safety.concern_raise, name="safety_raise"),
    path(
        "safety/<uuid:pk>/hand-over/",
        safety.concern_hand_over,
        name="safety_hand_over",
    ),
    path("safety/<uuid:pk>/close/", safety.concern_close, name="safety_close"),
    path("safety/<uuid:pk>/reopen/", safety.concern_reopen, name="safety_reopen"),
]
