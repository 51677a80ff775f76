"""Chance that can be repeated: xorshift, the same compiled and uncompiled."""

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel.compiled import Bits, compiled

A, B, C = np.uint64(13), np.uint64(7), np.uint64(17)
HIGH, DEEP = np.uint64(33), np.uint64(11)
STEP = 2.0**-53


def scrambled(seed: int) -> int:
    """A seed spread over 64 bits, never 0 (splitmix64)."""
    mask = (1 << 64) - 1
    value = (seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return (value ^ (value >> 31)) or 1


@compiled
def roll(b: Bits, below: int) -> int:
    """A whole number from 0 to `below` - 1."""
    x = b[at.DICE]
    x ^= x << A
    x ^= x >> B
    x ^= x << C
    b[at.DICE] = x
    return int(np.int64(x >> HIGH) % below)


@compiled
def share(b: Bits) -> float:
    """A number from 0 to under 1."""
    x = b[at.DICE]
    x ^= x << A
    x ^= x >> B
    x ^= x << C
    b[at.DICE] = x
    return np.int64(x >> DEEP) * STEP
