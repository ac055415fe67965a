"""What a small causal language model makes of a passage: its states, averaged over the tokens.

SmolLM2-135M carries more of how a writer sounds than a sentence embedder does, which was taught to
tell topics apart; its middle layers carry most. Only the layers that are read are loaded.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.heeding import heed_within
from style_models.models.releasing import releasable

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAYERS = (12, 16, 20)
"""Layers (of 30) whose states are averaged over a passage's tokens."""

WIDTH = 576
"""Numbers a token has in each layer."""

LONGEST = 384
"""Tokens of a passage that are read; the rest is cut off. A passage has at most about 320."""


def causal_states(texts: Sequence[str], together: int = 1) -> NDArray[np.float64]:
    """Return pooled states of texts with at least one token, shape (n, WIDTH * len(LAYERS)).

    Each token's state is divided by its root mean square (a few numbers of it are huge otherwise),
    then averaged over the tokens after the start mark. ``together`` texts of like length go through
    at once. Readings keep to one: in bfloat16 the company of other texts changes the last digits,
    and a reading must not depend on it. Raises :class:`~style_models.errors.ModelMissing` if the model was not pulled.
    """
    import torch

    tokenizer, model, device = _model()
    start = tokenizer.bos_token_id
    pieces = [[start, *tokenizer(text)["input_ids"][: LONGEST - 1]] for text in texts]
    out = np.zeros((len(texts), WIDTH * len(LAYERS)))
    by_length = sorted(range(len(texts)), key=lambda index: len(pieces[index]))
    for at in range(0, len(texts), together):
        batch = by_length[at : at + together]
        longest = len(pieces[batch[-1]])
        # Padded on the right: no token of a causal model sees what comes after it.
        ids = [pieces[index] + [start] * (longest - len(pieces[index])) for index in batch]
        with torch.inference_mode():
            states = model(
                input_ids=torch.tensor(ids, device=device),
                output_hidden_states=True,
                use_cache=False,
            ).hidden_states
            for place, index in enumerate(batch):
                kept: list[Any] = []
                for layer in LAYERS:
                    state = states[layer][place, 1 : len(pieces[index])].float()
                    scaled = state / state.pow(2).mean(-1, keepdim=True).sqrt()
                    kept.append(scaled.mean(0))
                out[index] = torch.cat(kept).cpu().numpy()
    return out


@releasable
@functools.cache
def _model() -> tuple[Any, Any, str]:
    """Return (tokenizer, model without the layers above the last one read, device)."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    from style_models.models.catalog import REWRITER
    from style_models.models.load import best_device, pulled_path
    from style_models.models.quiet import hush

    hush()
    path = str(pulled_path(REWRITER))
    device = best_device()
    model: Any = AutoModel.from_pretrained(
        path, dtype=torch.bfloat16, num_hidden_layers=max(LAYERS)
    )
    model.norm = torch.nn.Identity()  # the last layer is read as it comes, like the others
    return AutoTokenizer.from_pretrained(path), heed_within(model.to(device).eval()), device
