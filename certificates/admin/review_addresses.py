"""The addresses of applications and what is decided about them, below the admin."""

from certificates.admin import applications, conditions, dossiers, verifying

BELOW = "credentialing/"
ONE = BELOW + "applications/<uuid:pk>/"

VIEWS = [
    (BELOW, applications.applications, "applications"),
    (ONE, dossiers.dossier, "application"),
    (ONE + "decide/<slug:slug>/", dossiers.decide, "decide"),
    (ONE + "review/", verifying.review, "review"),
    (ONE + "verifying/", verifying.verifying, "verifying"),
    (ONE + "verifying/begin/", verifying.begin, "verifying_begin"),
    (ONE + "verifying/ready/", verifying.all_there, "verifying_ready"),
    (ONE + "verifying/again/", verifying.again, "verifying_again"),
    (ONE + "conditions/<uuid:condition>/met/", conditions.meet, "condition_met"),
]
