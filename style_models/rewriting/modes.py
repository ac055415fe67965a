"""The modes and what each may do: one table, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from style_models.errors import InputError

if TYPE_CHECKING:
    from style_models.judging.judge import Judgement

# The axes on which a repair may show, and only upwards (glossary: verdict).
TASK_AXES = frozenset({"clarity", "relevance", "expert_english", "native_english"})

Licence = Mapping[str, frozenset[int]]
"""Directions (1 up, -1 down) in which an axis may move, by its name."""

UP, DOWN = frozenset({1}), frozenset({-1})
EITHER = UP | DOWN
MOST_MEANING = 0.2
"""Greatest P(meaning) of an edit that a licence lets through."""
MOST_SAMPLES = 3000
"""Characters of the writer's own texts that an engine is shown."""

REPAIR = (
    "Correct the spelling, grammar and punctuation of the text. Change nothing else: keep the "
    "writer's words, tone and dialect."
)
_KEEP = (
    "Keep every fact, name, number, date, unit, link, quotation, negation and qualifier as it is, "
    "and the writer's tone and dialect. Add nothing."
)


@dataclass(frozen=True, slots=True)
class Mode:
    """What a mode may do.

    ``applies``: edits are applied at all. ``asks_all``: a proposal is wanted for every sentence.
    ``licence``: axes that may move, and where to; other axes may not. ``restyles``: an edit that is no
    repair may be applied too, where the licence covers it. ``by_profile``: the licence is to come
    nearer to the writer's profile, on any axis. ``instruction``: what an engine is asked to do with a
    sentence. ``sought``: axes of which one must move for an edit to be licensed, ``None`` for any of
    the licence's. ``command``: the name of the writer's own command that this is, if it is one.

    Whether a mode is offered is a matter of the model: see :mod:`style_models.exam.exam`.
    """

    name: str
    applies: bool
    asks_all: bool = False
    licence: Licence = field(default_factory=dict)
    restyles: bool = False
    by_profile: bool = False
    instruction: str = REPAIR
    sought: frozenset[str] | None = None
    command: str | None = None


TASK_LICENCE: Licence = dict.fromkeys(sorted(TASK_AXES), UP)
"""What every mode may do: the task axes may rise."""

MODES: dict[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("check", applies=False, licence=TASK_LICENCE),
        Mode("polish", applies=True, licence=TASK_LICENCE),
        Mode(
            "clarify",
            applies=True,
            asks_all=True,
            licence={**TASK_LICENCE, "informativeness": EITHER, "sentence_length": EITHER},
            restyles=True,
            instruction=(
                "Make the text clear and easy to read: plain words, direct order, no needless "
                f"nesting; split a long sentence if that helps. {_KEEP}"
            ),
        ),
        Mode(
            "concise",
            applies=True,
            asks_all=True,
            licence={**TASK_LICENCE, "informativeness": EITHER, "sentence_length": DOWN},
            restyles=True,
            instruction=(
                "Say the same in fewer words: take out what repeats or says nothing, in the writer's "
                f"own wording. {_KEEP}"
            ),
        ),
        Mode(
            "own-voice",
            applies=True,
            asks_all=True,
            licence=TASK_LICENCE,
            restyles=True,
            by_profile=True,
            instruction=(
                "Rewrite the text as its writer would have put it, in the writer's own words, "
                "punctuation and sentence length. Go word by word and phrase by phrase: keep the order of "
                f"what is said, and every phrase that the writer could have written. {_KEEP}"
            ),
        ),
    )
}


def mode_named(name: str | Mode) -> Mode:
    """Return the mode (one that is given as it is); :class:`InputError` with the list of modes if there is none of that name."""
    if isinstance(name, Mode):
        return name
    if name not in MODES:
        raise InputError(f"there is no mode {name!r}: choose one of {', '.join(MODES)}")
    return MODES[name]


def instruction_of(mode: Mode, samples: Sequence[str] = (), habits: str = "") -> str:
    """Return what an engine is told to do in this mode.

    For a mode that goes by the profile, ``samples`` are the writer's own texts and ``habits`` what the
    writer does that the text does not (:meth:`style_models.persona.home.Home.instruction`); without
    either, there is nothing to go by and the mode repairs.
    """
    if not mode.by_profile:
        return mode.instruction
    if habits:
        return f"{mode.instruction}\n\nThis writer, unlike the text, uses: {habits}."
    shown = "\n\n".join(sample.strip() for sample in samples if sample.strip())[:MOST_SAMPLES]
    if not shown:
        return REPAIR
    return f"{mode.instruction}\n\nSamples of the writer's own texts:\n{shown}"


def licensed(
    mode: Mode,
    judgement: Judgement,
    towards: Mapping[str, int] | None = None,
    counted: Mapping[str, float] | None = None,
) -> bool:
    """Tell whether the mode lets an edit through that is no repair.

    Every axis that the edit moves must be licensed in that direction, and one must move at all: an
    edit that nobody hears has nothing to do with the mode. What breaks a guard or may change the
    meaning is never let through.

    Parameters
    ----------
    judgement : its ``shifts`` are those that readers hear, in standard deviations.
    towards : per axis the direction (1 or -1) that leads to the writer's profile, for modes that go
        by it; axes that are not named lie where the writer's do.
    counted : shifts of form axes that the edit moves too (:func:`length_shift`), in their own units.
        They count where the mode's licence names them; elsewhere they are nobody's business.
    """
    if not (mode.applies and mode.restyles) or judgement.guard:
        return False
    if judgement.verdict == "meaning" or judgement.p["meaning"] > MOST_MEANING:
        return False
    allowed: dict[str, frozenset[int]] = dict(mode.licence)
    if mode.by_profile:
        # Coming nearer is the licence; away from the writer is not, not even upwards.
        allowed = {axis: frozenset({way}) for axis, way in (towards or {}).items()}
    known = {axis: shift for axis, shift in (counted or {}).items() if axis in allowed}
    moved = {
        axis: 1 if shift > 0 else -1
        for axis, shift in {**judgement.shifts, **known}.items()
        if shift
    }
    sought = set(moved) if mode.sought is None else mode.sought & set(moved)
    return bool(sought) and all(way in allowed.get(axis, ()) for axis, way in moved.items())


def length_shift(sentence: str, revised: str) -> dict[str, float]:
    """Return what a change of one sentence does to ``sentence_length``, in words; nothing if nothing.

    A sentence cut in two has grown shorter, however many words there are.
    """
    from style_models.persona.axes import FORM_AXES
    from style_models.persona.counted_text import CountedText

    measure = FORM_AXES["sentence_length"].measure
    before, after = (CountedText(text) for text in (sentence, revised))
    if not before.words or not after.words:
        return {}
    shift = measure(after) - measure(before)
    return {"sentence_length": shift} if shift else {}
