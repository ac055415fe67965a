"""Presets: bounds on axes for a kind of situation, as data for charters.

Axes are not interchangeable. Where a task is to be done (a report, a form), structure and words may
move and emotion is locked; where people care for each other (condolence, thanks), it is the reverse.
Each ``.toml`` file of this folder is one preset. A bound is the most that an axis may fall and rise,
in standard deviations of writers' own texts; an axis that no bound names is free. ``judgement`` bounds
hold in both: neither situation is a reason to make a writer surer or to guess at their background.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from style_models.errors import InputError


@dataclass(frozen=True)
class Preset:
    """``bounds`` gives, by axis, the most it may fall and the most it may rise, both 0 or more, in SD."""

    name: str
    summary: str
    bounds: Mapping[str, tuple[float, float]]

    def breaches(self, shifts: Mapping[str, float]) -> dict[str, float]:
        """Return the axes that ``shifts`` (in SD) move beyond their bound, and by how much.

        Example: with ``anger`` bounded by 0.1 and 0.1, ``breaches({"anger": -0.5})`` is
        ``{"anger": 0.4}``.
        """
        found = {}
        for axis, shift in shifts.items():
            down, up = self.bounds.get(axis, (float("inf"), float("inf")))
            beyond = max(shift - up, -shift - down)
            if beyond > 0:
                found[axis] = round(beyond, 6)
        return found


def preset_names() -> list[str]:
    """Return the names of the presets, in alphabetical order."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.toml"))


@functools.cache
def preset(name: str) -> Preset:
    """Return a preset; :class:`InputError` for a name that is none."""
    if name not in preset_names():
        raise InputError(f"there is no preset {name!r}: choose one of {', '.join(preset_names())}")
    found = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))
    bounds = {axis: (float(both[0]), float(both[1])) for axis, both in found["bounds"].items()}
    return Preset(name, found["summary"], bounds)
