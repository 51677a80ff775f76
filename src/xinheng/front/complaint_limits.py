"""How many complaints one address may bring by the public form: programs are kept out."""

from datetime import datetime

from django.core.cache import cache
from django.utils.timezone import localdate

from xinheng.rulebook.governance import number

HOUR_SECONDS = 3600


def allows(address: str, *, at: datetime) -> bool:
    """Whether an address may bring another complaint in this hour, and count it if so."""
    most = int(number("public_complaints_per_hour", localdate(at)))
    return _take(f"complaints:{address}:{int(at.timestamp()) // HOUR_SECONDS}", most)


def allows_look_up(address: str, *, at: datetime) -> bool:
    """Whether an address may try another code in this hour: codes are not to be guessed."""
    return _take(f"matter-codes:{address}:{int(at.timestamp()) // HOUR_SECONDS}", 30)


def _take(key: str, most: int) -> bool:
    cache.add(key, 0, HOUR_SECONDS)
    return int(cache.incr(key)) <= most
