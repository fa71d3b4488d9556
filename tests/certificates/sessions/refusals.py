"""That a rule refused, and that nothing but the refusal was kept."""

import pytest

from home.errors import RuleBroken
from home.models import AuditEntry
from tests.certificates.sessions.planning import all_rows, told


def refused(code, act, *args, **kwargs):
    """The act is refused with the code, and leaves one entry that says so."""
    before, log = all_rows(), told()
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code
    assert all_rows() == before
    assert told() == [*log, "DENIED"]
    assert AuditEntry.objects.last().facts["code"] == code
