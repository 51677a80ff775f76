"""What every test may rely on."""

from collections.abc import Iterator

import pytest
from django.db import connection

from xinheng.rulebook import known

PROVIDERS = []


def pytest_sessionstart() -> None:
    """Modules are gathered without a database, so the rulebook is as shipped."""
    PROVIDERS.append(known.use(None))


@pytest.fixture(autouse=True)
def _the_rulebook_asks_the_database_where_there_is_one(request) -> Iterator[None]:
    fixtures = {"db", "transactional_db", "live_server"}
    if request.node.get_closest_marker("django_db") or fixtures & set(request.fixturenames):
        known.use(PROVIDERS[0])
    yield
    known.use(None)


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture(scope="session", autouse=True)
def _journal_may_be_flushed_between_tests() -> Iterator[None]:
    """Emptying the tables between transactional tests must pass the journal's triggers."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def past_the_triggers(self, sql_list):
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                flush(self, sql_list)
                cursor.execute("SET session_replication_role = DEFAULT")
                return
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
                "AND tbl_name LIKE 'journal_%'"
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    operations.execute_sql_flush = past_the_triggers
    yield
    operations.execute_sql_flush = flush
