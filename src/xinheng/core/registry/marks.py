"""Whether a claim or a mark may be used so: within the scope, and misleading nobody."""

import re
import unicodedata
from dataclasses import dataclass

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

ARTICLE = Source("认证认可条例", "第二十五条", "2023-07-20", "verified-1")
SYSTEM = re.compile(r"管理体系|managementsystem|iso9001|iso14001|iso45001|19001|24001|45001", re.I)
PRODUCT = re.compile(
    r"产品(?:已|均|都|全部)?(?:通过|获得?|取得)[^，。；]*认证|认证(?:的)?产品|服务(?:已)?(?:通过|获得?)[^，。；]*认证"
    r"|product[^.;]*(?:is|are|was)?certified|certifiedproduct",
    re.I,
)


class Medium(Named):
    """Where the claim stands."""

    PRODUCT = "product", _("On the product")
    PACKAGING = "packaging", _("On packaging or in accompanying papers")
    REPORT = "report", _("On a report of a test, calibration or inspection")
    WEBSITE = "website", _("On a website or in advertising")
    LETTER = "letter", _("On letterheads, cards or vehicles")


class Kind(Named):
    """What sort of certification the claim rests on."""

    MANAGEMENT_SYSTEM = "management-system", _("Management system certification")
    PRODUCT = "product", _("Product certification")
    SERVICE = "service", _("Service certification")


class Use(Named):
    """What may be said of a use."""

    ALLOWED = "allowed", _("Allowed")
    MISUSE = "misuse", _("Misuse")
    LOOK = "look", _("A person must look at it")


@dataclass(frozen=True, slots=True)
class Claim:
    """A use of a certificate or a mark.

    Args:
        words: what is claimed, or what the picture shows.
        bears_mark: whether a certification mark or the body's logo is shown.
        activity: what the claim is about, such as a product or a service; empty if unsaid.
        is_in_force: whether the certificate is in force today.
    """

    words: str
    medium: Medium
    kind: Kind
    scope: str
    bears_mark: bool = False
    activity: str = ""
    is_in_force: bool = True


def check_use(claim: Claim) -> tuple[Use, tuple[Violation, ...]]:
    """Whether a use is allowed, with every reason. Source: 认证认可条例 第二十五条."""
    words = _plain(claim.words)
    wrong = [*_always(claim, words)]
    if claim.kind == Kind.MANAGEMENT_SYSTEM:
        wrong += _of_a_system(claim, words)
    elif SYSTEM.search(words):
        wrong.append(
            _said("system", _("It leads people to believe that a management system is certified."))
        )
    if wrong:
        return Use.MISUSE, tuple(wrong)
    if claim.kind == Kind.MANAGEMENT_SYSTEM and claim.medium == Medium.PACKAGING:
        return Use.LOOK, (
            _said(
                "packaging",
                _(
                    "On packaging only a sentence is possible that names the holder, the sort of "
                    "management system with its standard, and the body."
                ),
            ),
        )
    return Use.ALLOWED, ()


def _always(claim: Claim, words: str) -> list[Violation]:
    found = []
    if not claim.is_in_force:
        found.append(_said("not-in-force", _("The certificate is not in force.")))
    if claim.activity and _plain(claim.activity) not in _plain(claim.scope):
        found.append(
            _said("scope", _("It is used for something the certified scope does not name."))
        )
    if not words and not claim.bears_mark:
        found.append(_said("nothing", _("Neither words nor a mark are described.")))
    return found


def _of_a_system(claim: Claim, words: str) -> list[Violation]:
    found = []
    if PRODUCT.search(words):
        found.append(
            _said(
                "product", _("It leads people to believe that a product or service is certified.")
            )
        )
    shown_there = claim.medium in (Medium.PRODUCT, Medium.REPORT)
    if shown_there or (claim.bears_mark and claim.medium == Medium.PACKAGING):
        found.append(
            _said(
                "on-product",
                _("The mark of a management system never stands on a product or a report."),
            )
        )
    return found


def _said(code: str, message: str) -> Violation:
    return Violation(code=f"marks.{code}", message=message, source=ARTICLE)


def _plain(text: str) -> str:
    return re.sub(r"[\s/\-:]+", "", unicodedata.normalize("NFKC", text)).casefold()
