from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "xinheng.apps.intake"
    default_auto_field = "django.db.models.BigAutoField"
