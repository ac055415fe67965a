r"""What a writer wants: the probability that an edit is welcome, and edits not to be made again.

``welcome`` starts from the verdict (:data:`WANTED`), moves towards the writer's acceptance of the
shifts, the more the larger they are, and is then updated by the writer's decisions on alike edits:

.. math:: p_0 = (1 - m) \, \text{WANTED} + m \bar a, \quad m = \text{pull} \cdot S / (1 + S), \quad
          p = (c \, p_0 + \text{yes}) / (c + \text{yes} + \text{no})

``S`` is the sum of the shifts' sizes in SD, :math:`\bar a` their mean acceptance weighted by
size, ``c`` the worth of :math:`p_0` in decisions (:data:`PRIOR_WORTH`). It is only ever a reason to
hold back or to order, never to call a distortion polish.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from style_models.learning.anchors import Anchored, anchored
from style_models.learning.decisions import (
    ACCEPT,
    DISMISS,
    DISTORTION,
    MEANING,
    POLISH,
    REJECT,
    REVISE,
    UNDO,
    UNSURE,
    Decision,
    standing,
)
from style_models.learning.tolerances import Tolerances

if TYPE_CHECKING:
    from style_models.persona.profile import Profile
    from style_models.persona.style_profile import StyleProfile

WANTED: Mapping[str, float] = {POLISH: 0.93, UNSURE: 0.5, DISTORTION: 0.35, MEANING: 0.1}
"""Chance that an edit is wanted before anything is known but its verdict. Set by hand: no public
record tells of decisions by verdict. That of polish is the share of writers who welcome being
clearer; what the writers' own decisions say soon outweighs them."""

PULL: Mapping[str, float] = {POLISH: 0.3, UNSURE: 1.0, DISTORTION: 1.0, MEANING: 1.0}
"""How far large shifts can draw that chance towards the writer's acceptance of them."""

PRIOR_WORTH = 2.0
"""What verdict and tolerances are worth, in decisions on alike edits."""

SAME_WORDS = 3.0
"""Worth of a decision on the same change of the same words elsewhere; on the same type it is 1."""

CATCH_ALL = 0.3
"""Worth of a decision on the same type where the type says little (``R:OTHER``)."""

OTHER_SIDE = 0.5
"""Worth of a no to polish for an edit that is none, and the other way round. A yes never counts
across: who takes a repair has not asked to be made to sound different."""

LEANS: Mapping[str, float] = {ACCEPT: 1.0, REJECT: -1.0, UNDO: -1.0, REVISE: -0.5, DISMISS: -0.5}
"""What each action says of alike edits. A dismissal is about one place more than about the kind."""


class Preferences:
    """What one writer wants. Pure data: no database, no text model.

    ``tolerances`` are the writer's, ``decisions`` the whole log, oldest first. ``shown`` names the
    dialect features that the writer's own texts show, ``fixes`` those that the writer asked to have
    mended all the same (see :mod:`style_models.judging.dialect_features`). ``profile`` is where the
    writer's own texts lie on the axes: drift towards it does not count. ``style`` is how they are written.
    """

    def __init__(
        self,
        tolerances: Tolerances,
        decisions: Iterable[Decision] = (),
        shown: Iterable[str] = (),
        fixes: Iterable[str] = (),
        profile: Profile | None = None,
        style: StyleProfile | None = None,
    ) -> None:
        self.tolerances = tolerances
        self.decisions = tuple(decisions)
        self.shown = frozenset(shown)
        self.fixes = frozenset(fixes)
        self.profile = profile
        self.style = style

    @classmethod
    def population(cls) -> Preferences:
        """Return the preferences of a writer of whom nothing is known."""
        return cls(Tolerances.population())

    @classmethod
    def learned(
        cls,
        answers: Mapping[str, float],
        decisions: Sequence[Decision],
        shown: Iterable[str] = (),
        fixes: Iterable[str] = (),
        profile: Profile | None = None,
        style: StyleProfile | None = None,
    ) -> Preferences:
        """Return the preferences of a writer with these answers (item to 0..100) and decisions."""
        return cls(Tolerances(answers, decisions), decisions, shown, fixes, profile, style)

    def welcome(
        self,
        *,
        sentence: str,
        before: str,
        after: str,
        type: str,
        verdict: str,
        shifts: Mapping[str, float],
    ) -> float:
        """Return the probability (0 to 1) that this writer wants this edit.

        ``shifts`` in SD by axis, as they stand in the edit's JSON. ``sentence`` is not looked at
        yet; what was said about this very place is :meth:`rejected`.
        """
        base = WANTED.get(verdict, WANTED[UNSURE])
        size = sum(abs(shift) for shift in shifts.values())
        chance = base
        if size:
            accepted = (
                sum(
                    abs(shift) * self.tolerances.acceptance(axis, 1 if shift > 0 else -1)
                    for axis, shift in shifts.items()
                    if shift
                )
                / size
            )
            share = PULL.get(verdict, 1.0) * size / (1 + size)
            # A change of meaning is not made welcome by a welcome tone: there it can only lose.
            towards = base * accepted if verdict == MEANING else accepted
            chance = (1 - share) * base + share * towards
        yes, no = self._alike(before, after, type, verdict)
        return (PRIOR_WORTH * chance + yes) / (PRIOR_WORTH + yes + no)

    def rejected(self, sentence: str, offset: int, before: str, after: str) -> bool:
        """Whether the writer last said no to this very edit in this very sentence.

        The sentence is recognised also when other words in it have changed (see
        :class:`~style_models.learning.anchors.Anchored`). ``offset`` in code points.
        """
        if not self._unwanted:
            return False
        edit = anchored(sentence, offset, before, after)
        known = self._unwanted.get((edit.before, edit.after), ())
        return any(edit.is_same_as(other) for other in known)

    def _alike(self, before: str, after: str, type: str, verdict: str) -> tuple[float, float]:
        """Return the weight of yes and of no in decisions on alike edits."""
        words = _folded(before, after)
        yes = no = 0.0
        for lean, decided_words, decided_type, decided_polish in self._said:
            if decided_words == words:
                weight = SAME_WORDS
            elif decided_type == type and type:
                weight = CATCH_ALL if type.endswith("OTHER") else 1.0
            else:
                continue
            if decided_polish != (verdict == POLISH):
                if lean > 0:
                    continue
                weight *= OTHER_SIDE
            if lean > 0:
                yes += weight * lean
            else:
                no -= weight * lean
        return yes, no

    @functools.cached_property
    def _said(self) -> list[tuple[float, tuple[str, str], str, bool]]:
        return [
            (LEANS[d.action], _folded(d.before, d.after), d.type, d.verdict == POLISH)
            for d in standing(self.decisions).decisions
            if d.action in LEANS
        ]

    @functools.cached_property
    def _unwanted(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], list[Anchored]]:
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Anchored]] = {}
        for decision in standing(self.decisions).unwanted:
            edit = anchored(decision.sentence, decision.offset, decision.before, decision.after)
            found.setdefault((edit.before, edit.after), []).append(edit)
        return found


def _folded(before: str, after: str) -> tuple[str, str]:
    """Return an edit's words without case, except where case is all that it changes."""
    if before.casefold() == after.casefold():
        return before, after
    return before.casefold(), after.casefold()
