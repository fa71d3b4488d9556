"""One word for each step of an application and each state of a credential."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from certificates.models import Application, Credential

APPLICATION_WORDS: dict[str, StrOrPromise] = {
    **dict(Application.State.choices),
    Application.State.DRAFT: _("Begun"),
    Application.State.SUBMITTED: _("Sent"),
    Application.State.UPHELD: _("Appeal refused"),
}
CREDENTIAL_WORDS: dict[str, StrOrPromise] = {
    **dict(Credential.State.choices),
    Credential.State.SUPERSEDED: _("Replaced"),
    Credential.State.RELINQUISHED: _("Given back"),
}


def application_word(state: str) -> str:
    """This will say where an application stands; one it does not know, as stored."""
    return str(APPLICATION_WORDS.get(state, state))


def credential_word(state: str) -> str:
    """This will say what is stored of a credential; one it does not know, as stored."""
    return str(CREDENTIAL_WORDS.get(state, state))
