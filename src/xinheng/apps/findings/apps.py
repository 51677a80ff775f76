from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "xinheng.apps.findings"
    default_auto_field = "django.db.models.BigAutoField"
