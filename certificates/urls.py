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
    verify,
)
from certificates.views.clearance import clearance
from certificates.views.health import healthz
from certificates.views.timeline import timeline

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
    path("access/v1/evaluation", evaluation.evaluation, name="evaluation"),
    path("access/v1/evaluations", evaluation.evaluations, name="evaluations"),
    path(
        ".well-known/authzen-configuration",
        evaluation.configuration,
        name="authzen_configuration",
    ),
    path("api/v1/", api_urls),
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
