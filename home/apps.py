from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = "Ground"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will fill the navigation, listen to sign-ins and add the checks."""
        # Models are there only now.
        from home import (  # noqa: PLC0415
            audit_checks,
            navigation_entries,
            sealed_rows_checks,
            signal_handlers,
            trigger_checks,
        )

        navigation_entries.fill()
        signal_handlers.connect()
        rows = sealed_rows_checks.rows_are_as_sealed
        audit_checks.register("home.rows", rows)
        audit_checks.register("home.triggers", trigger_checks.triggers_stand)
