"""Where the arithmetic of greenhouse gases comes from."""

from xinheng.core.shared.source import Source, Verified

FOOTPRINT = Source(
    "ISO 14067", "activity times factor times warming potential", "2018", Verified.ONCE.value
)
BURNING = Source("Chinese sector guides", "default parameters", "1", Verified.ONCE.value)
