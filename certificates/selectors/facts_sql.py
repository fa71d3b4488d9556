"""The one statement that fetches everything the gate needs, for both databases.

It gives a single JSON text. What hangs on a row is asked by a subselect that names
the row, never by a join of whole tables: so each is looked up by its index, whatever
is on record besides.
"""

import functools
from dataclasses import dataclass

from certificates.models import (
    Attestation,
    Credential,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Override,
    Session,
    SessionMember,
    SessionSignature,
    SiteValues,
    Suspension,
    Verification,
)
from home.models import AuditEntry, Clinic, DeclaredRelationship, Membership, Person

TABLES = {
    model.__name__: model._meta.db_table
    for model in (
        Attestation,
        AuditEntry,
        Clinic,
        Credential,
        CurrencyRecord,
        DeclaredRelationship,
        Document,
        ExclusionCheck,
        Membership,
        Override,
        Person,
        Session,
        SessionMember,
        SessionSignature,
        SiteValues,
        Suspension,
        Verification,
    )
}


@dataclass(frozen=True)
class Dialect:
    """How one database says what the other says differently.

    Args:
        whole: keeps what a subselect gave as JSON, instead of as text.
        texts, ids: one parameter as a list of rows.
    """

    array: str
    gather: str
    whole: str
    text: str
    texts: str
    ids: str
    now: str


POSTGRESQL = Dialect(
    array="json_build_array",
    gather="json_agg",
    whole="({})",
    text="({})::text",
    texts="SELECT unnest(%s::text[])",
    ids="SELECT unnest(%s::uuid[]) AS id",
    now="statement_timestamp()",
)
SQLITE = Dialect(
    array="json_array",
    gather="json_group_array",
    whole="json(({}))",
    text="({})",
    texts="SELECT value FROM json_each(%s)",
    ids="SELECT value AS id FROM json_each(%s)",
    now="strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')",
)
DIALECTS = {"postgresql": POSTGRESQL, "sqlite": SQLITE}

# Each row kind once: its columns in the order in which they are read, and its source.
CLINIC = (
    "c.slug, c.name, c.time_zone, c.jurisdiction, c.in_person, v.bp_review, "
    "v.bp_stop, v.observe_minutes, v.release_criteria, v.set_on",
    "place c LEFT JOIN {SiteValues} v ON v.id = "
    "(SELECT max(n.id) FROM {SiteValues} n WHERE n.clinic_id = c.id)",
)
MEMBER = ("m.id, m.person_id, m.role, m.presence", "{SessionMember} m")
ATTESTATION = ("a.code, a.by_id, a.at, a.id", "{Attestation} a")
SIGNATURE = ("g.code, g.by_id, g.reason, g.at, g.id", "{SessionSignature} g")
# One that was found not needed is over from then on (`selectors.overrides.over_at`).
OVERRIDE = (
    "o.by_id, o.at, CASE WHEN o.finding = 'NOT_JUSTIFIED' "
    "AND o.reviewed_at < o.ends_at THEN o.reviewed_at ELSE o.ends_at END, o.id",
    "{Override} o",
)
MEMBERSHIP = (
    "c.slug, m.role, m.starts_on, m.ends_on, m.id",
    "{Membership} m JOIN {Clinic} c ON c.id = m.clinic_id",
)
VERIFICATION = ('v."on", v.method, v.outcome, v.id', "{Verification} v")
DOCUMENT = (
    "d.kind, d.issued_on, d.expires_on, d.jurisdiction, d.has_discipline, d.id",
    "{Document} d",
)
# Nobody looked it up here: it came with a roster, all of it at one moment.
CHECK = (
    'e."on", e.outcome, e.id, CASE WHEN e.by_id IS NULL AND e.list_id IS NULL '
    "AND e.corrects_id IS NULL THEN e.recorded_at END",
    "{ExclusionCheck} e",
)
CREDENTIAL = (
    "k.type, c.slug, k.valid_from, k.valid_to, k.state, k.target, k.id",
    "{Credential} k JOIN {Clinic} c ON c.id = k.clinic_id",
)
SUSPENSION = ("u.starts_at, u.lifted_at, u.kind, u.id", "{Suspension} u")
BUSY = (
    "s.code, c.slug, m.role, s.kind, s.starts_at, s.ends_at, s.state, "
    "(SELECT v.observe_minutes FROM {SiteValues} v WHERE v.clinic_id = s.clinic_id "
    "ORDER BY v.id DESC LIMIT 1)",
    "{SessionMember} m JOIN {Session} s ON s.id = m.session_id "
    "JOIN {Clinic} c ON c.id = s.clinic_id",
)
RELATION = ("r.one_id, r.other_id, r.kind, r.id", "{DeclaredRelationship} r")

_STANDS = "AND {0}.voided_at IS NULL"
_NOT_PUT_RIGHT = (
    "AND NOT EXISTS (SELECT 1 FROM {ExclusionCheck} n WHERE n.corrects_id = e.id)"
)
_NEWEST = (
    '(SELECT max(n."on") FROM {CurrencyRecord} n '
    "WHERE n.person_id = p.id AND n.kind = '%s')"
)
_WANTED = """
WITH session AS MATERIALIZED (
  SELECT s.* FROM {Session} s WHERE s.code IN (<texts>) <own session>
), place AS MATERIALIZED (
  SELECT c.* FROM {Clinic} c WHERE (c.id IN (SELECT clinic_id FROM session)
    OR (c.slug = %s AND NOT EXISTS (SELECT 1 FROM session))) <own clinic>
), claimed AS MATERIALIZED (<ids>), needed AS MATERIALIZED (
  <ids>
  UNION SELECT id FROM claimed WHERE NOT EXISTS (SELECT 1 FROM session)
  UNION SELECT person_id FROM {SessionMember} m
    WHERE m.session_id IN (SELECT id FROM session)
  UNION SELECT by_id FROM {Attestation} a
    WHERE a.session_id IN (SELECT id FROM session) AND a.voided_at IS NULL
  UNION SELECT by_id FROM {SessionSignature} g
    WHERE g.session_id IN (SELECT id FROM session) AND g.voided_at IS NULL
)
"""


@functools.cache
def statement(vendor: str, *, is_scoped: bool) -> str:
    """This will write the statement for one kind of database.

    Its parameters are, in this order: codes of sessions, the clinic's id if scoped,
    the slug asked about, the clinic's id if scoped, ids of those who are claimed to
    have attested, ids of those named, the clinic's id if scoped.

    Args:
        is_scoped: other clinics, their sessions and their people are as if unknown.
    """
    say = DIALECTS[vendor]
    own = "AND {} = %s" if is_scoped else ""
    here = (
        "WHERE EXISTS (SELECT 1 FROM {Membership} m "
        "WHERE m.person_id = p.id AND m.clinic_id = %s)"
    )
    wanted = (
        _WANTED.replace("<texts>", say.texts)
        .replace("<ids>", say.ids)
        .replace("<own session>", own.format("s.clinic_id"))
        .replace("<own clinic>", own.format("c.id"))
    )
    people = f"needed n JOIN {{Person}} p ON p.id = n.id {here if is_scoped else ''}"
    told = [
        say.now,
        "(SELECT n.at FROM {AuditEntry} n ORDER BY n.at DESC LIMIT 1)",
        _all(say, *CLINIC),
        _all(say, _session(say), "session s JOIN place c ON c.id = s.clinic_id"),
        _all(say, _person(say), people),
        _relations(say),
    ]
    whole = say.text.format(f"{say.array}({', '.join(told)})")
    return f"{wanted} SELECT {whole}".format(**TABLES)


def _all(say: Dialect, columns: str, source: str) -> str:
    """This will tell all rows of a source as a list of lists."""
    # Nothing in it comes from outside: that is all parameters.
    rows = f"SELECT {say.gather}({say.array}({columns})) FROM {source}"  # noqa: S608
    return say.whole.format(rows)


def _of(say: Dialect, rows: tuple[str, str], key: str, *more: str) -> str:
    """This will tell the rows that belong to one row."""
    columns, source = rows
    return _all(say, columns, f"{source} WHERE {key} {' '.join(more)}")


def _session(say: Dialect) -> str:
    return ", ".join(
        [
            "s.code, c.slug, s.kind, s.starts_at, s.ends_at, s.route, s.ordinal",
            "s.staffing_code, s.preference, s.state, s.started_at, s.released_at",
            _of(say, MEMBER, "m.session_id = s.id"),
            _of(say, ATTESTATION, "a.session_id = s.id", _STANDS.format("a")),
            _of(say, SIGNATURE, "g.session_id = s.id", _STANDS.format("g")),
            _of(say, OVERRIDE, "o.session_id = s.id"),
        ]
    )


def _person(say: Dialect) -> str:
    verifications = _of(say, VERIFICATION, "v.document_id = d.id")
    columns, source = DOCUMENT
    documents = (f"{columns}, {verifications}", source)
    is_busy = "AND s.state IN ('BOOKED', 'STARTED')"
    return ", ".join(
        [
            "p.id, p.name, p.gender, p.matching_consent",
            _of(say, MEMBERSHIP, "m.person_id = p.id"),
            _of(say, documents, "d.person_id = p.id"),
            _of(say, CHECK, "e.person_id = p.id", _NOT_PUT_RIGHT),
            _of(say, CREDENTIAL, "k.person_id = p.id"),
            _NEWEST % "REFRESH",
            _NEWEST % "DRILL",
            _of(say, SUSPENSION, "u.person_id = p.id"),
            _of(say, BUSY, "m.person_id = p.id", is_busy),
        ]
    )


def _relations(say: Dialect) -> str:
    """This will tell the relations of each person needed to the others."""
    of_one = _of(
        say, RELATION, "r.one_id = n.id", "AND r.other_id IN (SELECT id FROM needed)"
    )
    rows = f"SELECT {say.gather}({of_one}) FROM needed n"  # noqa: S608
    return say.whole.format(rows)
