"""Background work. A task is a wake-up call: the row says what is left to do."""

from uuid import UUID

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

# Loaded by name, and only in the worker: it brings the whole printing library.
PRINTER = "certificates.actions.printing.render_pending"
# Loaded by name: actions wake it, so it cannot be imported here.
TELLER = "certificates.actions.telling.tell_of_override"


@task(backend="work")
def print_certificate(certificate_id: str) -> None:
    """This will print one issued certificate, if nobody has yet."""
    import_string(PRINTER)(UUID(certificate_id), at=timezone.now())


@task(backend="work")
def tell_of_emergency(override_id: str) -> None:
    """This will write to the second person that a session goes on in an emergency."""
    import_string(TELLER)(UUID(override_id))
