from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "xinheng.apps.scheduling"
    default_auto_field = "django.db.models.BigAutoField"
