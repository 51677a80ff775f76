from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "xinheng.apps.cases"
    default_auto_field = "django.db.models.BigAutoField"
