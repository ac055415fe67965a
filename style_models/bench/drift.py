"""Whether drift tells a mended text from another voice, at the same amount of change.

Five parts, each on its own data under ``--data``:

- *same originals*: texts with planted slips, once repaired and once re-voiced by the edits that a
  language model made in the same text, taken edit by edit so that letters and words changed match. A
  pair is kept or dropped whole. Both sides share their original, so nothing can be read off it; the
  control learns from the original alone and shows it.
- *corrections against rewrites*: human corrections against sentences of language-model rewrites and
  people's softened versions, matched in length and edit distance. Here originals differ, and the
  control says how far they alone would do.
- *meaning*: paraphrases of one span rated by people, against the judge's word on the worst edit.
- *degree*: drift against how much polish a language model was asked for.
- *speed*: pairs of about 70 words a second, edits judged.
"""

from __future__ import annotations

import functools
import hashlib
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from style_models.bench.corpora import data_file, even, rows_of
from style_models.edits.align import align, apply_edits
from style_models.edits.edit import Edit
from style_models.persona.statistics import interval, rank_correlation
from style_models.text.detokenise import detokenise

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from style_models.judging.judge import Judgement
    from style_models.pipeline import Pipeline
    from style_models.rewriting.corruption import Slip

Item = TypeVar("Item")

ROWS = 60
"""Pairs measured of each part, drawn by a stable hash; ``--rows 0`` takes all."""

CLOSE = 0.2
"""Largest difference between the two sides of a pair, as a share, in letters and in words changed."""

LONGEST = 1200
TOKENS_A_SLIP, TOKENS_A_TRY = 12, 3
REVISED = ("improve", "rewrite")
UNMARKED_REPAIRS = ("SPELL", "ORTH", "CONTR", "NOUN:POSS")
"""Types of edit in a rewrite that may mend a slip of the writer's own: neither kind, so left out."""

DEGREES = ("extreme_minor", "minor", "slight_major", "major")
SHARES = ("1", "5", "10", "20", "35", "50", "75")


# ---------------------------------------------------------------- planted slips beside a rewrite


@dataclass(frozen=True)
class Planted:
    """One text with slips in it, and two lists of edits of it: what mends them, and a re-voicing.

    No edit of one list touches one of the other. ``dropped`` counts edits of the rewrite that were
    left out because they may be repairs themselves.
    """

    writer: str
    text: str
    repairs: tuple[Edit, ...]
    revoicings: tuple[Edit, ...]
    dropped: int

    @property
    def proposal(self) -> str:
        """The text with both lists of edits made."""
        return apply_edits(self.text, sorted([*self.repairs, *self.revoicings]))


def planted(
    writer: str, clean: str, rewrite: str, rng: random.Random, doc: Doc | None = None
) -> Planted | None:
    """Plant slips in ``clean`` where ``rewrite`` left the wording alone; ``None`` where none fit.

    Where an edit of the rewrite touches, nobody could say which of the two a change is: no slip is
    planted there. Edits that may mend a slip of the writer's own (:data:`UNMARKED_REPAIRS`) and
    changes of white space alone are left out of the re-voicing.
    """
    from style_models.rewriting.corruption import apply, corrupt
    from style_models.text.document import parser

    parsed = doc if doc is not None else parser()(clean, disable=["ner"])
    _, tried = corrupt(parsed, rng, max(4, len(parsed) // TOKENS_A_TRY))
    edits = align(clean, rewrite)
    free = [
        slip
        for slip in tried
        if not any(slip.start <= edit.end + 1 and edit.start <= slip.end + 1 for edit in edits)
    ]
    wanted = min(len(free), max(2, len(parsed) // TOKENS_A_SLIP))
    slips = sorted(rng.sample(free, wanted), key=lambda slip: slip.start)
    kept = [
        edit
        for edit in edits
        if edit.type.partition(":")[2] not in UNMARKED_REPAIRS
        and edit.before.split() != edit.after.split()
    ]
    if not slips or not kept:
        return None
    text = apply(clean, slips)
    repairs, revoicings, moved = [], [], 0
    both: list[Edit | Slip] = [*slips, *kept]
    for item in sorted(both, key=lambda item: item.start):
        if isinstance(item, Edit):
            start = item.start + moved
            revoicings.append(
                Edit(start, item.end + moved, item.before, item.after, item.type, item.origin)
            )
            continue
        start, before = item.start + moved, clean[item.start : item.end]
        repairs.append(Edit(start, start + len(item.text), item.text, before, item.kind, "planted"))
        moved += len(item.text) - len(before)
    return Planted(writer, text, tuple(repairs), tuple(revoicings), len(edits) - len(kept))


def rewritten(data: Path, most: int) -> Iterator[tuple[str, str, str]]:
    """Yield (writer, original, language model's rewrite): the study's own, then L2R's.

    Study: writers that the reader model never saw. L2R: documents that the restoration model never
    saw, one of the four models each. Half of ``most`` each, drawn by a stable hash.
    """
    from style_models.persona.reader_model import ReaderModel, writer_hash
    from style_models.recipes.restoration import held_out

    seen = ReaderModel.load().trained_on
    rows = list(rows_of(data_file(data, "persona_paragraphs")))
    own = {(r["writer"], r["proposition"]): r["text"] for r in rows if r["kind"] == "writer"}
    study = [
        (row["writer"], own[row["writer"], row["proposition"]], row["text"])
        for row in rows
        if row["condition"] in REVISED
        and (row["writer"], row["proposition"]) in own
        and writer_hash(row["writer"]) not in seen
    ]
    documents: dict[str, tuple[str, str, str]] = {}
    for row in rows_of(data_file(data, "l2r_rewrites")):
        name = f"l2r_rewrites/{row['domain']}-{row['i']}"
        if 200 < len(row["original"]) < LONGEST and held_out(name):
            found = (name, row["original"], row["rewrite"])
            if name not in documents or rank(found[2]) < rank(documents[name][2]):
                documents[name] = found
    half = (most + 1) // 2 if most else 0
    yield from sample(study, half)
    yield from sample(list(documents.values()), half)


def rank(*parts: object) -> str:
    """Return a stable key to draw by."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def sample(items: Sequence[Item], most: int) -> list[Item]:
    """Return up to ``most`` items, drawn by a stable hash (all where ``most`` is 0)."""
    drawn = sorted(items, key=rank)
    return drawn[:most] if most else drawn


def amount(edits: Iterable[Edit]) -> tuple[int, int]:
    """Return letters and words changed: edit distances, summed over the edits."""
    from rapidfuzz.distance import Levenshtein

    letters = words = 0
    for edit in edits:
        letters += Levenshtein.distance(edit.before, edit.after)
        words += Levenshtein.distance(edit.before.split(), edit.after.split())
    return letters, words


def matched(
    repairs: Sequence[Edit], revoicings: Sequence[Edit], rng: random.Random, draws: int = 600
) -> tuple[list[Edit], list[Edit]] | None:
    """Return subsets of both that change as many letters and words, within :data:`CLOSE`.

    The largest such pair of subsets that random draws find; ``None`` where they find none with at
    least two edits on either side.
    """
    best: tuple[int, list[Edit], list[Edit]] | None = None
    for _ in range(draws):
        left = rng.sample(list(repairs), rng.randint(min(2, len(repairs)), len(repairs)))
        wanted = amount(left)
        right: list[Edit] = []
        for edit in rng.sample(list(revoicings), len(revoicings)):
            letters, words = amount([*right, edit])
            if letters <= wanted[0] * (1 + CLOSE) and words <= wanted[1] * (1 + CLOSE):
                right.append(edit)
        if len(left) < 2 or len(right) < 2:
            continue
        found = amount(right)
        near = all(abs(a - b) <= CLOSE * max(a, b) for a, b in zip(wanted, found, strict=True))
        if near and (best is None or wanted[0] > best[0]):
            best = (wanted[0], sorted(left), sorted(right))
    return (best[1], best[2]) if best else None


# ---------------------------------------------------------------- what is measured


def judged(original: str, revised: str) -> list[tuple[Edit, Judgement]]:
    """Return the edits between two texts with the judge's word on each, as ``drift`` gives them."""
    return [(item.edit, item.judgement) for item in _pipeline().drift(original, revised).edits]


@functools.cache
def _pipeline() -> Pipeline:
    from style_models.pipeline import load_pipeline

    return load_pipeline()


@dataclass(frozen=True)
class Scores:
    """Drift as stated, the same with repairs counted in, and what simpler rulers say."""

    score: float
    unmended: float
    edit_distance: float
    unlike_meaning: float


def scored(original: str, revised: str) -> Scores:
    """Measure one pair; ``edit_distance`` in letters a letter, ``unlike_meaning`` 1 - cosine."""
    from rapidfuzz.distance import Levenshtein

    from style_models.models.load import embeddings
    from style_models.persona.drift import measure_drift, mended_of

    found = judged(original, revised)
    mended = mended_of(original, [(edit, word.p["polish"]) for edit, word in found])
    first, second = embeddings([original, revised])
    return Scores(
        score=_distance_ranked(original, revised, mended),
        unmended=measure_drift(original, revised).score,
        edit_distance=Levenshtein.distance(original, revised) / max(1, len(original)),
        unlike_meaning=float(1 - first @ second),
    )


def _distance_ranked(original: str, revised: str, mended: str) -> float:
    from style_models.persona.drift import measure_drift

    return measure_drift(original, revised, mended=mended).score


def run(data: Path | None, rows: int = ROWS, **options: object) -> dict[str, Any]:
    """Measure every part; ``data`` is the folder that holds the sets, ``rows`` the pairs of each."""
    folder = data_file(data, "persona_paragraphs").parent
    return {
        "rows": rows,
        "same_originals": same_originals(folder, rows),
        "corrections": corrections(folder, rows),
        "meaning": meaning(folder, rows),
        "degree": degree(folder, rows),
        "speed": speed(folder),
    }


def same_originals(folder: Path, most: int = ROWS) -> dict[str, Any]:
    """Repaired against re-voiced versions of the same texts, letters and words changed matched."""
    sides: list[tuple[str, str, str, str]] = []
    tried = 0
    for writer, clean, rewrite in rewritten(folder, most):
        tried += 1
        rng = random.Random(rank(writer, clean))
        found = planted(writer, clean, rewrite, rng)
        pair = matched(found.repairs, found.revoicings, rng) if found else None
        if found and pair:
            repaired, revoiced = (apply_edits(found.text, edits) for edits in pair)
            sides.append((writer, found.text, repaired, revoiced))
    if not sides:
        return {"tried": tried, "pairs": 0}
    rows = [(w, t, scored(t, a), scored(t, b)) for w, t, a, b in sides]
    return {"tried": tried, "pairs": len(rows)} | _figures(
        [row[3] for row in rows],
        [row[2] for row in rows],
        [row[0] for row in rows],
        [row[0] for row in rows],
        original_only([t for _, t, _, _ in rows], [t for _, t, _, _ in rows],
                      [row[0] for row in rows], [row[0] for row in rows]),
    )  # fmt: skip


def corrections(folder: Path, most: int = ROWS) -> dict[str, Any]:
    """Human corrections against rewrites, matched in length (words) and edit distance (letters)."""
    from rapidfuzz.distance import Levenshtein

    corrected = list(_corrected(folder))
    pool = list(_voices(folder))
    free = {at: (len(o.split()), Levenshtein.distance(o, r)) for at, (_, o, r) in enumerate(pool)}
    good, other = [], []
    for name, original, revised in sample(corrected, 0):
        length, distance = len(original.split()), Levenshtein.distance(original, revised)
        near = [
            at
            for at, (words, letters) in free.items()
            if abs(words - length) <= CLOSE * length and abs(letters - distance) <= CLOSE * distance
        ]
        if not near:
            continue
        chosen = min(near, key=lambda at: rank(name, at))
        del free[chosen]
        good.append((name, original, revised))
        other.append(pool[chosen])
        if most and len(good) == most:
            break
    if not good:
        return {"pairs": 0}
    names = [n for n, _, _ in good], [n for n, _, _ in other]
    return {"pairs": len(good)} | _figures(
        [scored(o, r) for _, o, r in other],
        [scored(o, r) for _, o, r in good],
        names[1], names[0],
        original_only([o for _, o, _ in other], [o for _, o, _ in good], names[1], names[0]),
    )  # fmt: skip


def _corrected(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (id, original, human correction) of rows that no threshold was set on."""
    for name in ("jfleg", "gmeg", "cweb"):
        for row in rows_of(data_file(folder, name)):
            if name != "gmeg" and even(row["id"]):
                continue
            at = int(rank(row["id"]), 16) % len(row["refs"])
            original, revised = detokenise(row["src"]), detokenise(row["refs"][at])
            if original != revised and len(original.split()) >= 8:
                yield f"{name}/{row['id']}", original, revised


def _voices(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (document, sentence, the sentence with some of a rewrite's edits): L2R, ImBD, ParaDetox.

    Of a language model's edits of a sentence a random share is made, so that small changes are there
    too; ParaDetox is people's own softened wording, whole.
    """
    from style_models.pipeline import by_passage, moved
    from style_models.recipes.restoration import held_out
    from style_models.text.document import parse

    documents = [
        (f"l2r_rewrites/{row['domain']}-{row['i']}", row["original"], row["rewrite"])
        for row in rows_of(data_file(folder, "l2r_rewrites"))
        if held_out(f"l2r_rewrites/{row['domain']}-{row['i']}") and len(row["original"]) < LONGEST
    ]
    documents += [
        (f"imbd/{row['domain']}-{row['i']}", row["original"], row["revised"])
        for row in rows_of(data_file(folder, "imbd_polish_rewrite"))
        if len(row["original"]) < LONGEST
    ]
    for name, original, revised in sample(documents, 150):
        rng = random.Random(rank(name, revised))
        for passage, edits in by_passage(parse(original), align(original, revised)):
            inner = [moved(edit, -passage.start) for edit in edits]
            wanted = [e for e in inner if rng.random() < rng.choice((0.2, 0.5, 1.0))]
            if wanted and 8 <= len(passage.text.split()) <= 60:
                yield name, passage.text, apply_edits(passage.text, wanted)
    for row in sample(list(rows_of(data_file(folder, "paradetox"))), 400):
        original, revised = detokenise(row["src"]), detokenise(row["refs"][0])
        if original != revised and len(original.split()) >= 8:
            yield f"paradetox/{rank(row['src'])[:12]}", original, revised


def meaning(folder: Path, most: int = ROWS) -> dict[str, Any]:
    """Rank agreement of P(neither meaning nor distortion) of the worst edit with people's ratings."""
    from rapidfuzz.distance import Levenshtein

    from style_models.models.load import embeddings

    found = []
    for row in sample(list(rows_of(data_file(folder, "inapp_edit_ratings"))), most):
        if not row["meaning"] or row["before"] not in row["source"]:
            continue
        original = row["source"]
        revised = original.replace(row["before"], row["after"], 1)
        words = [
            1 - word.p["meaning"] - word.p["distortion"] for _, word in judged(original, revised)
        ]
        first, second = embeddings([original, revised])
        found.append((
            row["id"].split("_")[0],
            float(np.mean(row["meaning"])),
            min(words, default=1.0),
            float(first @ second),
            -float(Levenshtein.normalized_distance(original, revised)),
        ))  # fmt: skip
    truth = np.array([line[1] for line in found])
    return {"rows": len(found)} | {
        name: _rank_with_interval(
            np.array([line[at] for line in found]), truth, [line[0] for line in found]
        )
        for name, at in (("worst edit", 2), ("MiniLM similarity", 3), ("edit distance", 4))
    }


def degree(folder: Path, most: int = ROWS) -> dict[str, Any]:
    """Rank agreement, within each text, of drift with the degree of polish that was asked for.

    ``named`` are minor to major, ``share`` the percentages; no edit is judged here.
    """
    from style_models.persona.drift import measure_drift

    versions: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in rows_of(data_file(folder, "apt_eval")):
        if row["ok"] and len(row["original"]) < LONGEST:
            key = (f"{row['domain']}-{row['id']}", row["model"])
            versions.setdefault(key, {})[row["degree"]] = (row["original"], row["polished"])
    result: dict[str, Any] = {}
    for name, order in (("named", DEGREES), ("share", SHARES)):
        whole = [(key, held) for key, held in versions.items() if held.keys() >= set(order)]
        values, names = [], []
        for key, held in sample(whole, (most + 3) // 4):
            scores = np.array([measure_drift(*held[step]).score for step in order])
            if np.ptp(scores) > 0:
                values.append(rank_correlation(scores, np.arange(len(order), dtype=float)))
                names.append(key[0])
        held_values = np.array(values)
        found = interval(lambda at, held=held_values: float(held[at].mean()), names)  # type: ignore[misc]
        result[name] = {
            "texts": len(values),
            "spearman": round(float(held_values.mean()), 3) if values else None,
            "interval": _rounded(found),
        }
    return result


def speed(folder: Path, pairs: int = 10) -> dict[str, Any]:
    """Pairs a second, warm, of study texts cut to about 70 words; edits judged and drift measured."""
    cut = []
    for _, original, revised in rewritten(folder, pairs * 2):
        cut.append((" ".join(original.split()[:70]), " ".join(revised.split()[:70])))
    first, *rest = cut[: pairs + 1]
    _pipeline().drift(*first)
    began = time.perf_counter()
    for original, revised in rest:
        _pipeline().drift(original, revised)
    seconds = time.perf_counter() - began
    return {"pairs": len(rest), "pairs_a_second": round(len(rest) / seconds, 2)}


# ---------------------------------------------------------------- figures


def auc(high: Sequence[float], low: Sequence[float]) -> float:
    """Return the probability that one of ``high`` is above one of ``low``, ties half."""
    above, below = np.array(high, dtype=float)[:, None], np.array(low, dtype=float)[None]
    return float((above > below).mean() + 0.5 * (above == below).mean())


def _figures(
    voice: Sequence[Scores],
    repair: Sequence[Scores],
    voice_names: Sequence[str],
    repair_names: Sequence[str],
    control: float | None,
) -> dict[str, Any]:
    names = [*voice_names, *repair_names]
    is_voice = np.array([True] * len(voice) + [False] * len(repair))
    result: dict[str, Any] = {"original_only_auc": control}
    for field, title in (
        ("score", "drift"), ("unmended", "repairs counted in"),
        ("edit_distance", "edit distance"), ("unlike_meaning", "MiniLM similarity"),
    ):  # fmt: skip
        values = np.array([getattr(item, field) for item in [*voice, *repair]])

        def among(at: Any, values: Any = values) -> float:
            sides = values[at][is_voice[at]], values[at][~is_voice[at]]
            return auc(*sides) if all(map(len, sides)) else float("nan")

        result[title] = {
            "auc": round(among(np.arange(len(values))), 3),
            "interval": _rounded(interval(among, names)),
        }
    result["median_score"] = {
        "revoiced": round(float(np.median([item.score for item in voice])), 3),
        "repaired": round(float(np.median([item.score for item in repair])), 3),
    }
    return result


def original_only(
    first: Sequence[str], second: Sequence[str], first_names: Sequence[str],
    second_names: Sequence[str],
) -> float | None:  # fmt: skip
    """Return the AUC of character n-grams of the originals alone, cross-fitted over documents."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    texts, names = [*first, *second], [*first_names, *second_names]
    labels = np.array([1] * len(first) + [0] * len(second))
    if len(set(names)) < 5:
        return None
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    table = grams.fit_transform(texts)
    said = np.zeros(len(texts))
    for fit, check in GroupKFold(5).split(table, labels, names):
        if len(set(labels[fit])) == 2:
            model = LogisticRegression(C=10.0, max_iter=500).fit(table[fit], labels[fit])
            said[check] = model.predict_proba(table[check])[:, 1]
    return round(auc(said[labels == 1].tolist(), said[labels == 0].tolist()), 3)


def _rank_with_interval(values: Any, truth: Any, names: Sequence[str]) -> dict[str, Any]:
    found = interval(lambda at: rank_correlation(values[at], truth[at]), names)
    return {
        "spearman": round(rank_correlation(values, truth), 3) if len(values) > 2 else None,
        "interval": _rounded(found),
    }


def _rounded(ends: tuple[float, float] | None) -> list[float] | None:
    return [round(end, 3) for end in ends] if ends else None


def render(result: Mapping[str, Any]) -> str:
    """Return the figures as a table for a terminal."""
    lines = []
    for key, title in (
        ("same_originals", "repaired against re-voiced, same originals, letters and words matched"),
        ("corrections", "human corrections against rewrites, matched in length and edit distance"),
    ):
        part = result[key]
        lines.append(f"{title}: {part['pairs']} pairs")
        if not part["pairs"]:
            continue
        for name, held in part.items():
            if isinstance(held, dict) and "auc" in held:
                lines.append(
                    f"  {name:<24} AUC {held['auc']:.3f}  95% {_between(held['interval'])}"
                )
        lines.append(f"  {'the original alone':<24} AUC {part['original_only_auc']}")
        middle = part["median_score"]
        lines.append(
            f"  median score: repaired {middle['repaired']}, re-voiced {middle['revoiced']}"
        )
    part = result["meaning"]
    lines.append(f"paraphrases rated for meaning: {part['rows']}")
    for name, held in part.items():
        if isinstance(held, dict):
            lines.append(
                f"  {name:<24} Spearman {held['spearman']}  95% {_between(held['interval'])}"
            )
    for name, held in result["degree"].items():
        lines.append(
            f"degree of polish ({name}), {held['texts']} texts: mean Spearman {held['spearman']}  "
            f"95% {_between(held['interval'])}"
        )
    pace = result["speed"]
    lines.append(f"speed: {pace['pairs_a_second']} pairs of 70 words a second")
    return "\n".join(lines)


def _between(ends: Sequence[float] | None) -> str:
    return "-" if ends is None else f"{ends[0]:.3f} to {ends[1]:.3f}"
