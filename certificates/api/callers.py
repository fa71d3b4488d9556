"""Which system calls: by a token of one clinic, for a purpose, not too often."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from certificates.actions.tokens import live_token
from certificates.models import ApiToken
from home.errors import RuleBroken
from home.throttle import may_try

ASK, READ, BOOK = "ask", "read", "book"
# Whoever may book has to see what they booked and ask about it.
IMPLIED = {BOOK: {ASK, READ, BOOK}, READ: {READ}, ASK: {ASK}}
A_MINUTE = 60


class TokenNeeded(RuleBroken):
    """No token, or one that is unknown, over or revoked."""

    code = "TOKEN-NEEDED"
    status = 401


class NotThisToken(RuleBroken):
    """The token is live and was made for something else."""

    code = "TOKEN-NOT-FOR-THIS"
    status = 403


class TooOften(RuleBroken):
    """More requests within a minute than one token may make."""

    code = "TOO-MANY-REQUESTS"
    status = 429


class Bearer(HttpBearer):
    """Asks for a token with a scope before anything else of a request is read."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        return token_of(request, self.scope)

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """This will never be called: the request is asked as a whole."""
        raise NotImplementedError


def token_of(request: HttpRequest, scope: str) -> ApiToken:
    """This will give the live token of a request, and count the request.

    Raises:
        TokenNeeded, NotThisToken, TooOften: nothing is answered.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = None
    if scheme.lower() == "bearer" and secret.strip():
        token = live_token(secret.strip(), timezone.now())
    if token is None:
        raise TokenNeeded("Send a live token as Bearer.")
    if not any(scope in IMPLIED.get(held, ()) for held in token.scopes):
        raise NotThisToken("This token was not made for this.")
    count(token)
    return token


def count(token: ApiToken) -> None:
    """This will count one more question of a token.

    Raises:
        TooOften: it is one too many within a minute.
    """
    limit = settings.API_REQUESTS_PER_MINUTE
    if not may_try("api", str(token.pk), limit=limit, seconds=A_MINUTE):
        raise TooOften("Too many requests within a minute. Wait, then ask again.")
