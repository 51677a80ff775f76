from django.apps import AppConfig


class RulechangeConfig(AppConfig):
    name = "xinheng.apps.rulechange"
    default_auto_field = "django.db.models.BigAutoField"
