from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "xinheng.apps.registry"
    default_auto_field = "django.db.models.BigAutoField"
