from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "xinheng.apps.audits"
    default_auto_field = "django.db.models.BigAutoField"
