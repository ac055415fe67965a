"""Custom commands: a writer's own instruction under a name of the writer's.

A command goes the way of a mode: an engine that follows instructions proposes, its wording is taken
apart into edits, each is judged. A repair is applied. What restyles is never called polish: it is
applied only where the command declares the axes that it is meant to move, and else shown and held
back. Guards and P(meaning) hold as everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from style_models.errors import InputError
from style_models.rewriting.modes import TASK_LICENCE, Licence, Mode

COMMAND = "command"
"""What stands for the mode in a rewrite that a command made."""
LONGEST_INSTRUCTION = 500
"""Characters; an instruction is read with every sentence."""
LEAST_LETTERS = 3

_KEEP = (
    "Whatever that asks for, keep every fact, name, number, date, unit, link, quotation, negation and "
    "qualifier as it is, and add none."
)


class BadCommand(InputError):
    """An instruction or an axis that a command cannot have."""

    kind = "bad_command"


@dataclass(frozen=True, slots=True)
class Command:
    """An instruction by name.

    ``axes`` are those that the command is meant to move, with a sign: ``+friendliness`` may rise,
    ``-formality`` may fall; one with both signs may do either. Make it with :meth:`of`, which checks.
    """

    name: str
    instruction: str
    axes: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, instruction: str, axes: Sequence[str] = ()) -> Command:
        """Return the command; :class:`BadCommand` says what is wrong with it.

        ``instruction``: 3 letters to :data:`LONGEST_INSTRUCTION` characters, kept on one line.
        ``axes``: names of reader axes or ``sentence_length``, without a sign meant to rise.
        """
        return cls(name, checked_instruction(instruction), checked_axes(axes))

    @property
    def licence(self) -> Licence:
        """Directions (1 up, -1 down) in which each declared axis may move."""
        found: dict[str, frozenset[int]] = {}
        for axis in self.axes:
            way = frozenset({-1 if axis[0] == "-" else 1})
            found[axis[1:]] = found.get(axis[1:], frozenset()) | way
        return found

    def to_json(self) -> dict[str, Any]:
        """Return its public JSON."""
        return {"name": self.name, "instruction": self.instruction, "axes": list(self.axes)}

    def mode(self) -> Mode:
        """Return what a rewrite by this command may do.

        The task axes may rise along with the declared ones, as they may in every mode, but one of the
        declared must move.
        """
        return Mode(
            COMMAND,
            applies=True,
            asks_all=True,
            licence={**TASK_LICENCE, **self.licence},
            restyles=True,
            sought=frozenset(self.licence),
            instruction=f"{self.instruction.rstrip('.')}. {_KEEP}",
            command=self.name,
        )


def checked_instruction(text: str) -> str:
    """Return the instruction on one line; :class:`BadCommand` if it is too short, too long or no text."""
    line = " ".join(text.split())
    if any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} for c in line):
        raise BadCommand("the instruction holds signs that are no text: type it in letters")
    if sum(c.isalpha() for c in line) < LEAST_LETTERS:
        raise BadCommand("the instruction says nothing: tell in a few words what is to be done")
    if len(line) > LONGEST_INSTRUCTION:
        raise BadCommand(
            f"the instruction has {len(line)} characters: say it in {LONGEST_INSTRUCTION} or fewer"
        )
    return line


def checked_axes(axes: Sequence[str]) -> tuple[str, ...]:
    """Return the axes with their signs, each once, in order; :class:`BadCommand` for one that is none."""
    from style_models.persona.axes import READER_AXES

    known = (*(axis.name for axis in READER_AXES), "sentence_length")
    found = []
    for axis in (one.strip() for one in axes):
        sign, name = (axis[0], axis[1:]) if axis[:1] in {"+", "-"} else ("+", axis)
        if name not in known:
            raise BadCommand(f"there is no axis {name!r}: choose of {', '.join(known)}")
        found.append(sign + name)
    return tuple(dict.fromkeys(found))
