"""How well texts of one author are told from texts of others, with authors never trained on.

``DIR`` holds the sets of :data:`BLOGS`, :data:`NEWS` (measured only, never trained on) and
:data:`PARAGRAPHS`. Compared are single texts of 400 words, and a profile of three such texts with
one. Different authors are always from the same source (the same site, the same news wire), so that
no system can go by the site. Topic is held in two ways, both by the cosine of content words.
``topic matched`` is the fair one: each pair of the same author is set against a pair of different
authors that is as much alike in content, so that content alone says nothing (its own figure stands
beside, near .5). ``topic held`` is the harsh one: an author's *least* alike text against the *most*
alike text of anyone else, so that content alone points the wrong way.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.bench.corpora import data_file, rows_of
from style_models.errors import InputError, ModelMissing
from style_models.persona.masking import content_words
from style_models.persona.style_embedding import PIECE_WORDS, StyleEmbedding, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Bools = NDArray[np.bool_]

BLOGS = ("blog_18f", "blog_digitalgov", "blog_rust")
ESSAYS = "standardebooks_essays"
DRAFTS = "argrewrite_v2_essays"
NEWS = "reuters_c50"
PARAGRAPHS = "persona_paragraphs"
LENGTHS = (50, 100, 200, 400, 800)
PROFILE_TEXTS = 3
MOST_TEXTS = 8  # of one author, so that no one writes the figure alone
ROUNDS = 5  # draws of the three texts of a profile
OTHERS = 30  # texts of others asked about per profile
CALIPER = 0.01
"""How far a matched pair's cosine of content words may lie from its partner's."""
RESAMPLES = 300
HELD_OUT = 0.3


@dataclass(frozen=True)
class Text:
    """One text of a known author; ``author`` starts with the source."""

    source: str
    author: str
    document: str
    text: str


def share(identifier: str) -> float:
    """Return a stable number from 0 to 1 for an identifier."""
    return int(hashlib.sha256(identifier.encode()).hexdigest()[:8], 16) / 2**32


def is_held_out(author: str) -> bool:
    """Tell whether an author is kept for measuring: no text of theirs is trained on."""
    return share("style " + author) < HELD_OUT


def read_texts(data: Path | None, source: str) -> list[Text]:
    """Return the texts of one source; of drafts only the first, of the study only own texts."""
    if data is None or not data.is_dir():
        raise InputError("bench authorship needs --data: the folder with " + ", ".join(BLOGS))
    names = {ESSAYS: "se", DRAFTS: "arg", NEWS: "c50", PARAGRAPHS: "per"}
    found = []
    for number, row in enumerate(rows_of(data_file(data, source))):
        if row.get("draft", 1) != 1 or row.get("kind", "writer") != "writer":
            continue
        who = str(row.get("author", row.get("writer")))
        text = row["text"] if "text" in row else "\n".join(row["paragraphs"])
        found.append(Text(source, f"{names.get(source, source)}/{who}", f"{source}/{number}", text))
    return found


def opening(text: str, words: int) -> str | None:
    """Return the first ``words`` words, or ``None`` if there are fewer."""
    found = list(re.finditer(r"\S+", text))
    return text[: found[words - 1].end()] if len(found) >= words else None


def capped(texts: Iterable[Text], most: int) -> list[Text]:
    """Return at most ``most`` texts of each author, chosen by a stable hash."""
    seen: Counter[str] = Counter()
    found = []
    for text in sorted(texts, key=lambda one: share(one.document)):
        if seen[text.author] < most:
            seen[text.author] += 1
            found.append(text)
    return sorted(found, key=lambda one: (one.author, one.document))


@dataclass(frozen=True)
class Pairs:
    """Things compared: authors of both sides, whether they are one, and rows to compare.

    ``first`` holds, per pair, the positions of one text or of a profile's texts, shape (n, k).
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    authors: tuple[NDArray[np.int64], NDArray[np.int64]]

    @property
    def same(self) -> Bools:
        """Whether both sides are of one author."""
        found: Bools = self.authors[0] == self.authors[1]
        return found

    def of_matrix(self, likeness: Array) -> Array:
        """Return the mean entry of each pair in a matrix (first rows, second columns)."""
        found: Array = likeness[self.first, self.second[:, None]].mean(axis=1)
        return found

    def of_profile(self, likeness: Array, own: Array | None = None) -> Array:
        """Return the cosine with the profile's mean: mean entry over the length of that mean.

        ``own`` holds the dot products of the profile's texts, if ``likeness`` has other columns.
        """
        found: Array = self.of_matrix(likeness) / self.lengths(likeness if own is None else own)
        return found

    def lengths(self, own: Array) -> Array:
        """Return the length of each profile's mean vector from its texts' dot products."""
        size = self.first.shape[1]
        square = np.zeros(len(self.first))
        for one in range(size):
            for two in range(size):
                square += own[self.first[:, one], self.first[:, two]]
        found: Array = np.sqrt(np.maximum(square, 1e-12)) / size
        return found

    def chosen(self, keep: NDArray[np.int64]) -> Pairs:
        """Return the pairs at these positions."""
        one, two = self.authors
        return Pairs(self.first[keep], self.second[keep], (one[keep], two[keep]))

    def weights(self, times: Array | None = None) -> Array:
        """Return weights: each author's own pairs count alike, and both kinds sum to 1.

        ``times`` says how often each author is in a resample.
        """
        one, two = self.authors
        same = self.same
        counts = np.bincount(one[same], minlength=int(max(one.max(), two.max())) + 1)
        weights = np.ones(len(one))
        weights[same] = 1.0 / counts[one[same]]
        if times is not None:
            weights *= np.where(same, times[one], times[one] * times[two])
        for kind in (same, ~same):
            total = weights[kind].sum()
            weights[kind] = weights[kind] / total if total else 0.0
        return weights


def single_pairs(texts: Sequence[Text]) -> Pairs:
    """Return all pairs of different documents within a source."""
    authors, sources = _numbers(t.author for t in texts), _numbers(t.source for t in texts)
    one, two = np.triu_indices(len(texts), 1)
    keep = sources[one] == sources[two]
    one, two = one[keep], two[keep]
    return Pairs(one[:, None], two, (authors[one], authors[two]))


def profile_pairs(texts: Sequence[Text], seed: int = 0) -> Pairs:
    """Return profiles of three texts with other texts of the author, and with those of others."""
    random = np.random.default_rng(seed)
    authors, sources = _numbers(t.author for t in texts), _numbers(t.source for t in texts)
    first, second = [], []
    for author in np.unique(authors):
        own = np.flatnonzero(authors == author)
        if len(own) <= PROFILE_TEXTS:
            continue
        rest = np.flatnonzero((authors != author) & (sources == sources[own[0]]))
        for _ in range(ROUNDS):
            order = random.permutation(own)
            others = random.choice(rest, min(OTHERS, len(rest)), replace=False)
            for at in (*order[PROFILE_TEXTS:], *others):
                first.append(order[:PROFILE_TEXTS])
                second.append(at)
    one = np.array(first, dtype=np.int64).reshape(-1, PROFILE_TEXTS)
    two = np.array(second, dtype=np.int64)
    return Pairs(one, two, (authors[one[:, 0]], authors[two]))


def topic_pairs(texts: Sequence[Text]) -> Pairs:
    """Return per text its author's least alike text and the most alike one of another author."""
    alike = content_cosine(texts)
    authors, sources = _numbers(t.author for t in texts), _numbers(t.source for t in texts)
    first, second = [], []
    for at in range(len(texts)):
        own = np.flatnonzero((authors == authors[at]) & (np.arange(len(texts)) != at))
        others = np.flatnonzero((authors != authors[at]) & (sources == sources[at]))
        if len(own) and len(others):
            first += [at, at]
            second += [own[alike[at, own].argmin()], others[alike[at, others].argmax()]]
    one, two = np.array(first), np.array(second)
    return Pairs(one[:, None], two, (authors[one], authors[two]))


def matched_pairs(texts: Sequence[Text], pairs: Pairs) -> Pairs:
    """Return same and different pairs that are alike in content to within :data:`CALIPER`.

    Each different pair is used once; the pairs of the same author that are most alike in content
    choose first, for they have the fewest to choose from. A pair without a match is left out.
    """
    alike = pairs.of_matrix(content_cosine(texts))
    others = np.flatnonzero(~pairs.same)
    others = others[np.argsort(alike[others], kind="stable")]
    values, free = alike[others], np.ones(len(others), dtype=bool)
    kept: list[int] = []
    for at in sorted(np.flatnonzero(pairs.same), key=lambda each: (-alike[each], each)):
        low, high = np.searchsorted(values, [alike[at] - CALIPER, alike[at] + CALIPER])
        near = low + np.flatnonzero(free[low:high])
        if len(near):
            chosen = near[np.abs(values[near] - alike[at]).argmin()]
            free[chosen] = False
            kept += [int(at), int(others[chosen])]
    return pairs.chosen(np.array(kept, dtype=np.int64))


def content_cosine(texts: Sequence[Text]) -> Array:
    """Return cosines of TF-IDF of the words that the mask hides, fitted on these very texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=content_words, sublinear_tf=True, min_df=2).fit_transform(
        [text.text for text in texts]
    )
    found: Array = (vectors @ vectors.T).toarray()
    return found


def _numbers(labels: Iterable[str]) -> NDArray[np.int64]:
    return np.unique(list(labels), return_inverse=True)[1].astype(np.int64)


def auc(scores: Array, pairs: Pairs) -> tuple[float, list[float] | None]:
    """Return the weighted AUC, and its 95% interval with whole authors resampled.

    0.5 is chance, 1 each same pair above each different one. Ties count half.
    """
    order = np.argsort(scores, kind="stable")
    same = pairs.same[order]
    _, group = np.unique(scores[order], return_inverse=True)

    def value(weights: Array) -> float:
        weights = weights[order]
        below = np.bincount(group, weights * ~same)
        own = np.bincount(group, weights * same)
        total = own.sum() * below.sum()
        return float((own * (np.cumsum(below) - below / 2)).sum() / total) if total else np.nan

    random = np.random.default_rng(0)
    count = int(max(pairs.authors[0].max(), pairs.authors[1].max())) + 1
    drawn = [
        value(pairs.weights(random.multinomial(count, np.full(count, 1 / count)).astype(float)))
        for _ in range(RESAMPLES)
    ]
    usable = [each for each in drawn if not np.isnan(each)]
    ends = [round(float(q), 3) for q in np.quantile(usable, [0.025, 0.975])] if usable else None
    return round(value(pairs.weights()), 4), ends


def calibration_error(probability: Array, pairs: Pairs, bins: int = 10) -> float:
    """Return the expected calibration error where same and different are equally likely."""
    weights = pairs.weights() / 2
    which = np.minimum((probability * bins).astype(int), bins - 1)
    return float(
        sum(abs((weights * (probability - pairs.same))[which == at].sum()) for at in range(bins))
    )


def minilm(texts: Sequence[str]) -> Array | None:
    """Return MiniLM sentence embeddings (first 256 word pieces), or ``None`` if not pulled."""
    from style_models.models.load import embeddings

    try:
        return embeddings(texts).astype(np.float64)
    except ModelMissing:
        return None


def character_cosine(texts: Sequence[str]) -> Array:
    """Return cosines of TF-IDF of character 3- and 4-grams, fitted on these very texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        analyzer="char", ngram_range=(3, 4), sublinear_tf=True, min_df=2, max_features=50_000
    ).fit_transform(texts)
    found: Array = (vectors @ vectors.T).toarray()
    return found


def run(data: Path | None, **options: object) -> dict[str, Any]:
    """Measure the shipped embedding on authors it was not trained on."""
    return measure(data, StyleEmbedding.load())


def measure(data: Path | None, embedding: StyleEmbedding) -> dict[str, Any]:
    """Return all figures of ``embedding``, JSON-able."""
    blogs = [t for name in BLOGS for t in read_texts(data, name) if is_held_out(t.author)]
    sets: dict[str, list[Text]] = {"blogs": blogs, "C50": read_texts(data, NEWS)}
    found: dict[str, Any] = {"sets": {}, "reliable_words": embedding.reliable_words}
    for name, whole in sets.items():
        texts = capped(_openings(whole, PIECE_WORDS), MOST_TEXTS)
        found["sets"][name] = _measure_set(texts, embedding)
    own = [t for t in read_texts(data, PARAGRAPHS) if is_held_out(t.author)]
    pairs = single_pairs(own)
    found["other_question"] = {
        "texts": len(own),
        "authors": len({t.author for t in own}),
        "words": round(float(np.mean([len(t.text.split()) for t in own]))),
        "systems": {
            name: _figure(pairs.of_profile(matrix), pairs)
            for name, matrix in _systems(own, embedding).items()
        },
    }
    found["registers"] = None
    return found


def _openings(texts: Iterable[Text], words: int) -> list[Text]:
    cut = ((t, opening(t.text, words)) for t in texts)
    return [Text(t.source, t.author, t.document, short) for t, short in cut if short]


def _systems(texts: Sequence[Text], embedding: StyleEmbedding) -> dict[str, Array]:
    plain = [text.text for text in texts]
    style, whole = embedding.embed(plain), embedding.embed(plain, content=True)
    found = {"style and content": whole @ whole.T, "style alone": style @ style.T}
    found["characters 3-4"] = character_cosine(plain)
    vectors = minilm(plain)
    if vectors is not None:
        found["MiniLM"] = vectors @ vectors.T
    found["content words"] = content_cosine(texts)
    return found


def _figure(scores: Array, pairs: Pairs) -> dict[str, Any]:
    value, ends = auc(scores, pairs)
    return {"auc": value, "interval": ends}


def _measure_set(texts: Sequence[Text], embedding: StyleEmbedding) -> dict[str, Any]:
    systems = _systems(texts, embedding)
    settings: dict[str, Callable[[Sequence[Text]], Pairs]] = {
        "one text": single_pairs,
        "three texts": profile_pairs,
        "one, topic matched": lambda each: matched_pairs(each, single_pairs(each)),
        "three, topic matched": lambda each: matched_pairs(each, profile_pairs(each)),
        "one, topic held": topic_pairs,
    }
    figures: dict[str, Any] = {}
    for setting, make in settings.items():
        pairs = make(texts)
        figures[setting] = {
            "authors": len(np.unique(pairs.authors[0][pairs.same])),
            "pairs": len(pairs.second),
            "systems": {
                name: _figure(pairs.of_profile(matrix), pairs) for name, matrix in systems.items()
            },
        }
    pairs = profile_pairs(texts)
    vectors = embedding.embed([t.text for t in texts], content=True)
    probability = np.array(
        [
            embedding.same_writer(vectors[left], vectors[right])
            for left, right in zip(pairs.first, pairs.second, strict=True)
        ]
    )
    return {
        "texts": len(texts),
        "authors": len({t.author for t in texts}),
        "figures": figures,
        "match": _figure(probability, pairs),
        "calibration_error": round(calibration_error(probability, pairs), 4),
        "false_yes": round(float((probability[~pairs.same] > 0.5).mean()), 4),
        "missed": round(
            float(pairs.weights()[pairs.same & (probability <= 0.5)].sum()),
            4,
        ),
        "lengths": lengths(texts, vectors, embedding),
    }


def lengths(
    texts: Sequence[Text], vectors: Array, embedding: StyleEmbedding
) -> dict[str, dict[str, Any] | None]:
    """Return AUC by length of the text asked about, against three texts of 400 words.

    800 words are a text of 400 joined with the author's next one; neither is in the profile.
    """
    pairs = profile_pairs(texts)
    found: dict[str, dict[str, Any] | None] = {}
    for words in LENGTHS:
        if words <= PIECE_WORDS:
            asked = embedding.embed([opening(t.text, words) or t.text for t in texts], content=True)
            scores = pairs.of_profile(vectors @ asked.T, vectors @ vectors.T)
            found[str(words)] = _figure(scores, pairs)
            continue
        joined = _joined(texts, vectors, pairs)
        found[str(words)] = _figure(*joined) if joined else None
    return found


def _joined(texts: Sequence[Text], vectors: Array, pairs: Pairs) -> tuple[Array, Pairs] | None:
    """Return scores and pairs with each text asked about joined with its author's next one."""
    authors = _numbers(t.author for t in texts)
    keep, scores = [], []
    for at, (profile, asked) in enumerate(zip(pairs.first, pairs.second, strict=True)):
        own = np.flatnonzero(authors == authors[asked])
        free = [k for k in own if k != asked and k not in profile]
        if free:
            after = next((k for k in free if k > asked), free[0])
            both = unit(vectors[asked] + vectors[after])
            keep.append(at)
            scores.append(float(unit(vectors[profile].mean(axis=0)) @ both))
    if not keep:
        return None
    kept = pairs.chosen(np.array(keep))
    return (np.array(scores), kept) if 0 < kept.same.sum() < len(keep) else None


def render(result: Mapping[str, Any]) -> str:
    """Return the figures as tables for a terminal."""
    lines = []
    for name, found in result["sets"].items():
        lines.append(
            f"{name}: {found['authors']} unseen authors, {found['texts']} texts of "
            f"{PIECE_WORDS} words; AUC (95% over authors)"
        )
        systems = next(iter(found["figures"].values()))["systems"]
        lines.append(f"  {'':<22}" + "".join(f"{system:>22}" for system in systems))
        for setting, figure in found["figures"].items():
            lines.append(f"  {setting:<22}" + "".join(map(_cell, figure["systems"].values())))
        matched = [found["figures"][f"{each}, topic matched"] for each in ("one", "three")]
        lines.append(
            "  topic matched: pairs as much alike in content words, "
            + ", ".join(f"{m['pairs']:,} of {m['authors']} authors" for m in matched)
            + "; topic held: the harshest choice of texts"
        )
        lines.append(
            f"  {'three texts, as match':<22}{_cell(found['match'])}  (the probability that "
            "`writer match` gives)"
        )
        lines.append(
            f"  of three texts at a probability of one half: {found['false_yes']:.1%} of others' "
            f"texts taken for the writer's, {found['missed']:.1%} of the writer's missed; "
            f"calibration error {found['calibration_error']:.3f}"
        )
        lines.append("  by length of the text asked about, profile of three texts:")
        lines.append(
            "    "
            + "  ".join(
                f"{words} words {'-' if each is None else format(each['auc'], '.3f')}"
                for words, each in found["lengths"].items()
            )
        )
        lines.append("")
    other = result["other_question"]
    lines.append(
        f"one paragraph of about {other['words']} words against one on another question "
        f"({other['authors']} unseen writers of the study)"
    )
    lines.append(f"  {'':<22}" + "".join(f"{system:>22}" for system in other["systems"]))
    lines.append(f"  {'one text':<22}" + "".join(map(_cell, other["systems"].values())))
    lines += [
        "",
        "across registers: not measured; no set here has one author in several registers",
        f"reliable from {result['reliable_words']} words",
    ]
    return "\n".join(lines)


def _cell(figure: Mapping[str, Any]) -> str:
    ends = figure["interval"]
    span = f" ({ends[0]:.2f}-{ends[1]:.2f})" if ends else ""
    return f"{figure['auc']:.3f}{span}".rjust(22)
