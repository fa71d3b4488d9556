"""A critical fail in an observed session opens a review, by itself."""

from certificates.actions.concerns import put_before_officer
from certificates.models import Concern
from modules.models import Observation, ObservationDetail

# Kept with the report and bound by signatures: one language, whoever reads it.
ACCOUNT = (
    "An assessor recorded a critical fail in an observed session on form {form}. "
    "The rating was stopped. {which}"
)
UNNAMED = "The form does not say which one."


def open_review(observation: Observation) -> Concern:
    """This will put a critical fail before a safety officer outside the team.

    It pauses nobody: the officer raises the severity when harm was done, and that
    suspends (R-11). It is not held up by how many reports the assessor sent today.
    Whoever keeps the observation holds the person still.
    """
    concern = Concern(
        person=observation.person,
        clinic=observation.clinic,
        severity=Concern.Severity.RULE,
        account=_account(observation),
        session_code=observation.session_code,
        occurred_on=observation.observed_on,
        reported_by=observation.assessor,
        reported_at=observation.recorded_at,
    )
    put_before_officer(concern)
    return concern


def _account(observation: Observation) -> str:
    detail = ObservationDetail.objects.filter(observation=observation).first()
    fails = observation.form_content.get("critical_fails", [])
    named = [fails[place] for place in (detail.critical_fails if detail else [])]
    which = " ".join(named) or UNNAMED
    return ACCOUNT.format(form=observation.form_code, which=which)
