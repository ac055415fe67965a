"""The modes and what each may do: one table, nothing elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from style_models.errors import InputError

# The axes on which a repair may show, and only upwards (glossary: verdict).
TASK_AXES = frozenset({"clarity", "relevance", "expert_english", "native_english"})


@dataclass(frozen=True, slots=True)
class Mode:
    """``applies``: edits are applied at all. ``asks_all``: a proposal is wanted for every sentence.

    Whether a mode is offered is a matter of the model: see :mod:`style_models.exam.exam`.
    """

    name: str
    applies: bool
    asks_all: bool = False


MODES: dict[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("check", False),
        Mode("polish", True),
        Mode("clarify", True),
        Mode("concise", True),
        Mode("own-voice", True),
    )
}


def mode_named(name: str) -> Mode:
    """Return the mode; :class:`InputError` with the list of modes if there is none of that name."""
    if name not in MODES:
        raise InputError(f"there is no mode {name!r}: choose one of {', '.join(MODES)}")
    return MODES[name]
