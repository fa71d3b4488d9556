from django.apps import AppConfig


class ModulesConfig(AppConfig):
    name = "modules"
    label = "modules"
    verbose_name = "Learning"
    default_auto_field = "django.db.models.BigAutoField"
