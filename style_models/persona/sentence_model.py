"""What readers say of a single sentence: its feeling and its certainty, each from its own source.

Two linear models, added: one over the states that the reader model uses as well, one over the words
themselves (TF-IDF of words and pairs of words). Trained by
``style_models.recipes.sentence_axes``; figures stand in ``weights/sentence_axes/card.md``. Paragraphs
are read by :class:`~style_models.persona.reader_model.ReaderModel`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.models.releasing import releasable
from style_models.paths import weights_dir
from style_models.persona.causal_states import causal_states
from style_models.persona.counted_text import normalise
from style_models.persona.reader_model import LinearReading, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "sentence_axes"


def sentence_features(texts: Sequence[str], together: int = 1) -> NDArray[np.float64]:
    """Return pooled states of MiniLM, then of SmolLM2; one row a text with at least one token.

    ``together``: see :func:`~style_models.persona.causal_states.causal_states`.
    """
    plain = [normalise(text) for text in texts]
    return np.concatenate([encode(plain)[0], causal_states(plain, together)], axis=1)


class WordReading:
    """Axes as a linear function of a sentence's words and pairs of words.

    ``grams`` are the known ones; ``idf`` has shape (grams,), ``weight`` (grams, axes).
    """

    def __init__(self, grams: Sequence[str], idf: Any, weight: Any) -> None:
        self._counter = word_counter(grams)
        self._counter.idf_ = np.asarray(idf, np.float64)
        self._weight = np.asarray(weight, np.float64)

    def values(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return what the words add to the axes, shape (len(texts), axes)."""
        plain = [normalise(text) for text in texts]
        return np.asarray(self._counter.transform(plain) @ self._weight)


def word_counter(grams: Sequence[str] | None = None) -> Any:
    """Return scikit-learn's TF-IDF as the words are counted; without ``grams`` it has yet to be fitted."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, vocabulary=grams)


class SentenceModel:
    """Readers' expected judgements of single sentences.

    ``axes`` names the columns of :meth:`read`; ``ranges`` gives each one's (lowest, highest) on its
    source's scale: ``valence``, ``arousal``, ``dominance`` 1 to 5 (EmoBank), ``certainty`` 1 to 6
    (science communication).

    Example: ``SentenceModel.load().read(["What a lovely day."]).shape == (1, 4)``.
    """

    def __init__(self, arrays: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        self.axes: tuple[str, ...] = tuple(metadata["axes"])
        self.ranges: dict[str, tuple[float, float]] = {
            name: (float(low), float(high)) for name, (low, high) in metadata["ranges"].items()
        }
        self._reading = LinearReading.of(arrays, "sentence")
        self._words = WordReading(metadata["grams"], arrays["words.idf"], arrays["words.weight"])
        self._low = np.array([self.ranges[name][0] for name in self.axes])
        self._high = np.array([self.ranges[name][1] for name in self.axes])

    @classmethod
    def load(cls) -> SentenceModel:
        """Return the model that ships with the package; loaded once per process."""
        return _load(weights_dir() / NAME)

    @classmethod
    def open(cls, folder: Path) -> SentenceModel:
        """Return the model whose weights and metadata lie in ``folder``."""
        from safetensors.numpy import load_file

        metadata = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
        return cls(load_file(folder / f"{NAME}.safetensors"), metadata)

    def read(self, texts: Sequence[str], together: int = 1) -> NDArray[np.float64]:
        """Return expected judgements, shape (len(texts), len(axes)); NaN for a text of no words.

        ``together`` texts go through the language model at once (faster, and equal to about three
        digits).
        """
        out = np.full((len(texts), len(self.axes)), np.nan)
        rows = [row for row, text in enumerate(texts) if any(c.isalnum() for c in text)]
        if rows:
            some = [texts[row] for row in rows]
            heard = self._reading.values(sentence_features(some, together))
            out[rows] = np.clip(heard + self._words.values(some), self._low, self._high)
        return out


@releasable
@functools.cache
def _load(folder: Path) -> SentenceModel:
    return SentenceModel.open(folder)
