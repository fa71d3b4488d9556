"""The address of the verification page as a QR code."""

import segno

# Medium error correction: still readable when a quarter of a framed print is worn.
ERROR_CORRECTION = "m"
# The standard asks for four modules of white around the code.
QUIET_MODULES = 4


def qr_data_uri(url: str, colour: str) -> str:
    """Draw `url` as a QR code and return it as an SVG data URI.

    The same address always gives the same drawing.
    """
    code = segno.make(url, error=ERROR_CORRECTION, micro=False)
    return code.svg_data_uri(dark=colour, border=QUIET_MODULES, omitsize=True)
