from certificates.models.certificates import Certificate
from certificates.models.credentials import (
    Application,
    ApplicationEvent,
    Credential,
    CredentialEvent,
    CredentialType,
    Suspension,
)
from certificates.models.decisions import ApiToken, DecisionRecord
from certificates.models.licences import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Verification,
)
from certificates.models.policies import PolicyVersion, SiteValues
from certificates.models.requirements import RequirementSet
from certificates.models.sessions import (
    Attestation,
    Session,
    SessionMember,
    SessionSignature,
)
from certificates.models.signatures import Signature

__all__ = [
    "ApiToken",
    "Application",
    "ApplicationEvent",
    "Attestation",
    "Certificate",
    "Credential",
    "CredentialEvent",
    "CredentialType",
    "CurrencyRecord",
    "DecisionRecord",
    "Document",
    "ExclusionCheck",
    "PolicyVersion",
    "RequirementSet",
    "Session",
    "SessionMember",
    "SessionSignature",
    "Signature",
    "SiteValues",
    "Suspension",
    "Verification",
]
