"""The marks that say what a sentence rests on.

In the files a mark is written inside backticks: `[SEED]`, `[V S31]`, `[V2 S05]`,
`[POL]`, `[LOCAL]`, `[GK]`. Several may share one bracket: `[V S04, S05]`.
"""

import html
import re
from dataclasses import dataclass

from home.errors import RuleBroken

SOURCE_KINDS = {"V": "verified", "V2": "second-hand"}
PLAIN_KINDS = {
    "SEED": ("seed", "clinic's own text"),
    "POL": ("policy", "clinic to decide"),
    "LOCAL": ("local", "local law decides"),
    "GK": ("general", "general knowledge, unreviewed"),
}

BRACKET = re.compile(r"`\[([^\]`]*)\]`")
# The marks of an assessment item are a list of their own, `marks: [POL]`.
BARE = re.compile(r"(?<!`)(?<!marks: )\[(?:SEED|POL|LOCAL|GK|V2?\s+S\d+)\b")
_SOURCE = re.compile(r"(?:(V2?)\s+)?(S\d+)")


@dataclass(frozen=True)
class Mark:
    """One mark. `source` is the source's code, or empty where the kind names none."""

    kind: str
    source: str = ""

    @property
    def label(self) -> str:
        """The short words a reader sees."""
        labels = dict(PLAIN_KINDS.values())
        return self.source or labels[self.kind]

    @property
    def html(self) -> str:
        source = f' source="{self.source}"' if self.source else ""
        label = html.escape(self.label, quote=False)
        return f'<a linktype="mark" kind="{self.kind}"{source}>{label}</a>'


class UnknownMark(RuleBroken):
    """What stands in the brackets is no mark."""

    code = "CONTENT-MARK"


def parse_marks(inside: str) -> list[Mark]:
    """Read what stands between the brackets.

    Raises:
        UnknownMark: when any piece of it is no mark.
    """
    marks: list[Mark] = []
    prefix: str | None = None
    for piece in re.split(r"\s*,\s*", inside.strip()):
        source = _SOURCE.fullmatch(piece)
        if piece in PLAIN_KINDS:
            marks.append(Mark(PLAIN_KINDS[piece][0]))
        elif source and (source[1] or prefix):
            prefix = source[1] or prefix
            marks.append(Mark(SOURCE_KINDS[str(prefix)], source[2]))
        else:
            raise UnknownMark(f"has a mark that is not known, [{inside}]")
    return marks
