from django.apps import AppConfig


class KapTrainingConfig(AppConfig):
    """The project itself: settings, addresses, demo. It has no models."""

    name = "kap_training"
    label = "kap_training"
    verbose_name = "KAP Training"
