from django.apps import AppConfig


class ModulesConfig(AppConfig):
    name = "modules"
    label = "modules"
    verbose_name = "Learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will listen to Wagtail, fill the navigation and add the checks."""
        # Models are there only now.
        from modules import audit_checks, navigation, signal_handlers  # noqa: PLC0415

        audit_checks.register()
        signal_handlers.connect()
        navigation.fill()
