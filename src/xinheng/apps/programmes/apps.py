from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "xinheng.apps.programmes"
    default_auto_field = "django.db.models.BigAutoField"
