"""All checks of learning, one after the other."""

from collections.abc import Iterator

from home.audit_checks import Mismatch
from modules.verifying.attempts import attempts_follow
from modules.verifying.cases import cases_follow
from modules.verifying.contents import contents_stand
from modules.verifying.lessons import lessons_follow

CHECKS = (contents_stand, lessons_follow, attempts_follow, cases_follow)


def differences() -> Iterator[Mismatch]:
    """This will give what does not follow from its evidence, as it is found."""
    for check in CHECKS:
        yield from check()
