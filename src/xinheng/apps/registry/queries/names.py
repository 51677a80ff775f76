"""Which domains and regions there are, and every way to write them."""

from functools import cache

from xinheng.core.registry.national import Names
from xinheng.rulebook import published

SUFFIXES = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")


@cache
def known_names() -> Names:
    """Domains by key and name; regions by two or six digits and by long, short and English name."""
    domains = {
        name: key
        for key, line in published.leaf_domains().items()
        for name in (key, line.name_zh, line.name_en)
    }
    regions = {}
    for key, line in published.leaf_regions().items():
        short = next(
            (line.name_zh.removesuffix(end) for end in SUFFIXES if line.name_zh.endswith(end)), ""
        )
        for name in (key, f"{key}0000", line.name_zh, line.name_en, short or key):
            regions[name] = key
    return Names(domains, regions)
