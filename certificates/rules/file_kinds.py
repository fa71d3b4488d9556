"""Which files are taken, told by their first bytes and never by their name."""

# What a file begins with, the type it is then handed out as, and its ending.
SIGNS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
)
ENDINGS = {content_type: ending for _sign, content_type, ending in SIGNS}


def content_type_of(content: bytes) -> str:
    """This will give the type of a PDF, a JPEG or a PNG; empty for anything else."""
    for sign, content_type, _ending in SIGNS:
        if content.startswith(sign):
            return content_type
    return ""
