"""What readers are expected to hear in a text: one reading per reader axis.

A text is cut into passages of about the length that readers rated. A linear model reads the axes
from the pooled states of all-MiniLM-L6-v2 and of SmolLM2-135M's lower layers and from the counted
form axes: the *full* reading, of which texts are told and drift is measured. The *quick* reading
leaves the language model out, which is six times the work; it ranks many variants of a passage.
Trained by ``style_models.recipes.reader_axes``; what both are worth stands in
``weights/reader_axes/card.md``.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.models.releasing import releasable
from style_models.paths import weights_dir
from style_models.persona.axes import FORM_AXES
from style_models.persona.axes import READER_AXES as _AXES
from style_models.persona.causal_states import causal_states
from style_models.persona.counted_text import CountedText, normalise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

READER_AXES: tuple[str, ...] = tuple(axis.name for axis in _AXES)
"""Names of the reader axes, in contract order."""

LAYERS = (2, 4, 6)
"""MiniLM layers whose states are averaged over a passage's word pieces."""

PASSAGE_WORDS = 160
"""Longer texts are read in passages of about this many words; readers rated 44 to 298."""

MOVED = 0.05
"""Smallest shift, in standard deviations, that is worth naming."""

NAME = "reader_axes"
_BATCH = 32
_REMEMBERED = 4096  # passages; a judge reads the same base text many times


@dataclass(frozen=True)
class Calibration:
    """How a distance between readings becomes a drift score.

    The score of a distance ``d`` (root mean square over the axes of the shifts in SD) is
    ``1 - exp(-(d / scale) ** power)``: 0 for identical readings, and elsewhere the expected
    percentile of readers' own distance among the study's pairs of an own text and an AI text. The
    interval takes ``d`` times ``low`` and times ``high``, the 5th and 95th percentile of the ratio
    of readers' own distance (put back through the curve) to the predicted one.
    """

    scale: float
    power: float
    low: float
    high: float

    def score(self, distance: float) -> float:
        """Return the score (0 to 1) of a distance (0 or more)."""
        return 1.0 - math.exp(-((max(distance, 0.0) / self.scale) ** self.power))

    def interval(self, distance: float) -> tuple[float, float]:
        """Return the 90% interval of the score; it holds the score."""
        score = self.score(distance)
        return (
            min(score, self.score(distance * self.low)),
            max(score, self.score(distance * self.high)),
        )


def passages(text: str) -> list[tuple[str, int]]:
    """Cut a normalised text at sentence ends into (passage, words) of about equal length.

    A text without words gives an empty list; one of up to :data:`PASSAGE_WORDS` times 1.5 words a
    single passage. A longer run without a sentence end is cut between words.
    """
    counted = CountedText(text)
    words = len(counted.words)
    if not words:
        return []
    if words <= PASSAGE_WORDS * 1.5:
        return [(text, words)]
    target = words / math.ceil(words / PASSAGE_WORDS)
    cut: list[tuple[str, int]] = []
    gathered: list[str] = []
    count = 0
    for piece in _pieces(counted.sentences):
        length = len(CountedText(piece).words)
        if gathered and count + length / 2 > target:
            cut.append((" ".join(gathered), count))
            gathered, count = [], 0
        gathered.append(piece)
        count += length
    if gathered:
        cut.append((" ".join(gathered), count))
    return [(passage, held) for passage, held in cut if held]


def _pieces(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        tokens = sentence.split(" ")
        for at in range(0, len(tokens), PASSAGE_WORDS):
            yield " ".join(tokens[at : at + PASSAGE_WORDS])


def form_features(text: str, names: Sequence[str]) -> Array:
    """Return the form axes ``names`` of a text with at least one word, shape (len(names),).

    Square roots of the counts: most of them are skewed, and all are 0 or more.
    """
    counted = CountedText(text)
    return np.sqrt([max(0.0, FORM_AXES[name].measure(counted)) for name in names])


def encode(texts: Sequence[str]) -> tuple[Array, Array]:
    """Run MiniLM once over ``texts``.

    Returns pooled states, shape (n, 384 * (len(LAYERS) + 1)): the mean over word pieces of each
    layer of :data:`LAYERS`, then the standard deviation over word pieces of the last layer; and
    the number of word pieces, shape (n,). Texts are cut at 256 word pieces.
    """
    import torch

    from style_models.models.load import embedder

    model = embedder()
    transformer: Any = model[0]
    states = np.zeros((len(texts), 384 * (len(LAYERS) + 1)))
    pieces = np.zeros(len(texts))
    by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    for at in range(0, len(texts), _BATCH):
        batch = by_length[at : at + _BATCH]
        tokens = model.tokenizer(
            [texts[index] for index in batch],
            padding=True,
            truncation=True,
            max_length=256,
            return_tensors="pt",
        ).to(model.device)
        with torch.inference_mode():
            hidden = transformer.auto_model(**tokens, output_hidden_states=True).hidden_states
            mask = tokens["attention_mask"][..., None].float()
            total = mask.sum(1)
            means = [(hidden[layer] * mask).sum(1) / total for layer in LAYERS]
            last = hidden[-1]
            middle = (last * mask).sum(1, keepdim=True) / total[:, None]
            spread = ((((last - middle) ** 2) * mask).sum(1) / total).sqrt()
            states[batch] = torch.cat([*means, spread], dim=1).cpu().numpy()
            pieces[batch] = total[:, 0].cpu().numpy()
    return states, pieces


def features(texts: Sequence[str], form_axes: Sequence[str]) -> Array:
    """Return the quick reading's raw features of passages that hold words.

    Shape (n, 384 * (len(LAYERS) + 1) + len(form_axes) + 1): pooled MiniLM states, form axes, and
    word pieces per word (rare and misspelt words are cut into more pieces). The full reading's are
    these and then :func:`~style_models.persona.causal_states.causal_states`.
    """
    states, pieces = encode(texts)
    form = np.stack([form_features(text, form_axes) for text in texts])
    words = np.array([len(CountedText(text).words) for text in texts])
    return np.concatenate([states, form, (pieces / words)[:, None]], axis=1)


def writer_hash(writer: str) -> str:
    """Return the short hash by which weights name a writer they were trained on."""
    return hashlib.sha256(writer.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class LinearReading:
    """Axes as a linear function of raw features; arrays in double precision.

    ``mean``, ``scale``, ``lowest`` and ``highest`` have shape (features,), ``weight`` (features,
    axes), ``bias`` (axes,).
    """

    mean: Array
    scale: Array
    lowest: Array
    highest: Array
    weight: Array
    bias: Array

    @classmethod
    def of(cls, arrays: Mapping[str, Any], prefix: str) -> LinearReading:
        """Return the reading whose arrays are named ``prefix.mean`` and so on."""
        names = cls.__dataclass_fields__
        return cls(**{n: np.asarray(arrays[f"{prefix}.{n}"], dtype=np.float64) for n in names})

    def values(self, raw: Array) -> Array:
        """Return the axes' values before any bound, shape (n, axes)."""
        # Inside the range seen in training: a nine-word text must not be extrapolated wildly.
        inside = np.clip(raw, self.lowest, self.highest)
        return np.asarray((inside - self.mean) * self.scale @ self.weight + self.bias)


class ReaderModel:
    """Readers' expected ratings of a text.

    ``axes`` names the columns of :meth:`read`; ``sd`` is the standard deviation of the full
    readings of writers' own texts, ``quick_sd`` that of quick ones, the unit of :meth:`shifts`;
    ``error`` the standard deviation of readers' shift around the predicted one when a text is
    wholly replaced, in the axis's unit.

    Do not read single sentences with it: readers rated paragraphs of 44 words or more. For those
    see :mod:`style_models.persona.sentence_model`.
    """

    def __init__(self, arrays: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        self.axes: tuple[str, ...] = tuple(metadata["axes"])
        self.sd: dict[str, float] = dict(metadata["sd"])
        self.quick_sd: dict[str, float] = dict(metadata["quick_sd"])
        self.error: dict[str, float] = dict(metadata["error"])
        self.calibration = Calibration(**metadata["calibration"])
        self.trained_on: frozenset[str] = frozenset(metadata["trained_on"])
        self._form_axes: tuple[str, ...] = tuple(metadata["form_axes"])
        unknown = [name for name in self._form_axes if name not in FORM_AXES]
        if unknown:
            raise ValueError(f"the reader model needs form axes that are gone: {unknown}")
        self._full = LinearReading.of(arrays, "full")
        self._quick = LinearReading.of(arrays, "quick")
        by_name = {axis.name: axis for axis in _AXES}
        chosen = [by_name[name] for name in self.axes]
        self._background = np.array([axis.is_background for axis in chosen])
        self._low = np.array([axis.low for axis in chosen])
        self._high = np.array([axis.high for axis in chosen])
        self._quick_units = np.array([self.quick_sd[name] for name in self.axes])
        self._read_before: OrderedDict[bytes, Array] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def load(cls) -> ReaderModel:
        """Return the model that ships with the package; loaded once per process."""
        return _load(weights_dir() / NAME)

    @classmethod
    def open(cls, folder: Path) -> ReaderModel:
        """Return the model whose weights and metadata lie in ``folder``."""
        from safetensors.numpy import load_file

        metadata = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
        return cls(load_file(folder / f"{NAME}.safetensors"), metadata)

    def read(self, texts: Sequence[str], *, quick: bool = False) -> Array:
        """Return readers' expected mean rating of each text, shape (len(texts), len(axes)).

        Ratings run 0 to 100 (age in years, 18 to 90); perceived backgrounds are the probability
        (0 to 1) that most readers would answer so. Long texts are the mean of their passages,
        weighted by words. A text without words is a row of NaN: there is nothing to hear.
        ``quick`` leaves the language model out; never subtract a quick reading from a full one.
        """
        cut = [passages(normalise(text)) for text in texts]
        read = self._read_passages([passage for parts in cut for passage, _ in parts], quick)
        out = np.full((len(texts), len(self.axes)), np.nan)
        at = 0
        for row, parts in enumerate(cut):
            if parts:
                weights = np.array([float(words) for _, words in parts])
                out[row] = weights @ read[at : at + len(parts)] / weights.sum()
            at += len(parts)
        return out

    def shifts(self, base: str, variants: Sequence[str]) -> list[dict[str, float]]:
        """Return for each variant how far readers' picture moves from ``base``, in SD by axis.

        Quick readings, in units of ``quick_sd``: a judge asks for dozens of variants of a passage.
        Axes that move less than :data:`MOVED` are left out; so are all where either text holds no
        words. All variants are read in one batch.
        """
        readings = self.read([base, *variants], quick=True)
        moved = (readings[1:] - readings[0]) / self._quick_units
        return [
            {
                axis: round(float(value), 3)
                for axis, value in zip(self.axes, row, strict=True)
                if abs(value) >= MOVED  # false for NaN
            }
            for row in moved
        ]

    @functools.cached_property
    def quick(self) -> QuickReader:
        """The quick reading with the same three names: for code that reads many variants."""
        return QuickReader(self)

    def from_features(self, raw: Array, *, quick: bool = False) -> Array:
        """Return readings from raw features (see :func:`features`), shape (n, len(axes))."""
        value = (self._quick if quick else self._full).values(raw)
        probability = 1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0)))
        return np.where(self._background, probability, np.clip(value, self._low, self._high))

    def _read_passages(self, texts: Sequence[str], quick: bool) -> Array:
        """Return readings of passages; ones read before are remembered (by hash, in memory)."""
        keys = [_key(text, quick) for text in texts]
        with self._lock:
            known = {key: self._read_before[key] for key in keys if key in self._read_before}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            fresh = list(missing.values())
            raw = features(fresh, self._form_axes)
            found = {True: self.from_features(raw, quick=True)}
            if not quick:  # what the full reading needs holds all that the quick one needs
                raw = np.concatenate([raw, causal_states(fresh)], axis=1)
                found[False] = self.from_features(raw)
            known.update(zip(missing, found[quick], strict=True))
            with self._lock:
                for kind, readings in found.items():
                    for text, reading in zip(fresh, readings, strict=True):
                        self._read_before[_key(text, kind)] = reading
                while len(self._read_before) > _REMEMBERED:
                    self._read_before.popitem(last=False)
        return np.array([known[key] for key in keys]).reshape(len(texts), len(self.axes))


class QuickReader:
    """The quick reading of a :class:`ReaderModel`: ``axes``, ``sd`` and ``read`` that fit together."""

    def __init__(self, model: ReaderModel) -> None:
        self.axes = model.axes
        self.sd = model.quick_sd
        self._model = model

    def read(self, texts: Sequence[str]) -> Array:
        """Return quick readings, shape (len(texts), len(axes)); see :meth:`ReaderModel.read`."""
        return self._model.read(texts, quick=True)


def _key(text: str, quick: bool) -> bytes:
    kind = b"quick" if quick else b"full"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), person=kind).digest()


@releasable
@functools.cache
def _load(folder: Path) -> ReaderModel:
    return ReaderModel.open(folder)
