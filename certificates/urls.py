"""Addresses of credentials, certificates and clearance."""

from django.urls import path

from certificates.api import evaluation
from certificates.views import certificates, credentials, verify
from certificates.views.clearance import clearance
from certificates.views.health import healthz

urlpatterns = [
    path("credentials/", credentials.credentials, name="credentials"),
    path("credentials/apply/", credentials.apply, name="application_submit"),
    path(
        "credentials/applications/<uuid:pk>/",
        credentials.application,
        name="application",
    ),
    path(
        "credentials/applications/<uuid:pk>/withdraw/",
        credentials.withdraw,
        name="application_withdraw",
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
    path("access/v1/evaluation", evaluation, name="evaluation"),
]
