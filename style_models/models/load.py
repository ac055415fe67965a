"""Load models once per process, on the best device that is here."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from style_models.errors import ModelMissing
from style_models.models.catalog import EMBEDDER, PARSER, packaged_model
from style_models.models.pull import is_pulled, place_of
from style_models.models.quiet import hush

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def best_device() -> str:
    """Return ``cuda``, ``mps`` or ``cpu``, the first that works here."""
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


@functools.cache
def embedder() -> SentenceTransformer:
    """Return the sentence embedder (all-MiniLM-L6-v2: 384 numbers a text, 256 word pieces at most)."""
    from sentence_transformers import SentenceTransformer

    hush()
    return SentenceTransformer(str(pulled_path(EMBEDDER)), device=best_device())
