"""What the judge sees of an edit: numbers that any engine's edit has.

None of them knows which engine proposed the edit. The heavy ones (evidence, surprisal, meaning)
come in batches from :class:`Witness`; the rest is read off the edit itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from style_models.judging.change import Change, is_known, words

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter

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
FEATURES: tuple[str, ...] = (
    "evidence", "evidence_clipped", "fluency", "fluency_clipped", "distance_meaning", "letters_changed",
    "words_out", "words_in", "inserts", "deletes", "misspelt_mended", "misspelt_made", "unlike_word",
    "case_only", "lowers_case", "sentence_length", "first_word", "last_mark", "comma",
    *(f"is_{name}" for name in FAMILIES), "evidence_x_spelling", "evidence_x_punctuation", "evidence_x_content",
    "copying", "surprisal",
    "lead", "fluency_lead", "is_best",
)  # fmt: skip


MOST_LEAD = 6.0


def family(kind: str) -> str:
    """Return the family of an ERRANT type, or ``other``."""
    name = kind.split(":", 1)[-1]
    return next((key for key, listed in FAMILIES.items() if name in listed), "other")


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the models say of one edit.

    ``evidence``: log P(edited) - log P(left alone) of the restoration model, nats. ``fluency``: the
    same of the base model without any instruction. ``distance``: 1 - cosine of the sentence
    embeddings before and after. ``copying``: log P(left alone) of the whole sentence, restoration
    model, nats; ``surprisal``: -log P of the sentence, base model, nats. The last two tell how much
    is wrong with the sentence as a whole.
    """

    evidence: float
    fluency: float
    distance: float
    copying: float
    surprisal: float


class Witness:
    """Ask the models about all edits of a sentence at once."""

    def __init__(self, rewriter: CausalRewriter) -> None:
        self._rewriter = rewriter

    def testify(self, changes: Sequence[Change], context: str = "") -> list[Testimony]:
        """Return one testimony per change; the changes share one sentence."""
        if not changes:
            return []
        from style_models.models.load import embedder

        sentence = changes[0].sentence
        revised = [change.revised for change in changes]
        distinct = list(dict.fromkeys(revised))
        copying, *restored = self._rewriter.restorations(sentence, [sentence, *distinct], context)
        evidence = {t: score - copying for t, score in zip(distinct, restored, strict=True)}
        base, *expected = self._rewriter.log_probabilities([sentence, *distinct])
        fluency = {text: score - base for text, score in zip(distinct, expected, strict=True)}
        vectors = embedder().encode(
            [sentence, *distinct], normalize_embeddings=True, show_progress_bar=False
        )
        distance = dict(
            zip(distinct, 1 - np.asarray(vectors[1:]) @ np.asarray(vectors[0]), strict=True)
        )
        return [
            Testimony(evidence[t], fluency[t], float(distance[t]), copying, -base) for t in revised
        ]


def features(changes: Sequence[Change], testimonies: Sequence[Testimony]) -> np.ndarray:
    """Return the features of a sentence's edits, shape ``(len(changes), len(FEATURES))``, unscaled.

    Edits of one place are rivals: the lead of an edit over the best of its rivals is a feature, so
    that the second-best spelling of a word is not taken for a repair.
    """
    alone = [_features(c, t) for c, t in zip(changes, testimonies, strict=True)]
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
        evidence = min((told[i][0] - told[k][0] for k in rivals), default=MOST_LEAD)
        fluency = min((told[i][1] - told[k][1] for k in rivals), default=MOST_LEAD)
        cut = [float(np.clip(lead, -MOST_LEAD, MOST_LEAD)) for lead in (evidence, fluency)]
        leads.append((cut[0], cut[1], float(evidence >= 0)))
    return leads


def _features(change: Change, testimony: Testimony) -> list[float]:
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
    values |= {f"is_{name}": float(kind == name) for name in FAMILIES}
    return [values[name] for name in FEATURES if name in values]
