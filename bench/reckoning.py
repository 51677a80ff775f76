"""How long one reckoning takes, the tables' rules of the day built anew each time."""

import json
from collections.abc import Iterator
from datetime import date

from bench.figure import Measured, percentile, seconds

TODAY = date(2026, 3, 10)
TIMES = 400
QMS = {"scheme": "QMS", "people": 100, "factors": [{"ratio": "-0.10", "reason": "mature"}]}
EMS = {"scheme": "EMS", "people": 100, "complexity": "medium"}
OHSMS = {"scheme": "OHSMS", "people": 100, "complexity": "high"}
ENMS = {"scheme": "EnMS", "people": 100, "energy_tj": "150", "energy_types": 3,
        "significant_uses": 12}  # fmt: skip
QUESTIONS = {
    "audit time of one standard": ("audit-time", {"standards": [QMS]}),
    "audit time of four standards, integrated, five sites": (
        "audit-time",
        {
            "standards": [QMS, EMS, OHSMS, ENMS],
            "integration_ratio": "0.9",
            "team": [["QMS", "EMS", "OHSMS", "EnMS"], ["QMS", "EMS"]],
            "sites": [{"name": f"site {n}", "people": 40} for n in range(5)],
        },
    ),
    "greenhouse gas": ("carbon", {"activity": "10", "unit": "t", "factor": "diesel"}),
    "due day": (
        "due", {"rule": "next-surveillance", "regimes": ["17021-1", "CNCA"],
                "last_audit_on": "2026-11-30"},
    ),
}  # fmt: skip


def measure() -> Iterator[Measured]:
    """Each question from its JSON document to the envelope."""
    import django  # noqa: PLC0415  settings are read only here

    django.setup()
    from xinheng.front.reckonings import reckon  # noqa: PLC0415  needs the settings

    for what, (name, question) in QUESTIONS.items():
        audit = {"audit": "initial"} if name == "audit-time" else {}
        document = json.loads(json.dumps({"on": "2026-03-10", **audit, **question}))

        def once(name: str = name, document: object = document) -> object:
            return reckon(name, document, today=TODAY)

        once()
        taken = [seconds(once) * 1000 for _ in range(TIMES)]
        value = f"{percentile(taken, 0.5):.2f} / {percentile(taken, 0.95):.2f} ms"
        yield Measured("reckoning", f"one reckoning, {what} (p50 / p95)", "≤ 2 ms", value)
