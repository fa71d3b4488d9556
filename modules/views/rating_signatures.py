"""The whole form once more, and the password under it; or the lock on one's own."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from home.access import PEOPLE, access, signed_in_user
from home.actions.denials import Denial, log, log_seldom
from home.errors import RuleBroken
from home.fresh_sign_in import PasswordWrong, SignIn, TooManyTries, sign_in_again
from modules.actions.editions import canonical_sha256
from modules.actions.self_ratings import lock_self_rating
from modules.actions.signing_observations import Proof, sign_observation
from modules.models import ObservationDraft
from modules.rating_rules import as_signed, faults, marks_from
from modules.selectors.observation_drafts import record_of
from modules.shown_marks import critical_shown, domains_shown
from modules.views.learner import learner_of
from modules.views.ratings import draft_at

ON_THE_PASSWORD = ("PASSWORD-WRONG", "TOO-MANY-TRIES", "SIGN-IN-NOT-FRESH")


class LockForm(forms.Form):
    """What was in view when somebody locks their own rating."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SignatureForm(LockForm):
    """What was in view, and the password as a fresh signature."""

    password = forms.CharField(
        label=gettext_lazy("Your password, or a code"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Type your password, or a code.")},
        help_text=gettext_lazy(
            "Each signature asks for it: your password, or the six digits of your "
            "authenticator app."
        ),
    )


@sensitive_post_parameters("password")
@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating_sign(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """This will show the whole form, and sign it; one's own is locked instead."""
    draft = draft_at(request, draft_id)
    if not draft.is_under_way or _is_not_whole(draft):
        return redirect("rating", draft_id=draft.pk)
    made = LockForm if draft.is_own else SignatureForm
    digest = canonical_sha256(record_of(draft))
    form = made(request.POST or None, initial={"shown": digest})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _signed(request, draft, form)
            except RuleBroken as refusal:
                field = "password" if refusal.code in ON_THE_PASSWORD else None
                form.add_error(field, refusal.message)
                status = refusal.status
        form.data = {**request.POST.dict(), "shown": digest}
    context = _page(draft) | {"form": form}
    return render(request, "modules/rating_sign.html", context, status=status)


def _signed(
    request: HttpRequest, draft: ObservationDraft, form: forms.Form
) -> HttpResponse:
    me, shown = learner_of(request), form.cleaned_data["shown"]
    if draft.is_own:
        lock_self_rating(draft, shown, by=me, at=timezone.now())
        messages.success(request, _("Your own rating is locked."))
        return redirect("practicum_mine")
    sign_in = _prove(request, form.cleaned_data["password"])
    row = sign_observation(draft, Proof(sign_in, shown), by=me, at=sign_in.at)
    messages.success(request, _("Signed, and on record."))
    return redirect("observation", observation_id=row.pk)


def _prove(request: HttpRequest, password: str) -> SignIn:
    """A wrong password is told to the log, and nothing is signed."""
    now, me = timezone.now(), learner_of(request)
    try:
        return sign_in_again(signed_in_user(request), password, now)
    except PasswordWrong as wrong:
        log(Denial("OBSERVATION-SIGN", wrong.code, me, now, me))
        raise
    except TooManyTries as wrong:
        log_seldom(Denial("OBSERVATION-SIGN", wrong.code, me, now, me), me.pk)
        raise


def _is_not_whole(draft: ObservationDraft) -> bool:
    marks = as_signed(marks_from(draft.marks))
    return bool(faults(draft.form_content, marks, rated_for=draft.rated_for))


def _page(draft: ObservationDraft) -> dict[str, Any]:
    marks, content = as_signed(marks_from(draft.marks)), draft.form_content
    return {
        "draft": draft,
        "domains": domains_shown(content, marks, rated_for=draft.rated_for),
        "critical": [one for one in critical_shown(content, marks) if one.is_chosen],
        "note": marks.note,
    }
