"""What an outside register knows somebody by, in the Wagtail admin."""

from uuid import UUID

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.identities import record_identity
from certificates.admin.entering import enter
from certificates.admin.office import OFFICE, office_frame, office_person
from certificates.forms.exclusions import IdentityForm
from certificates.models import ProviderIdentity
from home.access import access
from home.models import Person


@access(OFFICE)
@never_cache
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will show and change the names, NPI and date of birth of a person."""
    where, found = office_person(request, clinic, pk)
    row = ProviderIdentity.objects.filter(person=found).first()
    known = model_to_dict(row) if row else _guess(found)
    form = IdentityForm(request.POST or None, initial=known)
    frame = office_frame(where, found, _("Register entry")) | {
        "lead": _(
            "What the exclusion list is searched by. Only the office sees it: "
            "directors and staff of the clinics where this person works."
        ),
        "button": _("Keep"),
        "done": _("Kept. Whoever is changed here is searched again in the next list."),
    }
    return enter(
        request,
        form,
        lambda **who: record_identity(found, form.entry(), **who),
        frame,
    )


def _guess(person: Person) -> dict[str, str]:
    """What the name on record begins and ends with; the office puts it right."""
    words = person.name.split()
    return {"first_name": words[0], "last_name": words[-1]} if words else {}
