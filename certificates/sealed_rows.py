"""What of credentialing the audit log binds: every row that somebody relies on."""

from certificates.models import (
    ApiToken,
    Application,
    ApplicationEvent,
    Artefact,
    Attestation,
    Concern,
    Condition,
    Credential,
    CredentialEvent,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    ExclusionList,
    ExclusionMatch,
    FoundingAppointment,
    Override,
    PolicyVersion,
    ProviderIdentity,
    RequirementSet,
    Session,
    SessionEvent,
    SessionMember,
    SessionSignature,
    SetAside,
    Statement,
    Suspension,
    Verification,
    Waiver,
)
from home.sealed_rows import Part, register

WHOLE = (
    ApiToken,
    Concern,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    ExclusionList,
    ExclusionMatch,
    Override,
    PolicyVersion,
    RequirementSet,
    Statement,
    Suspension,
    Verification,
    Waiver,
)


def register_all() -> None:
    """This will name the tables; called once the app is ready.

    What is logged with another row is a part of that one. A dossier is bound by its
    own digest, a column of the application.
    """
    for model in WHOLE:
        register(model)
    register(
        Credential,
        # Told of with the credential that came after, in whose entry it was filled.
        without=("superseded_by_id",),
        parts=(
            Part(Credential, "superseded_by_id", only=("id",)),
            Part(FoundingAppointment, "credential_id"),
            Part(CredentialEvent, "credential_id"),
        ),
    )
    register(
        Application,
        without=("dossier",),
        parts=(
            Part(Condition, "application_id"),
            Part(ApplicationEvent, "application_id"),
        ),
    )
    # Whatever happens in a session is logged with the session.
    register(
        Session,
        parts=tuple(
            Part(model, "session_id")
            for model in (SessionMember, SessionEvent, Attestation, SessionSignature)
        ),
    )
    register(Artefact, parts=(Part(SetAside, "artefact_id"),))
    # Names, numbers and dates of birth: nothing that can be guessed from a digest.
    register(ProviderIdentity, is_keyed=True)
