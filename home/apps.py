from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = "Ground"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will fill the navigation and listen to the sign-in library."""
        # Models are there only now.
        from home import navigation_entries, signal_handlers  # noqa: PLC0415

        navigation_entries.fill()
        signal_handlers.connect()
