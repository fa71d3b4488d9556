from home.models.audit import AuditEntry
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
    "Clinic",
    "DeclaredRelationship",
    "HomePage",
    "Membership",
    "Person",
    "Role",
    "User",
]
