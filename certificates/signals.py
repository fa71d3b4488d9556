"""What credentialing tells the rest of the site."""

from django.dispatch import Signal

# A certificate was issued and has no bytes yet. Carries certificate_id (UUID).
certificate_issued = Signal()
