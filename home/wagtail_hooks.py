"""What the ground adds to Wagtail."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.documents.models import AbstractDocument

from home.access import READERS, refuse_unless
from home.admin.sign_ins import tell_of_many

hooks.register("before_bulk_action", tell_of_many)


@hooks.register("before_serve_document")
def serve_to_readers(
    document: AbstractDocument, request: HttpRequest
) -> HttpResponse | None:
    """This will hand out documents to people on a roster and to authors only.

    Wagtail itself serves whatever lies in a public collection to everybody.
    """
    if READERS.allows(request):
        return None
    refuse_unless(READERS, request)
    return redirect_to_login(request.get_full_path())
