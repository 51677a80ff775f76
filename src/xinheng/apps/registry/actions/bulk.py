"""Many rows at once, in the fastest way each engine has. Nothing here knows what rows mean."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Rows = Sequence[Sequence[Any]]


def is_postgres() -> bool:
    """Whether the register lies in PostgreSQL."""
    return connection.vendor == "postgresql"


def insert(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Insert rows: by COPY, or by one prepared statement."""
    if not rows:
        return
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgres():
            raw: Any = cursor.cursor
            with raw.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608


def found(table: str, columns: Sequence[str], ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """The columns of the rows with these ids."""
    wanted = list(ids)
    if not wanted:
        return []
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(f"SELECT {listed} FROM {table} WHERE id = ANY(%s)", [wanted])  # noqa: S608
        else:
            cursor.execute(
                f"SELECT {listed} FROM {table} WHERE id IN (SELECT value FROM json_each(%s))",  # noqa: S608
                [json.dumps(wanted)],
            )
        return list(cursor.fetchall())


def update(table: str, columns: Sequence[str], rows: Rows) -> None:
    """Set columns of rows; each row is its id and then the values."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if is_postgres():
            set_to = ", ".join(f"{name} = v.{name}" for name in columns)
            kinds = ["bigint", *_kinds(cursor, table, columns)]
            arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
            cursor.execute(
                f"UPDATE {table} t SET {set_to} FROM unnest({arrays}) "  # noqa: S608
                f"v(id, {', '.join(columns)}) WHERE t.id = v.id",
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            set_to = ", ".join(f"{name} = %s" for name in columns)
            cursor.executemany(
                f"UPDATE {table} SET {set_to} WHERE id = %s",  # noqa: S608
                [(*row[1:], row[0]) for row in rows],
            )


def _kinds(cursor: Any, table: str, columns: Sequence[str]) -> list[str]:
    """The types of columns, as the engine names them."""
    cursor.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attname = ANY(%s)",
        [table, list(columns)],
    )
    kinds = dict(cursor.fetchall())
    return [kinds[name] for name in columns]


def add_to_tallies(table: str, changes: dict[tuple[str, str, str, str], int]) -> None:
    """Add to roll-ups; those that are not there yet begin with the change."""
    rows = [(*key, n) for key, n in sorted(changes.items()) if n]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (cut, a, b, status, n) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (cut, a, b, status) DO UPDATE SET n = {table}.n + excluded.n",
            rows,
        )


def _by_id(rows: Rows) -> list[Sequence[Any]]:
    return sorted(rows, key=lambda row: int(row[0]))


def index_names(rows: Rows) -> None:
    """Enter organisations into the index of names: id and grams. PostgreSQL does so by itself."""
    if is_postgres() or not rows:
        return
    with connection.cursor() as cursor:
        # In the order of their ids: otherwise the index writes a segment for each row.
        cursor.executemany(
            "INSERT INTO registry_names (rowid, grams) VALUES (%s, %s)",
            _by_id(rows),
        )


def forget_names(rows: Rows) -> None:
    """Take organisations out of the index of names: id and the grams they were entered with."""
    if is_postgres() or not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO registry_names (registry_names, rowid, grams) VALUES ('delete', %s, %s)",
            _by_id(rows),
        )
