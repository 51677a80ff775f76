"""Every act that the API and the command line offer: its shape and the one function it calls.

Each module of this package holds the operations of one staircase in `OPERATIONS`.
"""

import importlib
import pkgutil
from functools import cache

from xinheng.front.operation import Operation


@cache
def every() -> tuple[Operation, ...]:
    """All operations, by staircase and order of work."""
    found: list[Operation] = []
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        found.extend(importlib.import_module(f"{__name__}.{module}").OPERATIONS)
    return tuple(found)


def named(name: str) -> Operation:
    """The operation called `name`, such as `intake.submit`.

    Raises:
        LookupError: there is none.
    """
    for operation in every():
        if operation.act.name == name:
            return operation
    raise LookupError(name)
