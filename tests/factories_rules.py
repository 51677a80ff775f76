"""Editions, corrections and rule owners for tests."""

from datetime import date

from tests.factories import NOON, anyone
from xinheng.apps.rules import actions
from xinheng.apps.rules.models import Amendment
from xinheng.core.shared.actor import Actor, Duty
from xinheng.rulebook.loader import table


def owner(name: str = "规则负责人甲") -> Actor:
    """Somebody who keeps the rulebook."""
    return anyone(Duty.KEEP_RULES, name=name)


def qms_sheet(
    *, edition="2027", start=date(2027, 1, 1), plus="1", kind="edition", rows=None
) -> str:
    """The table of audit time for quality management, every band `plus` days longer, as CSV."""
    bands = rows or [
        (row["from"], row["to"], float(row["days"]) + float(plus))
        for row in table("md5_qms").versions[0].rows
    ]
    head = (
        f"#table,md5_qms\n#kind,{kind}\n#edition,{edition}\n#valid_from,{start}\n"
        "#document,IAF MD 5\n#place,Table QMS 1\n#status,verified-1\nfrom,to,days\n"
    )
    return head + "\n".join(f"{a},{b},{days:g}" for a, b, days in bands)


def proposed(
    text: str | None = None, *, by: Actor | None = None, name: str = "md5.csv"
) -> Amendment:
    """An edition that waits for a second person."""
    content = (qms_sheet() if text is None else text).encode()
    return actions.propose(
        name=name, content=content, reason="A new edition", by=by or owner(), at=NOON
    )


def entered(text: str | None = None, **more: object) -> Amendment:
    """An edition that another person has approved."""
    row = proposed(text, **more)
    return actions.approve(amendment_id=row.pk, by=owner("规则负责人乙"), at=NOON)
