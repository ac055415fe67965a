"""Distortion operators, found by being here: each module holds ``OPERATORS``, one file per axis.

To add one, add it to its axis's file or add a file. The behavioural suite, the selectivity bench
and the judge's training take it up by themselves.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from style_models.judging.operator import Operator, apply_operator, edited

__all__ = ["Operator", "apply_operator", "edited", "operators"]


@functools.cache
def operators() -> tuple[Operator, ...]:
    """Return all operators, by module and place within it. Raises ValueError for a name used twice."""
    found: list[Operator] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        found.extend(importlib.import_module(f"{__name__}.{module.name}").OPERATORS)
    names = [operator.name for operator in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"operators registered twice: {', '.join(twice)}")
    return tuple(found)
