"""What the models say of an edit: asked once for all edits of a text, in few and large batches.

An engine's own text is judged with what its passes know already; a pasted text with two passes of
the base language model and one each of the detector, the tagger, the sentence encoder and the reader
model, whatever the number of edits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.edits.align import apply_edits
from style_models.edits.compose import forward
from style_models.judging.change import Change

if TYPE_CHECKING:
    from style_models.detecting.detector import Reading
    from style_models.rewriting.causal import CausalRewriter

NOT_ASKED = math.nan
AHEAD = 24
"""Characters behind an edit whose surprisal still counts as its doing."""
NEAR = 12
"""Characters on both sides of an edit that count as its neighbourhood."""

Tokens = Sequence[tuple[int, int, float]]
Answers = list[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Passage:
    """The edits of one sentence (or of sentences that an edit ties together).

    ``changes`` share one ``sentence``; ``revised`` is that sentence as the engine would have it, with
    all edits that fit together. ``left`` and ``right`` are the writer's text around it.
    """

    changes: Sequence[Change]
    revised: str
    left: str = ""
    right: str = ""

    @property
    def sentence(self) -> str:
        """The writer's sentence."""
        return self.changes[0].sentence


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the models say of one edit. ``nan`` is "not asked", never 0.

    ``evidence``: log P(edited) - log P(left alone) of the restoration model, nats; ``copying``: log
    P(left alone) of the whole sentence there. ``fluency``: rise of log-probability under the base
    model, nats. ``surprisal``: -log P of the sentence, base model, nats. ``surprise_before``,
    ``surprise_after``: mean surprisal of the edited words before and after, nats a token.
    ``distance``: 1 - cosine of the sentence embeddings. ``wrong_before``, ``wrong_after``: the
    detector's highest probability of a slip where the edit is, ``near_before``, ``near_after``
    around it, ``relief``: expected number of slips in the sentence before less after;
    ``kinds``: the detector's probabilities by kind of slip at the most suspicious piece.
    ``tagged``, ``tagged_same``: the tagger's probability that something is to be done there, and
    that it is just this.
    ``shifts``: what readers would hear, SD by axis, those that moved.
    """

    evidence: float = NOT_ASKED
    copying: float = NOT_ASKED
    fluency: float = NOT_ASKED
    surprisal: float = NOT_ASKED
    surprise_before: float = NOT_ASKED
    surprise_after: float = NOT_ASKED
    distance: float = NOT_ASKED
    wrong_before: float = NOT_ASKED
    wrong_after: float = NOT_ASKED
    near_before: float = NOT_ASKED
    near_after: float = NOT_ASKED
    relief: float = NOT_ASKED
    kinds: tuple[float, ...] = ()
    tagged: float = NOT_ASKED
    tagged_same: float = NOT_ASKED
    shifts: Mapping[str, float] = field(default_factory=dict)


UNREAD = Testimony()
"""Nobody was asked: the passage is longer than any model reads."""


class Witness:
    """Ask the models about all edits of a text at once.

    Each ``ask_`` method asks one model about all passages in one batch, and returns, per passage and
    change, the fields of :class:`Testimony` that it fills.
    """

    def __init__(self, rewriter: CausalRewriter) -> None:
        self._rewriter = rewriter

    def testify(
        self, passages: Sequence[Passage], contexts: Sequence[str] | None = None
    ) -> list[list[Testimony]]:
        """Return one testimony per change of each passage.

        With ``contexts`` (the sentence before each passage, or nothing) the restoration model is asked
        too, edit by edit: for engines' own proposals, of which few are made. Without, the text is
        taken as pasted.
        """
        if not passages:
            return []
        answers = [
            self.ask_language_model(passages, each=contexts is not None),
            ask_detector(passages),
            ask_tagger(passages),
            ask_encoder(passages),
            ask_readers(passages),
        ]
        if contexts is not None:
            answers.append(self.ask_restoration_model(passages, contexts))
        return [
            [Testimony(**_merged(facts)) for facts in zip(*told, strict=True)]
            for told in zip(*answers, strict=True)
        ]

    def ask_language_model(self, passages: Sequence[Passage], each: bool = False) -> Answers:
        """Surprisal from reading the sentence as it is, and as the engine would have it.

        With ``each``, every edit is read by itself too, so that its fluency is exact.
        """
        groups = [
            [p.sentence, p.revised, *(change.revised for change in p.changes if each)]
            for p in passages
        ]
        answers = []
        told = self._rewriter.token_log_probabilities(groups)
        for passage, (before, after, *others) in zip(passages, told, strict=True):
            here = _surprises(passage, before, after)
            base = _total(before)
            for facts in here:
                facts["surprisal"] = -base
            for facts, tokens in zip(here, others, strict=each):
                facts["fluency"] = _total(tokens) - base
            answers.append(here)
        return answers

    def ask_restoration_model(
        self, passages: Sequence[Passage], contexts: Sequence[str]
    ) -> Answers:
        """Evidence for each edit alone."""
        wordings = [[p.sentence, *(change.revised for change in p.changes)] for p in passages]
        told = self._rewriter.restorations([p.sentence for p in passages], wordings, contexts)
        return [
            [{"evidence": score - copying, "copying": copying} for score in restored]
            for copying, *restored in told
        ]


def _total(tokens: Tokens) -> float:
    return sum(p for _, _, p in tokens)


def _merged(facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: value for part in facts for name, value in part.items()}


def _distinct(passages: Sequence[Passage]) -> list[str]:
    return list(dict.fromkeys(
        text for p in passages for text in (p.sentence, *(change.revised for change in p.changes))
    ))  # fmt: skip


def ask_detector(passages: Sequence[Passage]) -> Answers:
    """Where the detector suspects a slip, before and after each edit."""
    from style_models.detecting.detector import Detector

    texts = _distinct(passages)
    read = dict(zip(texts, Detector.load().read(texts), strict=True))
    return [
        [_suspicion(read[p.sentence], read[change.revised], change) for change in p.changes]
        for p in passages
    ]


def ask_tagger(passages: Sequence[Passage]) -> Answers:
    """What the tagger would do where each edit is, read off the sentence as it is."""
    from style_models.rewriting.tagger import Tagger

    tagger = Tagger.load()
    texts = list(dict.fromkeys(p.sentence for p in passages))
    read = dict(zip(texts, tagger.read(texts), strict=True))
    answers = []
    for p in passages:
        told = [tagger.told(p.sentence, read[p.sentence], change.edit) for change in p.changes]
        answers.append([{"tagged": at, "tagged_same": same} for at, same in told])
    return answers


def ask_encoder(passages: Sequence[Passage]) -> Answers:
    """How far the sentence embedding moves."""
    from style_models.models.load import embeddings

    texts = _distinct(passages)
    vectors = dict(zip(texts, embeddings(texts), strict=True))
    return [
        [
            {"distance": float(1 - vectors[p.sentence] @ vectors[change.revised])}
            for change in p.changes
        ]
        for p in passages
    ]


def ask_readers(passages: Sequence[Passage]) -> Answers:
    """What readers would hear of each edit in its surroundings."""
    from style_models.persona.reader_model import MOVED, ReaderModel

    readers = ReaderModel.load()
    texts = [
        p.left + text + p.right
        for p in passages
        for text in (p.sentence, *(change.revised for change in p.changes))
    ]
    readings = readers.read(texts, quick=True)
    units = np.array([readers.quick_sd[name] for name in readers.axes])
    answers, at = [], 0
    for p in passages:
        count = len(p.changes)
        moved = (readings[at + 1 : at + 1 + count] - readings[at]) / units
        at += 1 + count
        answers.append([
            {"shifts": {
                axis: round(float(value), 3)
                for axis, value in zip(readers.axes, row, strict=True)
                if abs(value) >= MOVED  # false for NaN
            }}
            for row in moved
        ])  # fmt: skip
    return answers


def _surprises(passage: Passage, before: Tokens, after: Tokens) -> list[dict[str, float]]:
    """Return fluency and surprise of each edit, read off the sentence before and as the engine has it.

    An edit that is not in ``passage.revised`` (a rival of one that is) gets ``nan``.
    """
    edits = sorted(change.edit for change in passage.changes)
    chosen = [e for i, e in enumerate(edits) if i == 0 or e.start >= edits[i - 1].end]
    try:
        fits = apply_edits(passage.sentence, chosen) == passage.revised
    except ValueError:
        fits = False
    found = []
    for change in passage.changes:
        edit = change.edit
        if not fits or edit not in chosen:
            found.append(dict.fromkeys(("fluency", "surprise_before", "surprise_after"), NOT_ASKED))
            continue
        following = min(
            (e.start for e in chosen if e.start > edit.start), default=len(passage.sentence)
        )
        ahead = min(AHEAD, max(0, following - edit.end))
        start = forward(edit.start, [e for e in chosen if e.start < edit.start])
        end = start + len(edit.after)
        found.append({
            "fluency": _sum(after, start, end + ahead) - _sum(before, edit.start, edit.end + ahead),
            "surprise_before": -_mean(before, edit.start, edit.end),
            "surprise_after": -_mean(after, start, end),
        })  # fmt: skip
    return found


def _touching(tokens: Tokens, start: int, end: int) -> list[float]:
    return [p for a, b, p in tokens if a < max(end, start + 1) and start < b]


def _sum(tokens: Tokens, start: int, end: int) -> float:
    return sum(_touching(tokens, start, end))


def _mean(tokens: Tokens, start: int, end: int) -> float:
    found = _touching(tokens, start, end)
    return sum(found) / len(found) if found else 0.0


def _suspicion(
    before: Reading, after: Reading, change: Change
) -> dict[str, float | tuple[float, ...]]:
    edit = change.edit
    # White space at an edit's ends ("the " put in) must not make its neighbours part of it.
    start = edit.start + len(edit.before) - len(edit.before.lstrip())
    end = max(start, edit.end - (len(edit.before) - len(edit.before.rstrip())))
    new_start = edit.start + len(edit.after) - len(edit.after.lstrip())
    new_end = max(new_start, edit.start + len(edit.after.rstrip()))
    at, then = before.within(start, end), after.within(new_start, new_end)
    near = before.within(max(0, start - NEAR), end + NEAR)
    near_then = after.within(max(0, new_start - NEAR), new_end + NEAR)
    inside = [i for i, (a, b) in enumerate(before.spans) if a < max(end, start + 1) and start < b]
    kinds = tuple(float(v) for v in before.kinds[inside].max(axis=0)) if inside else ()
    return {
        "wrong_before": float(at.max(initial=0.0)),
        "wrong_after": float(then.max(initial=0.0)),
        "near_before": float(near.max(initial=0.0)),
        "near_after": float(near_then.max(initial=0.0)),
        "relief": float(before.wrong.sum() - after.wrong.sum()),
        "kinds": kinds,
    }
