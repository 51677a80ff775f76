from django.apps import AppConfig


class WaiversConfig(AppConfig):
    name = "xinheng.apps.waivers"
    default_auto_field = "django.db.models.BigAutoField"
