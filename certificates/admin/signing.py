"""Turning a form that ends in a signature into somebody who signs."""

import datetime

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from certificates.actions.signatures import Signer, SignIn
from certificates.models import Signature
from home.access import caller, signed_in_user
from home.actions.denials import Denial, log, log_seldom
from home.fresh_sign_in import PasswordWrong, TooManyTries, sign_in_again
from home.models import Person


def signer_of(request: HttpRequest, form: forms.Form) -> Signer:
    """This will check the password of a valid form and give who signs, now.

    Raises:
        PasswordWrong, TooManyTries: nobody signs, and the log says who tried.
    """
    now, person = timezone.now(), caller(request)
    proof = form.cleaned_data["password"]
    try:
        sign_in = sign_in_again(signed_in_user(request), proof, now)
    except PasswordWrong as wrong:
        log(Denial("SIGN", wrong.code, person, now, person))
        raise
    except TooManyTries as wrong:
        log_seldom(Denial("SIGN", wrong.code, person, now, person), person.pk)
        raise
    return Signer(person, now, sign_in)


def would_sign(person: Person, at: datetime.datetime) -> Signer:
    """This will give somebody as if just signed in, to ask whether they may."""
    return Signer(person, at, SignIn(Signature.SignIn.PASSWORD, at))
