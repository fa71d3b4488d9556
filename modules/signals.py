"""What learning tells the apps above it."""

from django.dispatch import Signal

# An assessor put a critical fail on record. Carries observation_id (UUID). Sent in the
# transaction that keeps it: both stand or neither.
critical_fail_recorded = Signal()
