"""The manifest in words, for whoever has just started the site."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from kap_training.demo.cast import CAST

WIDTH = max(len(actor.email) for actor in CAST)


def lines_of(manifest: dict[str, Any]) -> Iterator[str]:
    """This will tell in a short list where to go and who can sign in as what."""
    base = settings.PUBLIC_BASE_URL.rstrip("/")
    everybody = len(manifest["people"])
    password = manifest["admin"]["password"]
    yield f"The demonstration is ready. Its {everybody} people are invented."
    yield ""
    yield f"  Sign in at {base}/accounts/login/"
    yield f"  The password is the same for everybody: {password}"
    yield ""
    for actor in CAST:
        yield f"  {actor.email:{WIDTH}} {actor.stage:20} {actor.sees}"
    admin = manifest["admin"]["email"]
    yield f"  {admin:{WIDTH}} {'set-up of the site':20} Wagtail only: no clinical right"
    yield ""
    yield f"  A lesson        {manifest['lesson']}"
    yield f"  An assessment   {manifest['assessment']}"
    yield f"  The gate        {base}/clearance/ (session {manifest['session']})"
    for row in manifest["credentials"]:
        yield f"  {row['state'].capitalize():15} {row['verify_url']}"
