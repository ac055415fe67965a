"""Where a text's style lies: a vector that says how it is written, as far as counting can tell.

Two kinds of vectors. *Style alone* counts the masked text (:mod:`style_models.persona.masking`):
words in runs of one to three, characters in runs of two to four, each centred on and scaled by the
training authors' texts and brought to unit length. *Style and content*, better at telling writers
apart, counts the text's own characters (runs of two to five), its words, and the masked text's
runs of words: hashed, weighed by rarity, centred, and freed of the directions in which kinds of
text differ from each other (nuisance attribute projection, Solomonoff et al. 2005): two news
reports are not to look like one writer because both are news. Families are joined so that the dot
product of two vectors is the weighted mean of their cosines. Trained by
``style_models.recipes.style_embedding``; what it is worth stands in
``weights/style_embedding/card.md``. Counting alone: 400 words take some 20 milliseconds.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.models.releasing import releasable
from style_models.paths import weights_dir
from style_models.persona.masking import masked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAME = "style_embedding"

PIECE_WORDS = 400
"""Texts are compared in pieces of about this many words (between white space)."""

STYLE_FAMILIES = ("masked_words", "masked_characters")
CONTENT_FAMILIES = ("characters", "words", "phrases")
BINS = 2**15
"""Columns into which the runs of a content family are hashed."""

_WORD_RUNS = (1, 2, 3)
_MASKED_RUNS = (2, 3, 4)
_CHARACTER_RUNS = (2, 3, 4, 5)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
LIKENESS_UNIT = 0.02
"""About the standard deviation of the likeness of texts of different writers."""

FLOOR = 0.3
"""Share of the mean standard deviation added to each feature's own, so that a rare one does not
count beyond all measure."""


def runs(text: str, family: str) -> Iterator[str]:
    """Yield the runs that ``family`` counts in ``text``."""
    if family == "words":
        yield from _WORD.findall(text.lower())
        return
    if family in ("masked_words", "phrases"):
        tokens = masked(text)[1]
        for length in _WORD_RUNS:
            for at in range(len(tokens) - length + 1):
                yield " ".join(tokens[at : at + length])
        return
    plain = masked(text)[0] if family == "masked_characters" else " ".join(text.lower().split())
    for length in _MASKED_RUNS if family == "masked_characters" else _CHARACTER_RUNS:
        for at in range(len(plain) - length + 1):
            yield plain[at : at + length]


def hashed_runs(text: str, family: str) -> dict[int, float]:
    """Return ``1 + log(count)`` for each of the :data:`BINS` columns that a run falls into."""
    columns: Counter[int] = Counter()
    for run, count in Counter(runs(text, family)).items():
        columns[zlib.crc32(run.encode("utf-8", "surrogatepass")) % BINS] += count
    return {column: 1.0 + math.log(count) for column, count in columns.items()}


def placed(counts: Array, rarity: Array, mean: Array, kinds: Array) -> Array:
    """Return unit vectors of hashed runs, shape (n, BINS), where kinds of text do not show.

    ``rarity`` (BINS,) is the inverse document frequency, ``mean`` (BINS,) the centre, ``kinds``
    (k, BINS) orthonormal directions to leave out.
    """
    centred = unit(counts * rarity) - mean
    return unit(centred - (centred @ kinds.T) @ kinds)


def count_runs(texts: Sequence[str], family: str, vocabulary: Mapping[str, int]) -> Array:
    """Return ``log(1 + count per PIECE_WORDS words)``, shape (len(texts), len(vocabulary))."""
    out = np.zeros((len(texts), len(vocabulary)))
    for row, text in enumerate(texts):
        words = max(1, len(text.split()))
        for run, count in Counter(runs(text, family)).items():
            if (column := vocabulary.get(run)) is not None:
                out[row, column] = math.log1p(count * PIECE_WORDS / words)
    return out


def unit(vectors: Array) -> Array:
    """Return rows of length 1; a row of zeros stays one."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)


def pieces(texts: Iterable[str]) -> list[str]:
    """Cut and join texts into pieces of about :data:`PIECE_WORDS` words.

    A long text is cut into equal pieces; short ones are joined, in order, until they are long
    enough. What is left over at the end is a piece of its own if there is no other, else it goes
    to the last joined one. Texts without words give nothing.
    """
    cut: list[str] = []
    waiting: list[str] = []
    held = 0
    for text in texts:
        words = len(text.split())
        if words >= PIECE_WORDS * 0.75:
            cut.extend(_equal_parts(text, max(1, round(words / PIECE_WORDS))))
        elif words:
            waiting.append(text)
            held += words
            if held >= PIECE_WORDS * 0.75:
                cut.append("\n".join(waiting))
                waiting, held = [], 0
    if waiting and (held >= PIECE_WORDS / 4 or not cut):
        cut.append("\n".join(waiting))
    elif waiting:
        cut[-1] = "\n".join([cut[-1], *waiting])
    return cut


def _equal_parts(text: str, parts: int) -> Iterator[str]:
    found = list(re.finditer(r"\S+", text))
    edges = [round(len(found) * k / parts) for k in range(parts + 1)]
    for start, end in itertools.pairwise(edges):
        yield text[found[start].start() : found[end - 1].end()]


@dataclass(frozen=True)
class StyleDistance:
    """How far two versions of a text lie from their writer's profile.

    Distances are one minus the mean dot product with the profile's texts: 0 for the very same
    style, about 1 for an unrelated one. ``shift`` is revised minus original in standard deviations
    of the distances between the writer's own texts: above 0, the revision sounds less like them.
    ``None`` where the profile has fewer than two texts, so that its spread is unknown.
    """

    original: float
    revised: float
    shift: float | None


class StyleEmbedding:
    """The style of texts as vectors, and how surely two vectors are of one writer.

    ``reliable_words`` is the length from which an answer about a text is worth something,
    ``profile_words`` the amount of the writer's own text it needs; both from the card's figures.
    """

    def __init__(self, arrays: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        self.reliable_words: int = int(metadata["reliable_words"])
        self.profile_words: int = int(metadata["profile_words"])
        self._vocabulary: dict[str, dict[str, int]] = {
            family: {run: at for at, run in enumerate(metadata["vocabulary"][family])}
            for family in STYLE_FAMILIES
        }
        self._middle = {f: np.asarray(arrays[f"{f}.mean"], np.float64) for f in STYLE_FAMILIES}
        self._spread = {f: np.asarray(arrays[f"{f}.spread"], np.float64) for f in STYLE_FAMILIES}
        self._content = {
            f: tuple(
                np.asarray(arrays[f"{f}.{part}"], np.float64)
                for part in ("rarity", "mean", "kinds")
            )
            for f in CONTENT_FAMILIES
        }
        self._weights: dict[str, dict[str, float]] = metadata["weights"]
        self._calibration: dict[str, list[float]] = metadata["calibration"]

    @classmethod
    def load(cls) -> StyleEmbedding:
        """Return the embedding that ships with the package; loaded once per process."""
        return _load(weights_dir() / NAME)

    @classmethod
    def open(cls, folder: Path) -> StyleEmbedding:
        """Return the embedding whose weights and metadata lie in ``folder``."""
        from safetensors.numpy import load_file

        metadata = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
        return cls(load_file(folder / f"{NAME}.safetensors"), metadata)

    def embed(self, texts: Sequence[str], *, content: bool = False) -> Array:
        """Return unit vectors, shape (n, d). A text without words is a row of zeros.

        With ``content`` the text's own words and characters count too: better at telling writers
        apart, but the topic speaks as well. Vectors of the two kinds differ in length and do not
        mix.
        """
        parts = []
        empty = np.array([not text.split() for text in texts], dtype=bool)
        for family, weight in self._weights["whole" if content else "style"].items():
            parts.append(math.sqrt(weight) * self._family(texts, family))
        out = unit(np.concatenate(parts, axis=1))
        out[empty] = 0.0
        return out

    def _family(self, texts: Sequence[str], family: str) -> Array:
        if family in STYLE_FAMILIES:
            counts = count_runs(texts, family, self._vocabulary[family])
            return unit((counts - self._middle[family]) / self._spread[family])
        counts = np.zeros((len(texts), BINS))
        for row, text in enumerate(texts):
            found = hashed_runs(text, family)
            counts[row, list(found)] = list(found.values())
        return placed(counts, *self._content[family])

    def same_writer(
        self,
        profile_vectors: Array,
        vector: Array,
        words: int = PIECE_WORDS,
        texts: int | None = None,
    ) -> float:
        """Return the probability (0 to 1) that ``vector`` is by the writer of the profile.

        ``profile_vectors`` (n, d) are the writer's pieces, or one row that is the mean of
        ``texts`` pieces; ``words`` is the length of the text asked about. Calibrated where either
        answer is as likely beforehand; with many candidates for one writer, most high values will
        still be false. 0.5 without a profile or without words: nothing is known then.
        """
        mean = np.atleast_2d(profile_vectors).mean(axis=0)
        if not mean.any() or not vector.any():
            return 0.5
        content = vector.shape[-1] == BINS * len(CONTENT_FAMILIES)
        count = texts or len(np.atleast_2d(profile_vectors))
        likeness = float(mean @ vector / (np.linalg.norm(mean) * np.linalg.norm(vector)))
        alike = float(own_likeness(np.asarray(mean @ mean), count))
        row = calibration_row(likeness, words, count, alike)
        value = float(np.dot(self._calibration["whole" if content else "style"], row))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def own_likeness(square: Array, texts: int) -> Array:
    """Return the mean dot product between different ones of ``texts`` unit vectors.

    ``square`` is the squared length of their mean, of any shape. 0 for a single text, where it is
    unknown. Of two orthogonal vectors the mean has length 1 / sqrt(2), which gives
    (4 * 1/2 - 2) / 2 = 0.
    """
    if texts < 2:
        return np.zeros_like(square)
    return (texts**2 * square - texts) / (texts * (texts - 1))


def calibration_row(likeness: float, words: int, texts: int, own: float) -> list[float]:
    """Return what the calibration weighs: likeness, texts in the profile, length of the text, and
    how alike the profile's texts are among themselves: where a kind of text lies close together,
    likeness says less. ``likeness`` is the cosine with the profile's mean. Both likenesses have
    long tails upwards, hence the asinh."""
    several = min(max(texts, 1), 5)
    close = math.asinh(likeness / LIKENESS_UNIT)
    length = math.log(min(max(words, 25), 2 * PIECE_WORDS) / PIECE_WORDS)
    return [
        1.0,
        close,
        math.log(several),
        length,
        math.asinh(own / LIKENESS_UNIT) if several > 1 else 0.0,
        close * math.log(several),
        close * length,
    ]


@releasable
@functools.cache
def _load(folder: Path) -> StyleEmbedding:
    return StyleEmbedding.open(folder)
