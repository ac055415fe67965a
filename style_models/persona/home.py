r"""How far a text lies from a writer's own texts, and which edits bring it nearer.

Two things are looked at: what readers hear (the rated reader axes, in standard deviations of writers'
own texts) and habits that are counted (:data:`HABITS`, in the writer's own spread from passage to
passage). The *distance* from the writer's means is

.. math:: d = \sqrt{\tfrac12 \overline{s(g)^2} + \tfrac12 \overline{s(h)^2}}, \quad
          s(x) = F \log(1 + |x| / F)

with the gaps ``g`` on the reader axes and ``h`` on the habits. Large gaps count by their logarithm
(``F`` is :data:`FAR`), so that one oddity does not outweigh the rest and yet every step home is a gain. 0
is the writer's own mean. Only what a text is long enough for counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from style_models.persona.axes import FORM_AXES
from style_models.persona.counted_text import CountedText, normalise
from style_models.persona.drift import LEAST_WORDS, RATED
from style_models.persona.profile import Profile
from style_models.persona.reader_model import ReaderModel

FAR = 2.0
LEAST_GAP = 0.5
"""A habit whose gap is smaller, in spreads, is not worth telling an engine about."""
MOST_TOLD = 8
"""Habits that an engine is told of: those that lie farthest off."""
SLIGHT = 0.15
"""A move of one axis away from the writer, in units, that may come with others that lead there. It still
counts against what they gain. Nearly every change of a word moves ten axes by as much as readers' noise."""
LEAST_SPREAD = 0.5
"""A habit's spread is not taken to be smaller, in its own unit: a writer who never once used a
semicolon would else lie infinitely far from one."""

HABITS: Mapping[str, tuple[str, str]] = {
    "sentence_length": ("longer sentences", "shorter sentences"),
    "contractions": ("contractions (don't, it's)", "full forms (do not, it is)"),
    "hedges": ("more hedging (perhaps, I think)", "less hedging"),
    "boosters": ("more emphasis (really, very)", "less emphasis (really, very)"),
    "formal_connectives": ("connectives like therefore, however", "fewer connectives like therefore, moreover"),
    "plain_connectives": ("plain connectives (so, but, because)", "fewer plain connectives (so, but)"),
    "plain_openers": ("sentences that open with and, but or so", "no sentences that open with and, but or so"),
    "trailing_clauses": ("clauses added with -ing", "no clauses added with -ing"),
    "slang": ("slang", "no slang"),
    "commas": ("more commas", "fewer commas"),
    "semicolons": ("semicolons", "no semicolons"),
    "dashes": ("dashes", "no dashes"),
    "brackets": ("asides in brackets", "no brackets"),
    "exclamations": ("exclamation marks", "no exclamation marks"),
    "ellipses": ("trailing dots", "no trailing dots"),
    "long_words": ("longer words", "shorter words"),
    "rare_words": ("rarer words", "commoner words"),
    "passives": ("the passive", "the active instead of the passive"),
    "abstract_nouns": ("nouns for actions (the use of)", "verbs instead of nouns for actions"),
    "formal_words": ("formal words (purchase, assist)", "plain words instead of formal ones (buy, help)"),
    "informal_words": ("casual words", "no casual words"),
    "machine_words": ("the words of prepared prose", "none of the words that language models favour"),
}  # fmt: skip
"""Counted axes that say how a writer writes rather than what about, with how to ask for more and for
less of them."""
_HEARD = {
    "formality": ("to sound more formal", "to sound less formal"),
    "friendliness": ("to sound warmer", "to sound cooler"),
    "excitement": ("to sound livelier", "to sound calmer"),
}


@dataclass(frozen=True)
class Reading:
    """Where one text lies: reader axes in their unit (none for a short text), habits in theirs."""

    heard: Mapping[str, float]
    habits: Mapping[str, float]


@dataclass
class Home:
    """A writer's profile as the place to come home to. Make it with :meth:`of`.

    ``means`` and ``units`` are by axis, ``spreads`` the writer's own from passage to passage, in units.
    """

    means: Mapping[str, float]
    units: Mapping[str, float]
    spreads: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, profile: Profile | None) -> Home | None:
        """Return the home of a profile; ``None`` where there is too little text to go by."""
        if profile is None or not profile.reliable:
            return None
        return cls.counted(profile, ReaderModel.load().sd)

    @classmethod
    def counted(cls, profile: Profile, sd: Mapping[str, float] | None = None) -> Home:
        """Return the home by any profile; without ``sd`` (of the reader axes) by its habits alone."""
        means, units, spreads = {}, {}, {}
        for name, axis in profile.axes.items():
            if sd and name in sd:
                means[name], units[name] = axis.mean, sd[name]
                spreads[name] = (axis.spread or 0.0) / sd[name]
            elif name in HABITS and axis.spread is not None:
                means[name], units[name] = axis.mean, max(axis.spread, LEAST_SPREAD)
                spreads[name] = 1.0
        return cls(means, units, spreads)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return where each text lies; one batch of the reader model, if reader axes count."""
        heard_axes = [name for name in self.means if name not in HABITS]
        long_enough = [len(CountedText(normalise(text)).words) >= LEAST_WORDS for text in texts]
        heard: list[dict[str, float]] = [{} for _ in texts]
        chosen = [i for i, enough in enumerate(long_enough) if enough and heard_axes]
        if chosen:
            model = ReaderModel.load()
            for i, row in zip(chosen, model.read([texts[i] for i in chosen]), strict=True):
                by_name = dict(zip(model.axes, row.tolist(), strict=True))
                heard[i] = {name: by_name[name] for name in heard_axes}
        return [Reading(h, self.habits(text)) for h, text in zip(heard, texts, strict=True)]

    def habits(self, text: str) -> dict[str, float]:
        """Return the counted habits of a text, those that it is long enough for."""
        counted = CountedText(normalise(text))
        return {
            name: float(FORM_AXES[name].measure(counted))
            for name in HABITS
            if name in self.means and len(counted.words) >= max(1, FORM_AXES[name].least_words)
        }

    def gaps(self, reading: Reading) -> dict[str, float]:
        """Return, per axis, how far and in which direction the writer's mean lies, in units."""
        at = {**reading.heard, **reading.habits}
        return {name: (self.means[name] - value) / self.units[name] for name, value in at.items()}

    def distance(self, reading: Reading) -> float:
        """Return the distance (see the module); 0 where nothing could be read."""
        return distance_of_gaps(self.gaps(reading))

    def between(self, before: str, after: str) -> dict[str, float]:
        """Return the shifts of the habits from one wording of a passage to another, in units."""
        old, new = self.habits(before), self.habits(after)
        return {
            name: (new[name] - old[name]) / self.units[name]
            for name in old.keys() & new.keys()
            if new[name] != old[name]
        }

    def allows(self, gaps: Mapping[str, float], shifts: Mapping[str, float]) -> dict[str, int]:
        """Return, for each axis that moves, the direction in which it may.

        That is towards the writer's mean; away from it too as long as the text stays within the
        writer's own spread, where the writer's texts lie as well, or by no more than :data:`SLIGHT`.
        """
        ways = {}
        for name, shift in shifts.items():
            gap = gaps.get(name)
            way = 1 if shift > 0 else -1
            if gap is None:
                continue
            left = abs(gap - shift)
            near = left <= max(abs(gap), self.spreads.get(name, 0.0)) or abs(shift) <= SLIGHT
            ways[name] = way if near else -way
        return ways

    def instruction(self, reading: Reading) -> str:
        """Return what an engine is told about the writer, with an eye to where the text differs.

        ``""`` where the text has all habits of the writer already.
        """
        gaps = self.gaps(reading)
        told: list[str] = []
        for name in sorted(gaps, key=lambda axis: -abs(gaps[axis])):
            asked = {**HABITS, **_HEARD}.get(name)
            if asked is None or abs(gaps[name]) < LEAST_GAP or len(told) == MOST_TOLD:
                continue
            more = asked[0 if gaps[name] > 0 else 1]
            if name == "sentence_length":
                more += (
                    f", about {self.means[name]:.0f} words each (here {reading.habits[name]:.0f})"
                )
            told.append(more)
        return "; ".join(told)


def distance_of_gaps(gaps: Mapping[str, float]) -> float:
    """Return the distance that gaps amount to; see the module."""
    squares = [
        [(FAR * math.log1p(abs(gap) / FAR)) ** 2 for name, gap in gaps.items() if name in family]
        for family in (RATED, HABITS)
    ]
    parts = [sum(part) / len(part) for part in squares if part]
    return math.sqrt(sum(parts) / len(parts)) if parts else 0.0


def gain(gaps: Mapping[str, float], shifts: Mapping[str, float], share: float = 1.0) -> float:
    """Return by how much shifts bring a text nearer (in distance; below 0: farther).

    ``share``: how much of the text they were heard in, 0 to 1.
    """
    moved = {name: gap - share * shifts.get(name, 0.0) for name, gap in gaps.items()}
    return distance_of_gaps(gaps) - distance_of_gaps(moved)
