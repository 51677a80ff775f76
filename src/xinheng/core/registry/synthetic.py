"""A made-up population for trials: the same for the same seed, in the mix of October 2024.

Domains and regions get exactly their share of the certificates in force, by largest
remainder (catalogue M-180, M-181); about one certificate in thirty is not in force.
Names are put together from syllables and are nobody's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xinheng.core.registry.national import Certificate, Organisation, Standing, identity

SYLLABLES = (
    "华瑞科信恒达安泰康宁盛嘉德润宏远博新明亮天海星云龙凤金玉银辉昌隆兴旺永固诚和平顺"
    "通利丰裕源泉溪川山峰林森木竹松柏梅兰菊荷春夏秋冬东南西北中正大同光耀晨曦朝阳晟睿"
    "智慧创拓维度联合众志成立群英杰"
)
TRADES = ("食品", "机械", "电子", "科技", "建筑工程", "化工", "纺织", "物流", "信息技术", "环保",
          "医疗器械", "汽车零部件", "农业", "能源", "新材料", "物业服务", "印刷包装", "家具",
          "餐饮管理", "检测技术")  # fmt: skip
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "（集团）有限公司", "厂")
FORM_WEIGHTS = (80, 6, 8, 4, 2)
CHECK_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NOT_IN_FORCE = ((Standing.SUSPENDED, 12), (Standing.WITHDRAWN, 8), (Standing.CANCELLED, 6),
                (Standing.EXPIRED, 7))  # fmt: skip
"""Out of a thousand certificates."""
BODIES = 60
YEARS = 3


@dataclass(frozen=True, slots=True)
class Mix:
    """Certificates by domain and by region, in proportion, and short names of regions."""

    domains: Mapping[str, int]
    regions: Mapping[str, int]
    places: Mapping[str, str]
    holders: float
    """Organisations for each certificate."""


def allotted(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Whole numbers in proportion to the weights that add up to `total`: largest remainder."""
    whole = sum(weights.values())
    parts = {key: divmod(total * weight, whole) for key, weight in weights.items()}
    left = total - sum(part for part, _rest in parts.values())
    most = sorted(parts, key=lambda key: (-parts[key][1], key))[:left]
    return {key: part + (key in most) for key, (part, _rest) in parts.items()}


def population(
    certificates: int, seed: int, mix: Mix, on: date
) -> Iterator[tuple[Certificate, Organisation]]:
    """So many certificates with their holders, one after the other.

    Args:
        on: the day the population stands for: those in force are so on this day.
    """
    draw = Random(seed)  # noqa: S311 - a population for trials, no secret
    lost = {standing: certificates * share // 1000 for standing, share in NOT_IN_FORCE}
    kept = certificates - sum(lost.values())
    standings = [Standing.IN_FORCE] * kept
    domains = _dealt(kept, mix.domains, draw)
    regions = _dealt(kept, mix.regions, draw)
    for standing, number in lost.items():
        standings += [standing] * number
        domains += _dealt(number, mix.domains, draw)
        regions += _dealt(number, mix.regions, draw)
    holders: dict[str, list[Organisation]] = {region: [] for region in mix.regions}
    for place, standing in enumerate(standings):
        known = holders[regions[place]]
        if not known or draw.random() < mix.holders:
            known.append(_holder(place, regions[place], mix.places[regions[place]], draw))
            holder = known[-1]
        else:
            holder = known[int(draw.random() * len(known))]
        yield _certificate(place, seed, domains[place], holder, standing, on, draw), holder


def _dealt(total: int, weights: Mapping[str, int], draw: Random) -> list[str]:
    dealt = [key for key, number in allotted(total, weights).items() for _each in range(number)]
    draw.shuffle(dealt)
    return dealt


def _holder(place: int, region: str, name: str, draw: Random) -> Organisation:
    brand = "".join(draw.choice(SYLLABLES) for _each in range(2 + (draw.random() < 0.5)))
    form = draw.choices(FORMS, FORM_WEIGHTS)[0]
    full = f"{name}{brand}{draw.choice(TRADES)}{form}"
    code = f"X{place:012d}" if region == "00" else credit_code(f"91{region}0100MA{place:07d}")
    return identity(code), code, full, region


def credit_code(first: str) -> str:
    """Seventeen signs and their check character, by GB 32100-2015."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(first, CHECK_WEIGHTS, strict=True))
    return first + ALPHABET[-total % 31]


def _certificate(
    place: int, seed: int, domain: str, holder: Organisation, standing: str, on: date, draw: Random
) -> Certificate:
    body = min(int(draw.paretovariate(1.1)), BODIES)
    years = date(on.year + YEARS, 1, 1) - date(on.year, 1, 1)
    age = int(draw.random() * years.days)
    issued = on - timedelta(days=age)
    since = issued
    if standing == Standing.EXPIRED:
        issued, since = issued - years, issued - timedelta(days=1)
    elif standing != Standing.IN_FORCE:
        since = on - timedelta(days=int(draw.random() * (age + 1)))
    expires = issued + years - timedelta(days=1)
    number = f"SYN{seed:02d}-{body:03d}-{place:08d}"
    return (
        identity(number), number, holder[0], f"CNCA-SYN-{body:03d}", domain, holder[3], "", "",
        issued.isoformat(), expires.isoformat(), str(standing), since.isoformat(),
    )  # fmt: skip
