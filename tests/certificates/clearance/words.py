"""What the gate says about every spoiled world, as one text that people can read.

`python -m tests.certificates.clearance.words` writes it anew; read the difference
before keeping it: these are the sentences a scheduler and a director are shown.
"""

from pathlib import Path

from tests.certificates.clearance.scenarios import decisions

FILE = Path(__file__).with_name("words.txt")


def all_words():
    """Return the text; verdicts that are plainly met are told where all of it is."""
    return "\n".join(_scenario(name, decision) for name, decision in decisions())


def _scenario(name, decision):
    is_whole = name.endswith("everything is met")
    lines = [f"== {name}: {'yes' if decision.decision else 'no'}, {decision.basis}"]
    for verdict in decision.verdicts:
        is_plain = verdict.result == "NOT_APPLICABLE" or (
            verdict.is_good and not verdict.warning and verdict.result != "WAIVED"
        )
        if not is_plain or (is_whole and verdict.is_good):
            lines += _verdict(verdict)
    lines += [f"must: {code}" for code in decision.obligations]
    return "\n".join(lines) + "\n"


def _verdict(verdict):
    said = (verdict.code, verdict.result.value, verdict.type.value, verdict.subject)
    yield " ".join(said)
    yield f"  {verdict.text}"
    told = {
        "mend": verdict.remedy,
        "warn": verdict.warning,
        "director": verdict.confidential_text,
        "evidence": " ".join(verdict.evidence),
        "director's evidence": " ".join(verdict.confidential_evidence),
    }
    yield from (f"  {name}: {words}" for name, words in told.items() if words)


if __name__ == "__main__":
    FILE.write_text(all_words(), encoding="utf-8")
