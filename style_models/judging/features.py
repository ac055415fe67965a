"""What the judge sees of an edit: numbers that any engine's edit has.

None of them knows which engine proposed the edit. What models say comes from
:mod:`~style_models.judging.witness`, ``nan`` where they were not asked; the rest is read off the
edit itself.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence

import numpy as np

from style_models.judging.change import Change, is_known, words
from style_models.judging.lexicon import nearness, rarity, same_lemma
from style_models.judging.slips import typed_twice
from style_models.judging.witness import Testimony
from style_models.judging.wording import score
from style_models.text.spelling import MOST, candidates

FAMILIES: dict[str, tuple[str, ...]] = {
    "spelling": ("SPELL", "ORTH"),
    "punctuation": ("PUNCT",),
    "inflection": ("NOUN:NUM", "NOUN:INFL", "NOUN:POSS", "VERB:SVA", "VERB:FORM", "VERB:INFL", "ADJ:FORM", "MORPH", "CONTR"),
    "tense": ("VERB:TENSE",),
    "determiner": ("DET",),
    "preposition": ("PREP", "PART"),
    "small_word": ("PRON", "CONJ"),
    "content_word": ("NOUN", "VERB", "ADJ", "ADV"),
    "order": ("WO",),
}  # fmt: skip
HEARD = (
    "clarity", "formality", "confidence", "stance_polarity", "knowledge", "friendliness", "informativeness",
    "expert_english", "valence",
)  # fmt: skip
KIND_GROUPS: dict[str, tuple[str, ...]] = {
    "letters": ("spelling", "spacing"),
    "grammar": ("number", "agreement", "verb", "word_form", "order"),
    "small": ("article", "preposition", "missing_word", "wrong_word"),
    "marks": ("comma", "stop", "apostrophe", "capital"),
}
FEATURES: tuple[str, ...] = (
    "evidence", "evidence_clipped", "fluency", "fluency_clipped", "distance_meaning", "letters_changed",
    "words_out", "words_in", "inserts", "deletes", "misspelt_mended", "misspelt_made", "typed_twice", "spelling_rank",
    "unlike_word",
    "case_only", "lowers_case", "sentence_length", "first_word", "last_mark", "comma",
    *(f"is_{name}" for name in FAMILIES), "evidence_x_spelling", "evidence_x_punctuation", "evidence_x_content",
    "copying", "surprisal",
    "surprise_before", "surprise_after", "surprise_fall",
    "wrong_before", "wrong_after", "near_before", "near_after", "relief", "wrong_fall",
    "tagged", "tagged_same",
    *(f"kind_{name}" for name in KIND_GROUPS),
    "rarity_out", "rarity_in", "rarity_rise", "nearness", "same_lemma", "letters_longer", "words_shared", "wording",
    *(f"heard_{name}" for name in HEARD), "heard_all",
    "lead", "fluency_lead", "is_best",
)  # fmt: skip


MOST_LEAD = 6.0


def family(kind: str) -> str:
    """Return the family of an ERRANT type, or ``other``."""
    name = kind.split(":", 1)[-1]
    return next((key for key, listed in FAMILIES.items() if name in listed), "other")


def features(
    changes: Sequence[Change], testimonies: Sequence[Testimony], wording: np.ndarray
) -> np.ndarray:
    """Return the features of a sentence's edits, shape ``(len(changes), len(FEATURES))``, unscaled.

    ``wording`` are the weights of :func:`style_models.judging.wording.score`.

    Edits of one place are rivals: the lead of an edit over the best of its rivals is a feature, so
    that the second-best spelling of a word is not taken for a repair.
    """
    alone = [_features(c, t, wording) for c, t in zip(changes, testimonies, strict=True)]
    spans = [(change.edit.start, change.edit.end) for change in changes]
    leads = rival_leads(spans, [(t.evidence, t.fluency) for t in testimonies])
    rows = [[*row, *lead] for row, lead in zip(alone, leads, strict=True)]
    return np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


def rival_leads(
    spans: Sequence[tuple[int, int]], told: Sequence[tuple[float, float]]
) -> list[tuple[float, float, float]]:
    """Return, per edit, its lead in evidence and in fluency over its best rival, and whether it leads.

    ``spans`` are start and end, ``told`` evidence and fluency in nats. Leads are cut at 6 nats either
    way; an edit without rivals leads by 6.
    """
    leads = []
    for i, (start, end) in enumerate(spans):
        rivals = [k for k, (a, b) in enumerate(spans) if k != i and a <= end and start <= b]
        cut = []
        for at in range(2):
            gaps = [told[i][at] - told[k][at] for k in rivals if not math.isnan(told[k][at])]
            lead = math.nan if math.isnan(told[i][at]) else min(gaps, default=MOST_LEAD)
            cut.append(float(np.clip(lead, -MOST_LEAD, MOST_LEAD)))
        leads.append((cut[0], cut[1], math.nan if math.isnan(cut[0]) else float(cut[0] >= 0)))
    return leads


def _spelling_rank(gone: Sequence[str], come: Sequence[str]) -> float:
    """Return where a dictionary lists the new word among the candidates for a misspelt one, 0 first.

    ``nan`` where no one misspelt word is changed; the number of candidates where it is not listed.
    """
    if len(gone) != 1 or is_known(gone[0]):
        return math.nan
    listed = candidates(gone[0])
    new = " ".join(come)
    return float(listed.index(new) if new in listed else MOST)


def _features(change: Change, testimony: Testimony, wording: np.ndarray) -> list[float]:
    """Return what is read off one edit by itself."""
    edit = change.edit
    before, after = edit.before.strip(), edit.after.strip()
    left, right = change.wider
    kind = family(edit.type)
    letters = 1 - difflib.SequenceMatcher(None, before.lower(), after.lower()).ratio()
    changed = [w for w in left if w not in right], [w for w in right if w not in left]
    misspelt = any(not is_known(w) for w in changed[0]), any(not is_known(w) for w in changed[1])
    pairs = list(zip(*changed, strict=False))
    unlike = any(difflib.SequenceMatcher(None, a, b).ratio() < 0.5 for a, b in pairs)
    evidence, fluency = testimony.evidence, testimony.fluency
    length = len(words(change.sentence))
    clipped = float(np.clip(evidence, -6, 6))
    values = {
        "evidence": float(np.arcsinh(evidence)),
        "evidence_clipped": clipped,
        "fluency": float(np.arcsinh(fluency)),
        "fluency_clipped": float(np.clip(fluency, -8, 8)),
        "distance_meaning": float(np.sqrt(max(testimony.distance, 0.0))),
        "letters_changed": letters,
        "words_out": np.log1p(len(changed[0])),
        "words_in": np.log1p(len(changed[1])),
        "inserts": float(not before),
        "deletes": float(not after),
        "misspelt_mended": float(misspelt[0] and not misspelt[1]),
        "misspelt_made": float(misspelt[1] and not misspelt[0]),
        "typed_twice": float(typed_twice(change)),
        "spelling_rank": _spelling_rank(*changed),
        "unlike_word": float(unlike),
        "case_only": float(before.lower() == after.lower()),
        "lowers_case": float(before.lower() == after.lower() and after.islower()),
        "sentence_length": np.log1p(length),
        "copying": testimony.copying / (length + 1),
        "surprisal": testimony.surprisal / (length + 1),
        "first_word": float(change.starts_sentence),
        "last_mark": float(edit.end >= len(change.sentence.rstrip()) - 1 and kind == "punctuation"),
        "comma": float("," in edit.before or "," in edit.after),
        "evidence_x_spelling": clipped * (kind == "spelling"),
        "evidence_x_punctuation": clipped * (kind == "punctuation"),
        "evidence_x_content": clipped * (kind in {"content_word", "other"}),
    }
    from style_models.detecting.kinds import KINDS

    rare = [[rarity(word) for word in listed] for listed in changed]
    most = [max(listed, default=0.0) for listed in rare]
    told = testimony
    groups = {
        name: sum(told.kinds[KINDS.index(kind)] for kind in kinds) if told.kinds else math.nan
        for name, kinds in KIND_GROUPS.items()
    }
    heard = [told.shifts.get(name, 0.0) for name in HEARD]
    values |= {
        "surprise_before": told.surprise_before,
        "surprise_after": told.surprise_after,
        "surprise_fall": told.surprise_before - told.surprise_after,
        "wrong_before": told.wrong_before,
        "wrong_after": told.wrong_after,
        "near_before": told.near_before,
        "near_after": told.near_after,
        "relief": told.relief,
        "tagged": told.tagged,
        "tagged_same": told.tagged_same,
        "wrong_fall": told.wrong_before - told.wrong_after,
        "rarity_out": most[0],
        "rarity_in": most[1],
        "rarity_rise": most[1] - most[0] if changed[0] and changed[1] else 0.0,
        "nearness": nearness(*changed),
        "same_lemma": float(same_lemma(*changed)),
        "letters_longer": float(np.arcsinh(len(after) - len(before))),
        "words_shared": float(len(left) - len(changed[0])),
        "wording": score(edit.before, edit.after, wording),
        "heard_all": float(np.sqrt(sum(v * v for v in told.shifts.values()) / 25)),
    }
    values |= {f"kind_{name}": value for name, value in groups.items()}
    values |= {f"heard_{name}": value for name, value in zip(HEARD, heard, strict=True)}
    values |= {f"is_{name}": float(kind == name) for name in FAMILIES}
    return [values[name] for name in FEATURES if name in values]
