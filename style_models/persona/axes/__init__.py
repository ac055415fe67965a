"""The axes, registered by being there: each module of this package holds ``AXES``.

To add an axis, add a file. Reader axes are ordered as the public contract lists them, form axes by
module and place within it. The reader model's weights name the form axes that they were trained
with, so that a new file changes no reading.
"""

from __future__ import annotations

import importlib
import pkgutil

from style_models.persona.axis import FormAxis, ReaderAxis


def _registered() -> list[ReaderAxis | FormAxis]:
    found: list[ReaderAxis | FormAxis] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        found.extend(importlib.import_module(f"{__name__}.{module.name}").AXES)
    names = [axis.name for axis in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"axes registered twice: {', '.join(twice)}")
    return found


_ALL = _registered()

READER_AXES: tuple[ReaderAxis, ...] = tuple(
    sorted((axis for axis in _ALL if isinstance(axis, ReaderAxis)), key=lambda axis: axis.position)
)
"""The axes that readers rated, in contract order."""

FORM_AXES: dict[str, FormAxis] = {axis.name: axis for axis in _ALL if isinstance(axis, FormAxis)}
"""The axes that are counted, by name."""
