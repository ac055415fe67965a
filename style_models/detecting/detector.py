"""Where in a text is something probably wrong? One pass of a small encoder, all sentences at once.

Trained by :mod:`style_models.recipes.detector`; what it is worth stands in
``weights/detector/card.md``. It points and never mends: what to do about a place is for the engines,
and whether an edit there is a repair is for the judge.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.detecting.kinds import KINDS
from style_models.detecting.pieces import SHAPES, cut, readable
from style_models.heeding import heed_within
from style_models.models.releasing import releasable
from style_models.paths import weights_dir

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "detector"
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Reading:
    """What the detector makes of one text.

    ``spans``: code points of each word piece. ``wrong``: probability 0 to 1 that the piece, or what
    is missing before it, is a slip, shape (pieces,). ``kinds``: the same by kind of slip, shape
    (pieces, len(KINDS)), rows sum to 1 and column 0 is "nothing wrong".
    """

    spans: tuple[tuple[int, int], ...]
    wrong: NDArray[np.float32]
    kinds: NDArray[np.float32]

    @property
    def sentence(self) -> float:
        """Probability that anything is wrong, read off the most suspicious piece (0 if empty)."""
        return float(self.wrong.max()) if len(self.wrong) else 0.0

    def within(self, start: int, end: int) -> NDArray[np.float32]:
        """Return ``wrong`` of the pieces that ``start`` to ``end`` touches.

        For an empty span the pieces on both sides: a missing word is marked on the one behind it.
        """
        if start == end:
            inside = [i for i, (a, b) in enumerate(self.spans) if a <= start <= b]
            after = next((i for i, (a, _) in enumerate(self.spans) if a >= start), None)
            if after is not None and after not in inside:
                inside.append(after)
        else:
            inside = [i for i, (a, b) in enumerate(self.spans) if a < end and start < b]
        return self.wrong[inside]


class Detector:
    """Reads texts of up to about 250 word pieces; what lies behind is not read (0 wrong)."""

    def __init__(self, model: Any, tokenizer: Any, device: str) -> None:
        self._model, self._tokenizer, self._device = model, tokenizer, device
        self._memory: OrderedDict[str, Reading] = OrderedDict()

    @classmethod
    def load(cls) -> Detector:
        """Return the shipped detector; :class:`ModelMissing` if its base is not pulled."""
        return _load(weights_dir() / NAME)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return one reading per text, in order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._memory]
        found = dict(zip(fresh, self._read(fresh), strict=True)) if fresh else {}
        readings = []
        for text in texts:
            if text in self._memory:
                self._memory.move_to_end(text)
            readings.append(found.get(text) or self._memory[text])
        self._memory.update(found)
        while len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)
        return readings

    def forget(self) -> None:
        """Drop every remembered reading."""
        self._memory.clear()

    def _read(self, texts: Sequence[str]) -> list[Reading]:
        whole = cut(self._tokenizer, texts)
        kinds = self._model.probabilities([readable(p) for p in whole], self._device)
        readings = []
        for full, rows in zip(whole, kinds, strict=True):
            p = rows[1:]
            unread = np.zeros((len(full.ids) - len(p), len(KINDS)), np.float32)
            unread[:, 0] = 1.0
            p = np.concatenate([p, unread])
            readings.append(Reading(full.spans, np.float32(1.0) - p[:, 0], p))
        return readings


def forget_readings() -> None:
    """Drop what the shipped detector remembers, if it is loaded."""
    if _load.cache_info().currsize:
        Detector.load().forget()


@releasable
@functools.cache
def _load(folder: Path) -> Detector:
    import torch
    from safetensors.torch import load_file
    from transformers import AutoTokenizer

    from style_models.detecting.encoder import Encoder
    from style_models.models.catalog import EMBEDDER
    from style_models.models.load import best_device, pulled_path
    from style_models.models.quiet import hush

    hush()
    base = str(pulled_path(EMBEDDER))
    device = best_device()
    model = Encoder.fresh(base, SHAPES, len(KINDS))
    model.restore(load_file(folder / f"{NAME}.safetensors"))
    model = heed_within(model.to(torch.bfloat16).to(device).eval())
    return Detector(model, AutoTokenizer.from_pretrained(base), device)
