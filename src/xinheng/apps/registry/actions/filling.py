"""Filling the register with a made-up population, for trials."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.registry.actions.loading import BATCH
from xinheng.apps.registry.actions.taking import Taken, lock, take_certificates
from xinheng.apps.registry.queries.names import SUFFIXES
from xinheng.core.registry import acts
from xinheng.core.registry.synthetic import Mix, population
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if
from xinheng.rulebook import published


def mix_of_october_2024() -> Mix:
    """The mix of the printed tables. Source: catalogue M-180, M-181."""
    domains = {key: line.certificates for key, line in published.leaf_domains().items()}
    leaves = published.leaf_regions()
    whole = published.domains()[0]
    return Mix(
        domains=domains,
        regions={key: line.certificates for key, line in leaves.items()},
        places={key: _short(line.name_zh) for key, line in leaves.items()},
        holders=whole.organisations / whole.certificates,
    )


def _short(name: str) -> str:
    for end in SUFFIXES:
        name = name.removesuffix(end)
    return "" if name == "未知" else name


def synthesise(
    *,
    certificates: int,
    seed: int,
    by: Actor,
    at: datetime,
    on: date = published.MONTH,
    told: Callable[[int], None] = lambda _rows: None,
) -> Taken:
    """Make so many certificates and take them in; the same seed makes the same ones again.

    Args:
        on: the day the population stands for; the default is that of the printed tables.
        told: is told how many rows are done, after each batch.
    """
    refuse_if(acts.SYNTHESISE.duty_obstacles(by))
    rows = population(certificates, seed, mix_of_october_2024(), on)
    whole = Taken()
    done = 0
    while some := list(islice(rows, BATCH)):
        taken = take_certificates(some)
        whole.new += taken.new
        whole.changed += taken.changed
        whole.unchanged += taken.unchanged
        whole.refused += taken.refused
        done += len(some)
        told(done)
    with transaction.atomic():
        register = lock()
        register.as_of = on
        register.save(update_fields=["as_of"])
        journal.record(
            acts.SYNTHESISE, on=register, by=by, at=at, certificates=certificates, seed=seed
        )
    return whole
