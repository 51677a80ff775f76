"""How often one address may search by name: a bucket of tokens that refills steadily."""

from datetime import datetime

from django.core.cache import cache

PER_MINUTE = 60


def allows(address: str, *, at: datetime) -> bool:
    """Take one token of an address, if it has one left.

    Args:
        at: the moment of the request; aware.
    """
    key = f"registry-search:{address}"
    now = at.timestamp()
    tokens, since = cache.get(key, (float(PER_MINUTE), now))
    tokens = min(float(PER_MINUTE), tokens + max(0.0, now - since) * PER_MINUTE / 60)
    if tokens < 1:
        cache.set(key, (tokens, now), 120)
        return False
    cache.set(key, (tokens - 1, now), 120)
    return True
