from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"
    verbose_name = "Credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will fill the navigation and listen for certificates to print."""
        # Models are there only now.
        from certificates import navigation, signal_handlers  # noqa: PLC0415

        signal_handlers.connect()
        navigation.fill()
