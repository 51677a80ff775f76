from importlib import import_module

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "xinheng.apps.governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the steps of cases, and note what is sent with each quotation."""
        # Only now are there models to ask.
        guards = import_module("xinheng.apps.governance.queries.guards")
        sending = import_module("xinheng.apps.governance.actions.sending")
        import_module("xinheng.apps.cases.queries").guard(guards.obstacles)
        sending.listen()
