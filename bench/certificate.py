"""How long it takes to set and seal a certificate."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from bench.figure import Measured, percentile, seconds
from xinheng.printing.certificate import Certificate, print_certificate
from xinheng.printing.parties import Body, Client, Site, Standard
from xinheng.printing.seal import SoftSealer, make_self_signed, seal

AT = datetime(2026, 3, 10, 4, tzinfo=UTC)


def _certificate(number: int) -> Certificate:
    return Certificate(
        body=Body("信衡演示认证有限公司", "Xinheng Demo", "北京市", "CNCA-R-0000-000"),
        holder=Client("云溪食品有限公司", "91350100M000100Y43", "福建省福州市云溪路1号"),
        standards=(Standard("ISO 9001:2015", "质量管理体系", "Quality management", "GB/T 19001"),),
        sites=(Site("总部", "福建省福州市云溪路1号", is_central=True),),
        scope_zh=f"糕点的生产（第{number}号）",
        scope_en="Manufacture of pastry",
        certificate_number=f"XH26Q{number:05d}R0M",
        first_issued_on=date(2026, 3, 10),
        issued_on=date(2026, 3, 10),
        effective_on=date(2026, 3, 10),
        expires_on=date(2029, 3, 9),
        head_name="陈山",
        qr_text=f"http://localhost:8000/c/XH26Q{number:05d}R0M",
        public_address=f"http://localhost:8000/c/XH26Q{number:05d}R0M",
    )


def measure() -> Iterator[Measured]:
    """Sixty different certificates, set and sealed, after one to warm up."""
    sealer = SoftSealer(*make_self_signed("信衡演示认证有限公司", AT))

    def once(number: int) -> None:
        seal(print_certificate(_certificate(number), made_at=AT), sealer, at=AT)

    cold = seconds(lambda: once(0))
    times = [seconds(lambda number=number: once(number)) for number in range(1, 61)]
    shown = f"{percentile(times, 0.5) * 1000:.0f} / {percentile(times, 0.95) * 1000:.0f} ms"
    yield Measured("certificate", "certificate PDF/A with seal (p50 / p95)", "≤ 300 ms", shown)
    yield Measured("certificate", "the first one of a process", "—", f"{cold * 1000:.0f} ms")
