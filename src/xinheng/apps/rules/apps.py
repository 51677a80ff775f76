from django.apps import AppConfig
from django_tasks.signals import task_finished, task_started

from xinheng.rulebook import known


class RulesConfig(AppConfig):
    name = "xinheng.apps.rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from xinheng.apps.rules import queries  # noqa: PLC0415 - models are ready only now

        known.use(queries.Entries())
        task_started.connect(_job_begins)
        task_finished.connect(_job_ends)


def _job_begins(**_said: object) -> None:
    known.begin_work()


def _job_ends(**_said: object) -> None:
    known.end_work()
