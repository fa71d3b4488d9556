"""The root of every refusal."""


class RuleBroken(Exception):  # noqa: N818 - it names a refusal, not a fault
    """A rule said no. The message may be shown to the person; the code is stable.

    Args:
        message: one plain sentence for the person who asked.
    """

    code = "RULE-BROKEN"
    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(RuleBroken):
    """The person may not do this."""

    code = "NOT-ALLOWED"
    status = 403
