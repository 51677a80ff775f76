"""The limits the body set itself: the shipped value until it sets one."""

from dataclasses import dataclass
from datetime import date

from xinheng.apps.impartiality.models import Limit
from xinheng.core.impartiality.words import LimitKey
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.source import Source
from xinheng.rulebook.settings import settings_on


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit in force. Nought: switched off. `since` and `because` where the body set it."""

    key: LimitKey
    value: int
    unit: str
    source: Source
    note: str
    since: date | None = None
    because: str = ""
    set_by: str = ""


@answered_once
def limits(on: date) -> tuple[LimitView, ...]:
    """Every limit in force on a day."""
    shipped = settings_on(on)
    own: dict[str, Limit] = {}
    for row in Limit.objects.filter(since__lte=on).select_related("set_by").order_by("since", "pk"):
        own[row.key] = row
    found = []
    for key in LimitKey:
        base = shipped[key.value]
        mine = own.get(key.value)
        found.append(
            LimitView(
                key=key,
                value=mine.value if mine else int(base.number),
                unit=base.unit,
                source=base.source,
                note=base.note,
                since=mine.since if mine else None,
                because=mine.because if mine else "",
                set_by=mine.set_by.name_zh if mine and mine.set_by else "",
            )
        )
    return tuple(found)


def limit(key: LimitKey, on: date) -> int:
    """One limit in force on a day; nought when it is switched off."""
    return next(one.value for one in limits(on) if one.key == key)
