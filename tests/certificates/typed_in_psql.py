"""What somebody with the password of the database might type to grant themselves.

psql puts ids in for the names: the application of Alice, one that two have to sign,
Rita and Robin who direct the clinic, and so on.
"""

from dataclasses import dataclass

APPLICATION = "UPDATE certificates_application SET {} WHERE id = :'application'"
BY_TWO = "UPDATE certificates_application SET {} WHERE id = :'by_two'"
SUSPENSION = "UPDATE certificates_suspension SET {} WHERE id = :'suspension'"
MATCH = "UPDATE certificates_exclusionmatch SET {} WHERE id = :'match'"
CONCERN = "UPDATE certificates_concern SET {} WHERE id = :'concern'"
APPROVED = "state = 'APPROVED', decided_at = now(), decided_by_id = {}"
DISMISSED = "state = 'DISMISSED', proposed_by_id = :'rita', settled_by_id = {}"
SIGNATURE = """
    INSERT INTO certificates_signature
      (id, by_id, about_id, clinic_id, printed_name, printed_role, meaning,
       subject_kind, subject_id, subject_sha256, reason, at, sign_in, sha256)
    VALUES (gen_random_uuid(), :'alice', :'alice', :clinic, 'Alice', 'Director',
       'APPROVED', 'certificates.Application', :'application', repeat('0', 64), '',
       now(), 'PASSWORD', repeat('0', 64))"""
WAIVER = """
    INSERT INTO certificates_waiver
      (id, person_id, clinic_id, code, reason, granted_on, expires_on, by_id,
       recorded_at)
    VALUES (gen_random_uuid(), :'alice', :clinic, 'CALIBRATION', 'So.', '2026-11-01',
       '2026-12-01', :'alice', now())"""
CREDENTIAL = """
    INSERT INTO certificates_credential
      (id, person_id, clinic_id, type, target, state, valid_from, valid_to,
       awarded_at, basis)
    VALUES (gen_random_uuid(), {}, :clinic, 'L1', '', 'ACTIVE', '2026-01-01',
       '2028-01-01', now(), '{}')"""


@dataclass(frozen=True)
class Typed:
    """One thing that somebody types, and the constraint that says no."""

    words: str
    guard: str


SELF_APPROVALS = [
    Typed(
        APPLICATION.format(APPROVED.format("person_id")),
        "certificates_application_not_by_self",
    ),
    Typed(
        APPLICATION.format("first_by_id = person_id, first_at = now()"),
        "certificates_application_first_not_by_self",
    ),
    Typed(
        APPLICATION.format("heard_by_id = person_id, heard_at = now()"),
        "certificates_application_heard_not_by_self",
    ),
    Typed(
        APPLICATION.format(
            "state = 'DECLINED', decided_at = now(), decided_by_id = :'rita', "
            "heard_by_id = :'rita'"
        ),
        "certificates_application_heard_by_another",
    ),
    Typed(
        APPLICATION.format("state = 'APPROVED'"),
        "certificates_application_decided_by_somebody",
    ),
    Typed(
        BY_TWO.format(APPROVED.format(":'rita'")),
        "certificates_application_signed_by_all",
    ),
    Typed(
        BY_TWO.format(APPROVED.format(":'rita'") + ", first_by_id = :'rita'"),
        "certificates_application_two_signers",
    ),
    Typed(SIGNATURE, "certificates_signature_not_about_self"),
    Typed(WAIVER, "certificates_waiver_by_other"),
    Typed(
        SUSPENSION.format(
            "lift_proposed_by_id = :'rita', lifted_by_id = person_id, lifted_at = now()"
        ),
        "certificates_suspension_lifted_by_other",
    ),
    Typed(
        SUSPENSION.format("lift_proposed_by_id = person_id"),
        "certificates_suspension_lift_proposed_by_other",
    ),
    Typed(
        SUSPENSION.format(
            "lift_proposed_by_id = :'rita', lifted_by_id = :'rita', lifted_at = now()"
        ),
        "certificates_suspension_lifted_by_two",
    ),
    Typed(
        CREDENTIAL.format(":'alice'", "APPLICATION"),
        "certificates_credential_has_its_basis",
    ),
    Typed(CREDENTIAL.format(":'holder'", "ROSTER"), "certificates_credential_one_live"),
    Typed(
        MATCH.format(DISMISSED.format(":'rita'") + ", reason = 'Somebody else.'"),
        "certificates_match_dismissed_by_two",
    ),
    Typed(
        MATCH.format(DISMISSED.format(":'robin'")),
        "certificates_match_dismissed_by_two",
    ),
    Typed(
        MATCH.format(DISMISSED.format("person_id") + ", reason = 'Not me.'"),
        "certificates_match_not_by_self",
    ),
    Typed(
        CONCERN.format("officer_id = person_id"), "certificates_concern_officer_apart"
    ),
    Typed(
        CONCERN.format("officer_id = reported_by_id"),
        "certificates_concern_officer_apart",
    ),
]
# What the database keeps by a trigger: the table, and what is typed.
REWRITTEN = [
    ("certificates_application", "SET signers = 1 WHERE id = :'by_two'"),
    ("certificates_application", "SET dossier = '{}' WHERE id = :'application'"),
    ("certificates_application", "SET person_id = :'robin'"),
    ("certificates_credential", "SET person_id = :'alice'"),
    ("certificates_credential", "SET state = 'ACTIVE' WHERE id = :'revoked'"),
    ("certificates_signature", "SET about_id = NULL"),
    ("certificates_concern", "SET person_id = :'robin'"),
    ("certificates_requirementset", "SET signers = 1"),
    ("certificates_suspension", "SET by_id = person_id"),
    ("certificates_suspension", "SET lifted_at = now(), lifted_by_id = :'rita'"),
    ("home_auditentry", 'SET "by" = NULL'),
    ("home_audithead", "SET size = 0"),
]
