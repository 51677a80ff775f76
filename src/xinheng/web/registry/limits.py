"""How often one address may search by name: a bucket of tokens that refills steadily."""

from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

PER_MINUTE = 60
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
