from django.apps import AppConfig


class ImpartialityConfig(AppConfig):
    name = "xinheng.apps.impartiality"
    default_auto_field = "django.db.models.BigAutoField"
