from django.apps import AppConfig


class ModulesConfig(AppConfig):
    name = "modules"
    label = "modules"
    verbose_name = "Learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will listen to Wagtail and fill the navigation."""
        # Models are there only now.
        from modules import navigation, signal_handlers  # noqa: PLC0415

        signal_handlers.connect()
        navigation.fill()
