"""Which part of a requirement tree the applicant has to bring. Pure.

The rest is the office's: verifying at the source, checking lists, recording dates,
waiving, stating something about somebody else. It may still be open when an
application is sent.
"""

from collections.abc import Mapping
from typing import Any

OFFICE = frozenset({"exclusion_clear", "recorded", "no_open_concern", "waiver"})
# What only the source can say of a document that is there.
OFFICE_PARTS = frozenset({"verified_within_days"})

Tree = Mapping[str, Any]


def applicants_share(tree: Tree) -> Tree | None:
    """This will give the part of a tree that an applicant has to bring.

    Of a choice, what the office could still meet counts as met.

    Returns: None when all of it is the office's.
    """
    if "leaf" in tree:
        return _leaf(tree)
    if "all" in tree:
        parts = _shares(tree["all"])
        return {"all": parts} if parts else None
    count, each = _choice(tree)
    parts = _shares(each)
    asked = count - (len(each) - len(parts))
    return {"at_least": asked, "of": parts} if asked > 0 else None


def _leaf(leaf: Tree) -> Tree | None:
    if leaf["leaf"] in OFFICE or _is_stated_by_another(leaf):
        return None
    return {name: value for name, value in leaf.items() if name not in OFFICE_PARTS}


def _is_stated_by_another(leaf: Tree) -> bool:
    return leaf["leaf"].startswith("attest") and leaf.get("by", "SELF") != "SELF"


def _shares(parts: list[Tree]) -> list[Tree]:
    return [share for part in parts if (share := applicants_share(part))]


def _choice(tree: Tree) -> tuple[int, list[Tree]]:
    return (1, tree["any"]) if "any" in tree else (tree["at_least"], tree["of"])
