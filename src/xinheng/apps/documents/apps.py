from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "xinheng.apps.documents"
    default_auto_field = "django.db.models.BigAutoField"
