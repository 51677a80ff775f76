"""Exact numbers inside, decimals outside, and the one rounding at the end."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

TENTH = Decimal("0.1")
SHOWN = Decimal("0.0001")
_WIDE = Context(prec=50)


def shown(exact: Fraction) -> Decimal:
    """Give an exact number as a decimal of one to four places."""
    value = _WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    value = value.quantize(SHOWN, ROUND_HALF_UP, _WIDE)
    slim = value.normalize(_WIDE)
    places = slim.as_tuple().exponent
    return slim.quantize(TENTH) if not isinstance(places, int) or places > -1 else slim


def to_step(exact: Fraction, step: Fraction) -> Fraction:
    """Round to the nearest multiple of `step`; a tie goes up.

    Source: IAF MD 5, 2.2.3 (nearest half day; the tie is not specified there).
    """
    return ((exact / step + Fraction(1, 2)) // 1) * step


def up_to_step(exact: Fraction, step: Fraction) -> Fraction:
    """The smallest multiple of `step` that is not less."""
    return -((-exact / step) // 1) * step


def down_to_step(exact: Fraction, step: Fraction) -> Fraction:
    """The largest multiple of `step` that is not more."""
    return (exact / step // 1) * step
