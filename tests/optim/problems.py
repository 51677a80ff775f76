"""Small problems for tests: one written by hand, and random ones from a seed."""

import copy
import random
from typing import Any

from xinheng.optim.planning.problem import Assignment, Problem
from xinheng.optim.planning.reading import read_problem

WEIGHTS = {"unstaffed": 20000, "missing_code": 600, "km": 1, "match": 1, "balance_day": 20}


def auditor(name: str, **more: Any) -> dict[str, Any]:
    """An auditor who may do everything, at home in city 0."""
    return {
        "id": name, "city": 0, "standards": ["EMS", "QMS"], "leads": ["EMS", "QMS"],
        "codes": ["01"], "female": False, "away": [], "most_days_by_month": [10, 10],
        "target_days": 2, **more,
    }  # fmt: skip


def audit(name: str, **more: Any) -> dict[str, Any]:
    """A one-day audit for one person, in city 1."""
    return {
        "id": name, "city": 1, "standards": ["QMS"], "lead_standard": "QMS", "codes": ["01"],
        "team": 1, "days": 1, "starts": [0, 1, 2, 3, 4], "female_needed": False, "excluded": [],
        "after": None, "same_start": None, "candidates": {"li": 10, "mei": 20}, **more,
    }  # fmt: skip


def document(**more: Any) -> dict[str, Any]:
    """Two auditors, three audits, two months of five days; home and audits 100 km apart."""
    return {
        "name": "by-hand", "days": 10, "month_of_day": [0] * 5 + [1] * 5, "weights": WEIGHTS,
        "chain_trips": True, "cities_km": [[0, 0], [100, 0], [100, 50]], "road_factor": 1.0,
        "auditors": [auditor("li"), auditor("mei", female=True, codes=["02"])],
        "audits": [
            audit("first"),
            audit("second", city=2, team=2, days=2, starts=[1, 2, 5, 6], codes=["01", "02"]),
            audit("third", female_needed=True, after={"audit": "first", "days_between": 2},
                  starts=[3, 4, 8]),
        ],
        **more,
    }  # fmt: skip


def by_hand(**more: Any) -> Problem:
    """The problem of `document`."""
    return read_problem(document(**more))


SOUND = (
    Assignment("first", 0, ("li",), "li"),
    Assignment("second", 1, ("li", "mei"), "li"),
    Assignment("third", 3, ("mei",), "mei"),
)


def changed(**more: Any) -> dict[str, Any]:
    """The document with the first audit or auditor changed: `audit__team=3`."""
    made = copy.deepcopy(document())
    for name, value in more.items():
        kind, field = name.split("__")
        if kind == "document":
            made[field] = value
        else:
            made[f"{kind}s"][0][field] = value
    return made


def random_problem(seed: int, *, audits: int = 6, chain: bool = True, team: int = 2) -> Problem:
    """A tight little problem with every kind of rule in it."""
    r = random.Random(seed)
    days, people = 8, [f"a{k}" for k in range(4)]
    auditors = [
        auditor(
            name, city=r.randrange(3), female=r.random() < 0.5,
            standards=r.sample(["QMS", "EMS"], r.choice((1, 2))), leads=r.sample(["QMS", "EMS"], 1),
            codes=r.sample(["01", "02", "03"], 2), away=r.sample(range(days), 1),
            most_days_by_month=[r.randint(1, 4), 4], target_days=round(r.random() * 4, 1),
        )
        for name in people
    ]  # fmt: skip
    made = []
    for k in range(audits):
        length = r.randint(1, 3)
        first = r.randrange(days - length - 1)
        made.append(audit(
            f"p{k}", city=r.randrange(3), days=length, team=r.randint(1, team),
            standards=r.sample(["QMS", "EMS"], r.choice((1, 1, 2))),
            codes=r.sample(["01", "02", "03"], 2),
            lead_standard=r.choice(["QMS", "EMS"]), female_needed=r.random() < 0.2,
            starts=list(range(first, min(days - length + 1, first + 4))),
            excluded=r.sample(people, 1) if r.random() < 0.3 else [],
            after={"audit": f"p{k - 1}", "days_between": 1} if k == 2 else None,
            same_start="together" if k in (3, 4) else None,
            candidates={name: r.randint(0, 100) for name in people},
        ))  # fmt: skip
    return read_problem(document(
        days=days, month_of_day=[0] * 4 + [1] * 4, auditors=auditors, audits=made,
        chain_trips=chain,
    ))  # fmt: skip
