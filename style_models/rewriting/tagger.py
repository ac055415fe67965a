"""The tagger: an engine that mends small slips in one pass of a small encoder, without generation.

Trained by :mod:`style_models.recipes.tagger`. Each word gets the likeliest tag
(:mod:`~style_models.rewriting.tags`); what is tagged is changed and read again, since one mended slip
shows the next. A misspelt word's candidates are read in their sentence, and the one that looks least
wrong there stays.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.detecting.pieces import SHAPES, cut, readable
from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit
from style_models.heeding import heed_within
from style_models.models.releasing import releasable
from style_models.paths import weights_dir
from style_models.rewriting.tags import (
    DELETE,
    KEEP,
    SPACE,
    SPELL,
    SWAP,
    TIGHT,
    Word,
    first_pieces,
    inside,
    like,
    made,
    words_of,
)
from style_models.text.spelling import candidates

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "tagger"
PASSES = 3
LEAST = 0.5
"""Least probability of a tag other than ``keep`` for it to be followed; what passes is for the judge."""

MENTIONED = 0.02
"""Tags less likely than this do not count as having been said."""

_MARKS = frozenset(".,;:?!)]}%…-'’\"”")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence's words and, for the start and each of them, the tags' probabilities (n + 1, tags)."""

    words: tuple[Word, ...]
    p: NDArray[np.float32]

    @property
    def wrong(self) -> float:
        """Probability that something is to be done, at the place that looks most like it."""
        return float(1 - self.p[:, 0].min()) if len(self.p) else 0.0


class Tagger:
    """Proposes repairs; holds no text."""

    def __init__(self, model: Any, tokenizer: Any, tags: Sequence[str], device: str) -> None:
        self._model, self._tokenizer, self._device = model, tokenizer, device
        self.tags = tuple(tags)
        if self.tags[0] != KEEP:
            raise ValueError("the first tag must be keep")

    @staticmethod
    def is_available(folder: Path | None = None) -> bool:
        """Tell whether trained weights are there."""
        return ((folder or weights_dir() / NAME) / f"{NAME}.safetensors").exists()

    @classmethod
    def load(cls, folder: Path | None = None) -> Tagger:
        """Return the tagger of ``folder`` (by default the shipped weights)."""
        return _load(folder or weights_dir() / NAME)

    def mend(
        self, sentences: Sequence[str], least: float = LEAST, passes: int = PASSES
    ) -> list[str]:
        """Return each sentence as the tagger would have it, after up to ``passes`` passes."""
        texts = list(sentences)
        open_ = set(range(len(texts)))
        for _ in range(passes):
            numbers = sorted(open_)
            if not numbers:
                break
            read = self.read([texts[i] for i in numbers])
            changed = self._followed([texts[i] for i in numbers], read, least)
            for number, text in zip(numbers, changed, strict=True):
                if text == texts[number]:
                    open_.discard(number)
                texts[number] = text
        return texts

    def read(self, sentences: Sequence[str]) -> list[Tagged]:
        """Return the tags' probabilities; what lies behind about 250 word pieces is kept as it is."""
        pieces = [readable(p) for p in cut(self._tokenizer, sentences)]
        found = []
        rows = self._model.probabilities(pieces, self._device)
        for text, cut_, p in zip(sentences, pieces, rows, strict=True):
            end = cut_.spans[-1][1] if cut_.spans else 0
            words = tuple(word for word in words_of(text) if word.end <= end)
            places = first_pieces(cut_, words)
            told = p[[0, *places]]
            # A word that shares its piece with the one before has no tag of its own.
            shared = [i + 1 for i, place in enumerate(places) if i and place == places[i - 1]]
            told[shared] = np.eye(1, p.shape[1], dtype=np.float32)
            found.append(Tagged(words, told))
        return found

    def told(self, text: str, tagged: Tagged, edit: Edit) -> tuple[float, float]:
        """Return what the tags say of an edit of ``text`` that was :meth:`read` as ``tagged``.

        Two probabilities: that something is to be done where the edit is, and that it is just this.
        """
        end = max(edit.end, edit.start + 1)
        here = [
            at
            for at in range(len(tagged.p))
            if (at == 0 and edit.start <= (tagged.words[0].end if tagged.words else 0))
            or (at and tagged.words[at - 1].start <= end and edit.start <= tagged.words[at - 1].end)
        ]
        if not here:
            return 0.0, 0.0
        revised = apply_edits(text, [edit])
        same = 0.0
        for at in here:
            for number in np.flatnonzero(tagged.p[at] >= MENTIONED):
                tag = self.tags[number]
                found = edit_for(text, tagged.words, at, tag) if tag != KEEP else None
                if found is None:
                    continue
                wordings = [found.after]
                if tag == SPELL:
                    wordings = [like(option, found.before) for option in candidates(found.before)]
                if any(text[: found.start] + w + text[found.end :] == revised for w in wordings):
                    same = max(same, float(tagged.p[at, number]))
        return float(1 - tagged.p[here, 0].min()), same

    def _followed(self, texts: Sequence[str], read: Sequence[Tagged], least: float) -> list[str]:
        """Return the texts with every tag followed that is likely enough, spelling settled in context."""
        plans: list[list[Edit]] = []
        questions: list[tuple[int, int, str]] = []
        for number, (text, tagged) in enumerate(zip(texts, read, strict=True)):
            edits: list[Edit] = []
            best = tagged.p.argmax(axis=1)
            for at, number_of_tag in enumerate(best):
                tag = self.tags[number_of_tag]
                if tag != KEEP and 1 - tagged.p[at, 0] >= least:
                    edit = edit_for(text, tagged.words, at, tag)
                    # What the last edit took in already is looked at again in the next pass.
                    if edit is not None and (not edits or edits[-1].end <= edit.start):
                        if tag == SPELL:
                            options = candidates(edit.before)
                            questions += [
                                (number, len(edits), like(option, edit.before))
                                for option in options
                            ]
                        edits.append(edit)
            plans.append(edits)
        self._settle(texts, plans, questions)
        return [apply_edits(text, edits) for text, edits in zip(texts, plans, strict=True)]

    def _settle(
        self,
        texts: Sequence[str],
        plans: list[list[Edit]],
        questions: Sequence[tuple[int, int, str]],
    ) -> None:
        """Put the likeliest spelling into each open edit: the one that is least wrong in its place."""
        if not questions:
            return
        tried = []
        for number, at, option in questions:
            edit = plans[number][at]
            tried.append(texts[number][: edit.start] + option + texts[number][edit.end :])
        best: dict[tuple[int, int], tuple[float, str]] = {}
        read = self.read(tried)
        for rank, ((number, at, option), tagged) in enumerate(zip(questions, read, strict=True)):
            start = plans[number][at].start
            inside = [
                i + 1
                for i, w in enumerate(tagged.words)
                if w.start < start + len(option) and start < w.end
            ]
            wrong = float(
                max((1 - tagged.p[i, 0] for i in inside), default=1.0)
            ) + 0.01 * rank / len(read)
            if (number, at) not in best or wrong < best[number, at][0]:
                best[number, at] = (wrong, option)
        for (number, at), (_, option) in best.items():
            edit = plans[number][at]
            plans[number][at] = Edit(edit.start, edit.end, edit.before, option, "", NAME)


def edit_for(text: str, words: Sequence[Word], at: int, tag: str) -> Edit | None:
    """Return the edit that a tag asks for at position ``at`` (0: before the first word).

    ``None`` where the tag cannot be followed there. For ``spell`` an edit that changes nothing yet.
    """
    kind, _, what = tag.partition(" ")
    if at == 0:
        if kind != "append" or not words:
            return None
        first = words[0]
        lowered = inside(first.text)
        put = what[:1].upper() + what[1:] + ("" if what in _MARKS else " ")
        return Edit(first.start, first.end, first.text, put + lowered, "", NAME)
    word = words[at - 1]
    following = words[at] if at < len(words) else None
    if kind == "append":
        return Edit(word.end, word.end, "", what if what[:1] in _MARKS else f" {what}", "", NAME)
    if tag == DELETE:
        if word.spaced:
            start = word.start - 1
            return Edit(start, word.end, text[start : word.end], "", "", NAME)
        if at == 1 and following is not None and following.spaced:
            # The first word goes: the next takes its capital.
            after = like(following.text, word.text)
            return Edit(
                word.start, following.end, text[word.start : following.end], after, "", NAME
            )
        return Edit(word.start, word.end, word.text, "", "", NAME)
    if tag == TIGHT:
        if not word.spaced:
            return None
        return Edit(word.start - 1, word.start, text[word.start - 1 : word.start], "", "", NAME)
    if tag == SPACE:
        return None if word.spaced else Edit(word.start, word.start, "", " ", "", NAME)
    if kind == "join":
        if following is None or not following.spaced:
            return None
        return Edit(word.end, following.start, text[word.end : following.start], what, "", NAME)
    if tag == SWAP:
        if following is None or not following.spaced:
            return None
        gap = text[word.end : following.start]
        left, right = following.text, word.text
        if at == 1:
            left, right = like(left, right), inside(right)
        before = text[word.start : following.end]
        return Edit(word.start, following.end, before, left + gap + right, "", NAME)
    if tag == SPELL:
        return Edit(word.start, word.end, word.text, word.text, "", NAME)
    after_word = made(word.text, tag)
    if after_word is None or after_word == word.text:
        return None
    if "’" in text:
        after_word = after_word.replace("'", "’")
    return Edit(word.start, word.end, word.text, after_word, "", NAME)


@releasable
@functools.cache
def _load(folder: Path) -> Tagger:
    import torch
    from safetensors.torch import load_file
    from transformers import AutoTokenizer

    from style_models.detecting.encoder import Encoder
    from style_models.models.catalog import EMBEDDER
    from style_models.models.load import best_device, pulled_path
    from style_models.models.quiet import hush

    hush()
    tags = json.loads((folder / f"{NAME}.json").read_text("utf-8"))["tags"]
    base = str(pulled_path(EMBEDDER))
    device = best_device()
    model = Encoder.fresh(base, SHAPES, len(tags))
    model.restore(load_file(folder / f"{NAME}.safetensors"))
    model = heed_within(model.to(torch.bfloat16).to(device).eval())
    return Tagger(model, AutoTokenizer.from_pretrained(base), tags, device)
