"""Why a certificate is suspended, withdrawn, narrowed, widened, restored or given up."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import Item, items, word

FILE = Path(__file__).with_name("reasons.toml")


class CertificateAct(Named):
    """What is done to a certificate that needs a reason."""

    SUSPEND = "suspend", _("Suspend")
    WITHDRAW = "withdraw", _("Withdraw")
    REDUCE = "reduce", _("Narrow the scope")
    EXTEND = "extend", _("Widen the scope")
    RESTORE = "restore", _("Restore")
    CANCEL = "cancel", _("Give up")


@dataclass(frozen=True, slots=True)
class Reason(Item):
    """One reason for one act. `codes_2018` is one body's practice of 2018, not a present code."""

    act: CertificateAct
    codes_2018: tuple[str, ...] = ()


def _reason(*, act: str, **row: object) -> Reason:
    return Reason(act=word(CertificateAct, act), **row)  # type: ignore[arg-type]


@cache
def reasons(path: Path = FILE) -> tuple[Reason, ...]:
    """Every reason, grouped by act."""
    return items(path, "reasons", _reason)


def reasons_to(act: CertificateAct) -> tuple[Reason, ...]:
    """The reasons that may be given for an act."""
    return tuple(reason for reason in reasons() if reason.act == act)
