from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "xinheng.apps.work"
    default_auto_field = "django.db.models.BigAutoField"
