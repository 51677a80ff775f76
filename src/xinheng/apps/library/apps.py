from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "xinheng.apps.library"
    default_auto_field = "django.db.models.BigAutoField"
