"""Codes and serials of certificates: printed, typed in and scanned for ever. Pure."""

import base64
import secrets

CODE_BYTES = 16
GROUP = 4
# What people type for a letter that the alphabet (A to Z, 2 to 7) does have.
MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})
ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
CODE_LENGTH = 26


def new_code() -> str:
    """This will draw 128 random bits in base 32: 26 letters and digits.

    Printed on papers: a change of the alphabet breaks those already out.
    """
    return base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")


def new_serial(year: int) -> str:
    """This will draw a serial such as KAP-2026-K3F7Q2ZD: random, so it counts nothing.

    Printed on papers, like the code.
    """
    tail = base64.b32encode(secrets.token_bytes(5)).decode()
    return f"KAP-{year}-{tail}"


def grouped(code: str) -> str:
    """This will set a code in groups of four, for reading aloud."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def normalised(typed: str) -> str:
    """This will turn what somebody typed into the form codes are kept in.

    Returns: an empty text when it cannot be a code at all.
    """
    code = "".join(typed.upper().replace("-", " ").split()).translate(MISREAD)
    return code if len(code) == CODE_LENGTH and set(code) <= ALPHABET else ""
