"""Version 1 of the API. Each module of this package may offer a `router`."""

import importlib
import pkgutil

from ninja import Router


def routers() -> list[tuple[str, Router]]:
    """Every router of this package under its own name."""
    found = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append((getattr(module, "PREFIX", f"/{info.name}"), module.router))
    return found
