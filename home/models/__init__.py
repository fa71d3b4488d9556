from home.models.audit import AuditEntry, AuditHead
from home.models.pages import HomePage
from home.models.people import (
    Clinic,
    DeclaredRelationship,
    Membership,
    Person,
    Role,
    User,
)

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Clinic",
    "DeclaredRelationship",
    "HomePage",
    "Membership",
    "Person",
    "Role",
    "User",
]
