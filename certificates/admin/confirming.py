"""Confirming what another director entered from a roster, in the Wagtail admin."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from certificates.actions.roster_confirming import confirm_entry
from certificates.actions.signatures import digest_of_shown
from certificates.admin.credentials import TYPED, signed_page
from certificates.admin.lifting import second_signers_person, way_back
from certificates.admin.people import frame_of
from certificates.admin.signing import signer_of
from certificates.forms.credentials import ConfirmForm
from certificates.permissions import SECOND_SIGNERS
from certificates.selectors.entries import first_entry_of, shown_of_entry, unconfirmed
from certificates.selectors.requirements import title_of
from certificates.selectors.shown_words import facts_of_credential, moment_words
from home.access import access, roles


@access(roles(*SECOND_SIGNERS))
@never_cache
@TYPED
def confirm(
    request: HttpRequest, clinic: str, pk: UUID, credential: UUID
) -> HttpResponse:
    """This will sign second for a credential that came with a roster."""
    where, found = second_signers_person(request, clinic, pk)
    row = get_object_or_404(unconfirmed([where]), pk=credential, person=found)
    first = first_entry_of(row)
    if first is None:
        raise Http404
    shown = digest_of_shown(shown_of_entry(row, first.reason))
    form = ConfirmForm(request.POST or None, initial={"shown": shown})

    def act() -> None:
        seen, signer = form.cleaned_data["shown"], signer_of(request, form)
        confirm_entry(row, shown_sha256=seen, signer=signer)

    heading = _("Confirm %(title)s") % {"title": title_of(row.type, row.target)}
    told = {"who": first.printed_name, "when": moment_words(first.at, where)}
    frame = frame_of(where, found, heading) | {
        "lead": _(
            "Another director entered this from the clinic’s roster. It counts once "
            "you have looked at the same source and signed."
        ),
        "facts": [
            *facts_of_credential(row),
            (_("Taken from"), first.reason),
            (_("Signed first"), _("%(who)s, %(when)s") % told),
        ],
        "button": _("Confirm and sign"),
        "done": _("Confirmed and signed. It is in force."),
        "shown": shown,
    }
    return signed_page(request, form, act, frame | way_back(request, where, heading))
