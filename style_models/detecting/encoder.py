"""The encoder behind detector and tagger: MiniLM with an embedding of shapes and a class a piece.

The word embeddings stay those of all-MiniLM-L6-v2; layers, shapes and head are trained and stored
apart, so that the base is shared with whatever else reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from style_models.detecting.pieces import Pieces

CLS, SEP = 101, 102
PIECES_A_BATCH = 6000
NO_LETTERS = 8  # shape of the special pieces


class Encoder(nn.Module):
    """Classes of word pieces: logits of shape (texts, pieces + 2, classes)."""

    def __init__(self, base: Any, shapes: int, classes: int) -> None:
        super().__init__()
        self.base = base
        width = base.config.hidden_size
        self.shapes = nn.Embedding(shapes, width)
        self.head = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, classes))
        nn.init.zeros_(self.shapes.weight)
        for parameter in base.embeddings.parameters():
            parameter.requires_grad = False

    @classmethod
    def fresh(cls, folder: str, shapes: int, classes: int) -> Encoder:
        """Return an untrained encoder of ``classes`` over the MiniLM in ``folder``."""
        from transformers import AutoModel

        return cls(AutoModel.from_pretrained(folder, add_pooling_layer=False), shapes, classes)

    def restore(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Put trained weights in; a weight that is missing or unknown raises ``RuntimeError``."""
        missing, unknown = self.load_state_dict(dict(weights), strict=False)
        if unknown or any(not name.startswith("base.embeddings") for name in missing):
            raise RuntimeError("the weights do not fit this encoder")

    def inputs(
        self, texts: Sequence[Pieces], device: str | torch.device
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return ids, shapes and mask, each of shape (texts, longest + 2)."""
        width = max(len(text.ids) for text in texts) + 2
        ids = torch.zeros(len(texts), width, dtype=torch.long)
        shapes = torch.full((len(texts), width), NO_LETTERS)
        mask = torch.zeros(len(texts), width, dtype=torch.long)
        for row, text in enumerate(texts):
            count = len(text.ids)
            ids[row, : count + 2] = torch.tensor([CLS, *text.ids, SEP])
            shapes[row, 1 : count + 1] = torch.tensor(text.shapes)
            mask[row, : count + 2] = 1
        return ids.to(device), shapes.to(device), mask.to(device)

    def forward(
        self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits and the mask."""
        embedded = self.base.embeddings.word_embeddings(ids) + self.shapes(shapes)
        states = self.base(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.head(states), mask

    def probabilities(self, texts: Sequence[Pieces], device: str) -> list[NDArray[np.float32]]:
        """Return each text's probabilities of the classes: a row for its start, then one a piece.

        Texts of about the same length share a pass. None may be longer than the model reads.
        """
        found: list[Any] = [None] * len(texts)
        waiting = sorted(range(len(texts)), key=lambda i: len(texts[i].ids))
        while waiting:
            width = len(texts[waiting[-1]].ids) + 2
            count = max(1, PIECES_A_BATCH // width)
            batch, waiting = waiting[-count:], waiting[:-count]
            with torch.inference_mode():
                logits, _ = self(*self.inputs([texts[i] for i in batch], device))
                p = torch.softmax(logits.float(), dim=-1).cpu().numpy()
            for row, i in enumerate(batch):
                found[i] = p[row, : len(texts[i].ids) + 1]
        return found
