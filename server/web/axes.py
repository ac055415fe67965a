"""What the pages need to know of the axes: derived from the registered ones, grouped for reading."""

from __future__ import annotations

from typing import Any

# The last reader axis of each group, in contract order.
GROUPS = (
    ("How you come across", "openness"),
    ("How the text reads", "originality"),
    ("Feelings in it", "arousal"),
    ("Who readers imagine", "high_income"),
)
COUNTED = "Counted in the text"


def described_axes() -> list[dict[str, Any]]:
    """Return name, label, meaning, unit and group of every axis that a drift report shows."""
    from style_models.persona.axes import FORM_AXES, READER_AXES

    described = []
    groups = iter(GROUPS)
    title, last = next(groups)
    for axis in READER_AXES:
        described.append(
            {
                "name": axis.name,
                "label": axis.label,
                "meaning": axis.hears,
                "unit": "share of readers" if axis.is_background else axis.unit,
                "span": axis.high - axis.low,
                "group": title,
            }
        )
        if axis.name == last:
            title, last = next(groups, ("", ""))
    for counted in FORM_AXES.values():
        if counted.reported:
            described.append(
                {
                    "name": counted.name,
                    "label": counted.label,
                    "meaning": counted.counts,
                    "unit": counted.unit,
                    "span": None,
                    "group": COUNTED,
                }
            )
    return described
