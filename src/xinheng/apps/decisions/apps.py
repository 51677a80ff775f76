from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "xinheng.apps.decisions"
    default_auto_field = "django.db.models.BigAutoField"
