"""The modes and what each may do: one table, nothing elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from style_models.errors import InputError

# The axes on which a repair may show, and only upwards (glossary: verdict).
TASK_AXES = frozenset({"clarity", "relevance", "expert_english", "native_english"})


@dataclass(frozen=True, slots=True)
class Mode:
    """``applies``: edits are applied at all.

    ``offered`` is false where no model here has learned the mode yet: then only repairs are made,
    and the rewrite says so.
    """

    name: str
    applies: bool
    offered: bool


MODES: dict[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("check", False, True),
        Mode("polish", True, True),
        Mode("clarify", True, False),
        Mode("concise", True, False),
        Mode("own-voice", True, False),
    )
}


def mode_named(name: str) -> Mode:
    """Return the mode; :class:`InputError` with the list of modes if there is none of that name."""
    if name not in MODES:
        raise InputError(f"there is no mode {name!r}: choose one of {', '.join(MODES)}")
    return MODES[name]
