"""What is kept of a writer's style: sums of vectors, to which a new text is added.

No old text is needed to learn from a new one, and no text can be read back from the sums.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.persona.style_embedding import (
    StyleDistance,
    StyleEmbedding,
    pieces,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass
class StyleProfile:
    """The style of a writer's own texts, as sums over their pieces.

    ``style`` and ``whole`` are sums of unit vectors (without and with content), ``distances`` and
    ``squares`` sum each new piece's distance to the mean of those before it.
    """

    pieces: int = 0
    words: int = 0
    style: Array = field(default_factory=lambda: np.zeros(0))
    whole: Array = field(default_factory=lambda: np.zeros(0))
    distances: float = 0.0
    squares: float = 0.0

    def learn(
        self,
        texts: Sequence[str],
        embedding: StyleEmbedding | None = None,
        *,
        matching: bool = True,
    ) -> None:
        """Add the writer's texts: cut or joined into pieces of about 400 words.

        Without ``matching`` only what :meth:`compare` needs is learned, which is a tenth of the work.
        """
        embedding = embedding or StyleEmbedding.load()
        found = pieces(texts)
        if not found:
            return
        for piece in found:
            # One by one: a vector with content is long.
            (one,) = embedding.embed([piece])
            other = embedding.embed([piece], content=True)[0] if matching else np.zeros(0)
            if self.pieces:
                distance = self.distance(one)
                self.distances += distance
                self.squares += distance**2
                self.style, self.whole = self.style + one, self.whole + other
            else:
                self.style, self.whole = one, other
            self.pieces += 1
            self.words += len(piece.split())

    def distance(self, vector: Array) -> float:
        """Return one minus the mean dot product of a style vector with the pieces: 0 is the same.

        The profile must hold a piece.
        """
        return 1.0 - float(self.style @ vector) / self.pieces

    @property
    def spread(self) -> float | None:
        """Standard deviation of the own pieces' distances; ``None`` below three pieces."""
        count = self.pieces - 1
        if count < 2:
            return None
        variance = (self.squares - self.distances**2 / count) / (count - 1)
        return math.sqrt(variance) if variance > 1e-12 else None

    def compare(
        self, original: str, revised: str, embedding: StyleEmbedding | None = None
    ) -> StyleDistance | None:
        """Return how far both texts lie from the profile; ``None`` if one has no words.

        A short text lies farther off than a long one whoever wrote it, so compare only texts of
        about the same length.
        """
        if not self.pieces or not original.split() or not revised.split():
            return None
        first, second = (embedding or StyleEmbedding.load()).embed([original, revised])
        before, after = self.distance(first), self.distance(second)
        spread = self.spread
        return StyleDistance(before, after, (after - before) / spread if spread else None)

    def same_writer(self, text: str, embedding: StyleEmbedding | None = None) -> float:
        """Return the probability that ``text`` is the writer's own, 0.5 where nothing is known."""
        embedding = embedding or StyleEmbedding.load()
        found = pieces([text])
        if not found or not self.pieces:
            return 0.5
        vector = embedding.embed(found, content=True).mean(axis=0)
        mean = self.whole / self.pieces
        return embedding.same_writer(mean[None], vector, len(text.split()), self.pieces)

    def reliable(self, text: str, embedding: StyleEmbedding | None = None) -> bool:
        """Tell whether text and profile are both as long as the card's figures ask for."""
        embedding = embedding or StyleEmbedding.load()
        return (
            self.words >= embedding.profile_words and len(text.split()) >= embedding.reliable_words
        )

    def to_json(self) -> dict[str, Any]:
        """Return what :meth:`compare` needs, as plain JSON: the style vector in half precision, base64."""
        vector = base64.b64encode(self.style.astype(np.float16).tobytes()).decode()
        numbers = (self.pieces, self.words, self.distances, self.squares)
        names = ("pieces", "words", "distances", "squares")
        return {**dict(zip(names, numbers, strict=True)), "style": vector}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> StyleProfile:
        """Return the profile that :meth:`to_json` wrote; it can be compared with, not matched by."""
        vector = np.frombuffer(base64.b64decode(kept["style"]), np.float16).astype(np.float64)
        return cls(
            kept["pieces"], kept["words"], vector, np.zeros(0), kept["distances"], kept["squares"]
        )
