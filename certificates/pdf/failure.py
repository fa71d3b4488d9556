"""The one way in which making a certificate can fail."""

from home.errors import RuleBroken


class RenderFailed(RuleBroken):
    """No certificate was made. The message says why and may be shown to people."""

    code = "CERTIFICATE-NOT-RENDERED"
