"""A foreign draft on its way home: which edits bring it nearer to the writer's own texts.

The draft is read once. Then, sentence by sentence, the edit that brings the text nearest is taken
first, the gaps are closed by what it moves, and the next is looked at, as long as one still gains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit
from style_models.edits.restyle import units_of
from style_models.judging.judge import Judgement
from style_models.persona.home import Home, gain
from style_models.text.document import Document, Sentence

Around = Callable[[str, Sentence], tuple[str, str]]
Permits = Callable[[Judgement, Mapping[str, int], Mapping[str, float]], bool]


class Homing:
    """One draft. ``around`` gives the text on both sides that a sentence is heard in, up to ``paragraph``
    characters in all.

    Attributes
    ----------
    gaps : how far the writer's own mean still lies, by axis, in units.
    told : the writer's habits that the draft lacks, for an engine; ``""`` if it lacks none.
    """

    def __init__(self, home: Home, document: Document, around: Around, paragraph: int) -> None:
        (reading,) = home.read([document.text])
        self._home, self._text = home, document.text
        self._around, self._paragraph = around, paragraph
        self.gaps = home.gaps(reading)
        self.told = home.instruction(reading)

    def choose(
        self,
        sentence: Sentence,
        found: Sequence[tuple[Edit, Judgement]],
        permits: Permits,
    ) -> dict[int, float]:
        """Return the edits (by their place in ``found``) that bring the text nearer, with their gains.

        ``found`` is in offsets of the sentence. ``permits(judgement, towards, counted)`` tells whether
        an edit may be made at all. Edits without a word between them are one rewording: they are heard,
        permitted and made together. Repairs are not chosen here: they are made in any case.
        """
        left, right = self._around(self._text, sentence)
        passage = left + sentence.text + right
        # Readers rated paragraphs: in a text of one sentence a word is heard as it is not in theirs.
        share = min(1.0, len(passage) / max(self._paragraph, len(self._text)))
        moves: dict[tuple[int, ...], tuple[dict[str, float], dict[str, float]]] = {}
        for unit in units_of(sentence.text, [edit for edit, _ in found]):
            restyling = tuple(n for n in unit if found[n][1].verdict != "polish")
            if restyling:
                heard: dict[str, float] = {}
                for number in restyling:
                    for axis, shift in found[number][1].shifts.items():
                        heard[axis] = heard.get(axis, 0.0) + shift
                made = apply_edits(sentence.text, [found[n][0] for n in restyling])
                moves[restyling] = heard, self._home.between(passage, left + made + right)
        chosen: dict[int, float] = {}
        while moves:
            worth = {
                unit: gain(self.gaps, h | habits, share) for unit, (h, habits) in moves.items()
            }
            best = max(worth, key=lambda unit: worth[unit])
            if worth[best] <= 0:
                break
            heard, habits = moves.pop(best)
            shifts = {name: share * shift for name, shift in (heard | habits).items()}
            towards = self._home.allows(self.gaps, shifts)
            judged = [replace(found[number][1], shifts=heard) for number in best]
            if all(permits(judgement, towards, habits) for judgement in judged):
                chosen |= dict.fromkeys(best, worth[best] / len(best))
                self.gaps = {n: gap - shifts.get(n, 0.0) for n, gap in self.gaps.items()}
        return chosen

    def distances(self, texts: Sequence[str]) -> list[float]:
        """Return how far each text lies from the writer's own, as read from the text itself."""
        return [self._home.distance(reading) for reading in self._home.read(texts)]
