from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "xinheng.apps.certificates"
    default_auto_field = "django.db.models.BigAutoField"
