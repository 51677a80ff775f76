"""Uses of certificates and marks, both sides of each rule."""

import pytest

from xinheng.core.registry.marks import Claim, Kind, Medium, Use, check_use

M, P, S = Kind.MANAGEMENT_SYSTEM, Kind.PRODUCT, Kind.SERVICE
SCOPE = "精密零部件的设计和生产"


def use(words, medium=Medium.WEBSITE, kind=M, **more):
    verdict, reasons = check_use(Claim(words, medium, kind, more.pop("scope", SCOPE), **more))
    return verdict, [why.code for why in reasons]


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ("本公司产品已通过ISO 9001认证", M, "marks.product"),
        ("质量认证产品，值得信赖", M, "marks.product"),
        ("our product is certified", M, "marks.product"),
        ("企业管理体系已通过认证", P, "marks.system"),
        ("ISO 9001 certified company", S, "marks.system"),
    ],
)
def test_what_misleads_is_misuse(words, kind, code):
    assert use(words, kind=kind) == (Use.MISUSE, [code])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("本公司质量管理体系已通过GB/T 19001认证", M),
        ("该产品通过自愿性产品认证", P),
        ("售后服务认证五星级", S),
    ],
)
def test_what_says_what_is_certified_is_allowed(words, kind):
    assert use(words, kind=kind) == (Use.ALLOWED, [])


def test_a_system_mark_stands_on_no_product_and_on_packaging_only_as_a_sentence():
    words = "本企业质量管理体系通过认证"
    assert use(words, Medium.PRODUCT) == (Use.MISUSE, ["marks.on-product"])
    assert use(words, Medium.REPORT) == (Use.MISUSE, ["marks.on-product"])
    assert use(words, Medium.PACKAGING, bears_mark=True) == (Use.MISUSE, ["marks.on-product"])
    assert use(words, Medium.PACKAGING) == (Use.LOOK, ["marks.packaging"])
    assert use("五星售后服务认证", Medium.PACKAGING, S, bears_mark=True) == (Use.ALLOWED, [])


def test_only_within_the_scope_and_only_while_in_force():
    words = "本公司质量管理体系已通过认证"
    assert use(words, activity="精密零部件的设计")[0] == Use.ALLOWED
    assert use(words, activity="餐饮服务", is_in_force=False) == (
        Use.MISUSE, ["marks.not-in-force", "marks.scope"],
    )  # fmt: skip
    assert use("", bears_mark=False) == (Use.MISUSE, ["marks.nothing"])
