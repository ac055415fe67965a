"""One short plain sentence per edit, from its type and the axes that it moves, never invented."""

from __future__ import annotations

from collections.abc import Mapping

from style_models.judging.change import Change
from style_models.rewriting.modes import TASK_AXES

# Below this many standard deviations a shift is not worth a sentence.
WORTH_SAYING = 0.1

_POLISH: dict[str, str] = {
    "SPELL": "spelling", "ORTH": "capital letters or spacing", "PUNCT": "punctuation",
    "NOUN:NUM": "singular or plural", "NOUN:INFL": "the form of a noun", "NOUN:POSS": "the possessive",
    "VERB:SVA": "verb and subject agree", "VERB:FORM": "the form of the verb", "VERB:TENSE": "the tense",
    "VERB:INFL": "the form of the verb", "DET": "the article", "PREP": "the preposition",
    "PRON": "the pronoun", "CONJ": "the linking word", "PART": "a small word", "WO": "word order",
    "MORPH": "the form of the word", "ADJ:FORM": "the comparison", "CONTR": "the apostrophe",
    "ADV": "the adverb", "ADJ": "the adjective", "NOUN": "the word meant", "VERB": "the verb",
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
    "native_english": ("more like a native speaker", "less like a native speaker"),
    "expert_english": ("more expert in English", "less expert in English"),
    "degree": ("more like somebody with a degree", "less like somebody with a degree"),
    "high_income": ("richer", "less rich"),
}


def reason_for(change: Change, verdict: str, shifts: Mapping[str, float]) -> str:
    """Return the reason that the panel shows beside the edit."""
    edit = change.edit
    operation, _, kind = edit.type.partition(":")
    named = _POLISH.get(kind)
    if verdict == "polish":
        if kind == "PUNCT":
            return {"M": "a mark was missing", "U": "a mark too many"}.get(
                operation, "the mark is mended"
            )
        if named and operation == "M":
            return (
                f"{named} was missing"
                if kind in {"DET", "PREP", "PRON", "CONJ"}
                else f"a word was missing: {named}"
            )
        if named and operation == "U":
            return f"{named} is not needed here"
        return f"{named} is mended" if named else "the wording was wrong here"
    heard = moved_most(shifts)
    swapped = f"{_shown(edit.before)} became {_shown(edit.after)}"
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
    return f"“{text.strip()}”" if text.strip() else "nothing"
