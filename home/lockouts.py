"""Whose sign-in is closed for a while after too many wrong passwords.

The lock is on an e-mail address together with where the tries came from: nobody
far away can lock a director out, and one clinic behind one address is not locked
out by one of its people.
"""

import unicodedata

from axes.utils import reset
from django.http import HttpRequest

LONGEST = 255


def name_tried(request: HttpRequest, credentials: dict | None = None) -> str | None:
    """This will give the e-mail address that was tried, in one spelling."""
    tried = credentials or {"login": request.POST.get("login")}
    name = tried.get("email") or tried.get("login") or tried.get("username")
    return one_spelling(name) if name else None


def one_spelling(email: str) -> str:
    """This will fold what the sign-in takes for the same address into one text."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()[:LONGEST]


def unlock(email: str) -> None:
    """This will open the sign-in of an address again, wherever the tries came from."""
    reset(username=one_spelling(email))
