from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "xinheng.apps.staffing"
    default_auto_field = "django.db.models.BigAutoField"
