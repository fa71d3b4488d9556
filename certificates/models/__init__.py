from certificates.models.applications import Application, ApplicationEvent, Condition
from certificates.models.certificates import Certificate
from certificates.models.concerns import Concern, ConcernEvent
from certificates.models.credential_types import CandidateTarget, CredentialType
from certificates.models.credentials import (
    Credential,
    CredentialEvent,
    FoundingAppointment,
)
from certificates.models.currency import CurrencyRecord, Statement, Waiver
from certificates.models.decisions import ApiToken, DecisionRecord, SameAnswer
from certificates.models.exclusions import (
    ExclusionCheck,
    ExclusionList,
    ExclusionMatch,
    ProviderIdentity,
)
from certificates.models.licences import (
    Artefact,
    Document,
    DocumentKind,
    SetAside,
    Verification,
)
from certificates.models.overrides import Override
from certificates.models.policies import PolicyVersion, SiteValues
from certificates.models.requirements import RequirementSet
from certificates.models.sessions import (
    Attestation,
    Session,
    SessionEvent,
    SessionMember,
    SessionSignature,
)
from certificates.models.signatures import Signature
from certificates.models.suspensions import Suspension

__all__ = [
    "ApiToken",
    "Application",
    "ApplicationEvent",
    "Artefact",
    "Attestation",
    "CandidateTarget",
    "Certificate",
    "Concern",
    "ConcernEvent",
    "Condition",
    "Credential",
    "CredentialEvent",
    "CredentialType",
    "CurrencyRecord",
    "DecisionRecord",
    "Document",
    "DocumentKind",
    "ExclusionCheck",
    "ExclusionList",
    "ExclusionMatch",
    "FoundingAppointment",
    "Override",
    "PolicyVersion",
    "ProviderIdentity",
    "RequirementSet",
    "SameAnswer",
    "Session",
    "SessionEvent",
    "SessionMember",
    "SessionSignature",
    "SetAside",
    "Signature",
    "SiteValues",
    "Statement",
    "Suspension",
    "Verification",
    "Waiver",
]
