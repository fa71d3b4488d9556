from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"
    verbose_name = "Credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """This will fill the navigation, listen for papers, add R-08 and the checks."""
        # Models are there only now.
        from certificates import (  # noqa: PLC0415
            assessor_rules,
            audit_checks,
            navigation,
            sealed_rows,
            signal_handlers,
        )
        from modules.assessor_rules import register  # noqa: PLC0415

        signal_handlers.connect()
        navigation.fill()
        audit_checks.register()
        sealed_rows.register_all()
        register(assessor_rules.require_endorsement)
