"""How often one address may search by name: a bucket of tokens that refills steadily."""

from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

PER_MINUTE = 60
PER_DAY = 1000
IPV6_HOUSEHOLD = 64
"""Bits of an IPv6 address that name a household; it may choose the rest at will."""


def visitor_address(request: HttpRequest) -> str:
    """The address that is counted: of the visitor, however many of our proxies stand between.

    Read from the nearest hop outwards: as long as a hop is a trusted proxy, what it says of
    the one before it is believed. What a visitor writes into the header itself is never
    reached, so nobody gets a fresh bucket by lying.
    """
    hops = [
        *request.headers.get("X-Forwarded-For", "").split(","),
        request.META.get("REMOTE_ADDR", ""),
    ]
    trusted = tuple(ip_network(given, strict=False) for given in settings.TRUSTED_PROXIES)
    counted = ""
    for hop in reversed(hops):
        address = _address(hop)
        if address is None:
            break
        counted = _household(address)
        if not any(address in network for network in trusted):
            break
    return counted


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as a proxy writes it, perhaps in brackets or with a port."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain)
    except ValueError:
        return None
    mapped: IPv4Address | None = getattr(found, "ipv4_mapped", None)
    return mapped or found


def _household(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, IPV6_HOUSEHOLD), strict=False))


def allows(address: str, *, at: datetime, cost: int = 1) -> bool:
    """Take tokens of an address, if it has as many left for the minute and for the day.

    Args:
        at: the moment of the request; aware.
        cost: how many searches this is worth.
    """
    now = at.timestamp()
    minute = _left(f"registry-search:{address}", PER_MINUTE, 60, now)
    day = _left(f"registry-search-day:{address}", PER_DAY, 86_400, now)
    spent = cost if (fits := minute >= cost and day >= cost) else 0
    cache.set(f"registry-search:{address}", (minute - spent, now), 120)
    cache.set(f"registry-search-day:{address}", (day - spent, now), 172_800)
    return fits


def _left(key: str, most: int, seconds: int, now: float) -> float:
    """The tokens in a bucket that refills from empty to full in so many seconds."""
    tokens, since = cache.get(key, (float(most), now))
    return float(min(float(most), tokens + max(0.0, now - since) * most / seconds))
