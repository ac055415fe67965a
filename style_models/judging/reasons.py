"""One short plain sentence per edit, from its type and the axes that it moves, never invented."""

from __future__ import annotations

from collections.abc import Mapping

from style_models.judging.change import Change
from style_models.judging.slips import is_plain_slip
from style_models.rewriting.modes import TASK_AXES

# Below this many standard deviations a shift is not worth a sentence.
WORTH_SAYING = 0.1

# By ERRANT category: what was wrong, when a word was replaced, was missing, was too many.
_POLISH: dict[str, tuple[str, str, str]] = {
    "SPELL": ("a spelling slip", "a spelling slip", "a spelling slip"),
    "ORTH": ("capitals or spacing", "spacing", "spacing"),
    "PUNCT": ("the wrong mark", "a mark was missing", "a mark too many"),
    "NOUN:NUM": ("singular or plural", "singular or plural", "singular or plural"),
    "NOUN:INFL": ("the form of the noun", "a noun was missing", "a noun too many"),
    "NOUN:POSS": ("the possessive", "the possessive was missing", "no possessive here"),
    "VERB:SVA": ("verb and subject did not agree",) * 3,
    "VERB:FORM": ("the form of the verb", "part of the verb was missing", "part of the verb too many"),
    "VERB:INFL": ("the form of the verb",) * 3,
    "VERB:TENSE": ("the tense of the verb", "part of the verb was missing", "part of the verb too many"),
    "VERB": ("the verb did not fit", "a verb was missing", "a verb too many"),
    "DET": ("the article or determiner", "an article or determiner was missing", "no article or determiner here"),
    "PREP": ("the preposition", "a preposition was missing", "no preposition here"),
    "PRON": ("the form of the pronoun", "a pronoun was missing", "a pronoun too many"),
    "CONJ": ("the linking word", "a linking word was missing", "a linking word too many"),
    "PART": ("a small word", "a small word was missing", "a small word too many"),
    "NOUN": ("a noun that did not fit", "a noun was missing", "a noun too many"),
    "ADJ": ("an adjective that did not fit", "an adjective was missing", "an adjective too many"),
    "ADV": ("an adverb that did not fit", "an adverb was missing", "an adverb too many"),
    "ADJ:FORM": ("the comparison",) * 3,
    "MORPH": ("the form of the word",) * 3,
    "WO": ("the order of the words",) * 3,
    "CONTR": ("the apostrophe",) * 3,
}  # fmt: skip

# What readers would hear, upwards and downwards.
_HEARD: dict[str, tuple[str, str]] = {
    "stance_polarity": ("more extreme", "more moderate"),
    "confidence": ("surer", "less sure"),
    "knowledge": ("more knowledgeable", "less knowledgeable"),
    "importance": ("as if it mattered more to you", "as if it mattered less to you"),
    "friendliness": ("friendlier", "less friendly"),
    "optimism": ("more optimistic", "less optimistic"),
    "community": ("more community-minded", "less community-minded"),
    "openness": ("more open to other views", "less open to other views"),
    "relevance": ("more to the point", "less to the point"),
    "clarity": ("clearer", "less clear"),
    "formality": ("more formal", "less formal"),
    "informativeness": ("more informative", "less informative"),
    "originality": ("more original", "less original"),
    "hope": ("more hopeful", "less hopeful"),
    "excitement": ("more excited", "less excited"),
    "fear": ("more afraid", "less afraid"),
    "disgust": ("more disgusted", "less disgusted"),
    "anger": ("angrier", "less angry"),
    "valence": ("more positive", "more negative"),
    "arousal": ("more agitated", "calmer"),
    "age": ("older", "younger"),
    # What readers would assume of a writer, never what a writer is.
    "native_english": (
        "more like somebody who readers would assume grew up with English",
        "less like somebody who readers would assume grew up with English",
    ),
    "expert_english": (
        "more like somebody whose English readers would assume to be expert",
        "less like somebody whose English readers would assume to be expert",
    ),
    "degree": (
        "more like somebody who readers would assume has a degree",
        "less like somebody who readers would assume has a degree",
    ),
    "high_income": (
        "more like somebody who readers would assume earns well",
        "less like somebody who readers would assume earns well",
    ),
}


def reason_for(change: Change, verdict: str, shifts: Mapping[str, float]) -> str:
    """Return the reason that the panel shows beside the edit."""
    edit = change.edit
    operation, _, kind = edit.type.partition(":")
    if verdict == "polish":
        wrong, missing, surplus = _POLISH.get(kind, ("the wording was wrong here",) * 3)
        return {"M": missing, "U": surplus}.get(operation, wrong)
    heard = moved_most(shifts)
    swapped = f"{_shown(edit.before)} became {_shown(edit.after)}"
    if verdict == "unsure" and kind == "SPELL" and is_plain_slip(change):
        return f"{swapped}: this looks like a slip, but another word may be meant; you decide"
    if verdict == "unsure":
        return f"{swapped}: this may be a repair or a matter of taste; you decide"
    if verdict == "meaning":
        return f"{swapped}: this may change what you say"
    if heard:
        axis, shift = heard
        return f"{swapped}: you would sound {_HEARD[axis][0 if shift > 0 else 1]} than you wrote"
    return f"{swapped}: your wording is not wrong, only different"


def moved_most(shifts: Mapping[str, float]) -> tuple[str, float] | None:
    """Return the axis beside the task axes that moves most, with its shift in SD."""
    found = {
        a: s
        for a, s in shifts.items()
        if a not in TASK_AXES and a in _HEARD and abs(s) >= WORTH_SAYING
    }
    return max(found.items(), key=lambda item: abs(item[1])) if found else None


def _shown(text: str) -> str:
    if not text.strip():
        return "a space" if text else "nothing"
    return f"“{text.strip()}”"
