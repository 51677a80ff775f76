"""What this house holds: every life, every act, every named word, found by looking."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any

import xinheng.core
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.lifecycle import Lifecycle
from xinheng.core.shared.wording import Named


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the core, by name."""
    found = pkgutil.walk_packages(xinheng.core.__path__, "xinheng.core.")
    names = sorted(info.name for info in found if info.name != __name__)
    return tuple(importlib.import_module(name) for name in names)


@cache
def acts() -> tuple[ActKind, ...]:
    """Every act of the house, by name."""
    found: dict[str, ActKind] = {}
    for module in modules():
        for act in getattr(module, "ACTS", ()):
            found[act.name] = act
    return tuple(found[name] for name in sorted(found))


@cache
def act_named(name: str) -> ActKind | None:
    """The act called `name`, if the house still has it."""
    return next((act for act in acts() if act.name == name), None)


@cache
def lives() -> tuple[Lifecycle[Any, Any], ...]:
    """Every life of the house, by name."""
    found: dict[str, Lifecycle[Any, Any]] = {}
    for module in modules():
        for value in vars(module).values():
            if isinstance(value, Lifecycle):
                found[value.name] = value
    return tuple(found[name] for name in sorted(found))


def states_of(life: Lifecycle[Any, Any]) -> tuple[Named, ...]:
    """Every state of a life, in the order of its words."""
    kind: type[Named] = type(life.moves[0].origin)
    return tuple(kind)
