"""Stop long computations once nobody waits for them.

Whoever starts work says how to tell (:func:`heeding`); whoever computes for long asks
(:func:`heed`), however deep below it stands. Models ask before each of their layers
(:func:`heed_within`): a pass over a long batch takes a second where the machine has more to do. Per
thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from style_models.errors import Cancelled

Model = TypeVar("Model")

_gone: ContextVar[Callable[[], bool] | None] = ContextVar("gone", default=None)


@contextmanager
def heeding(gone: Callable[[], bool]) -> Iterator[None]:
    """Have :func:`heed` ask ``gone`` for as long as the block lasts."""
    before = _gone.set(gone)
    try:
        yield
    finally:
        _gone.reset(before)


def heed() -> None:
    """Raise :class:`~style_models.errors.Cancelled` if whoever asked for the work has gone.

    Nothing may be half done where it is called: what is remembered must be whole.
    """
    gone = _gone.get()
    if gone is not None and gone():
        raise Cancelled


def heed_within(model: Model) -> Model:
    """Have a torch module :func:`heed` before each of its layers, and return it.

    Layers are what stands in a list of modules. A pass that is left in the middle leaves nothing but
    its own cache behind.
    """
    import torch

    for module in model.modules():  # type: ignore[attr-defined]
        if isinstance(module, torch.nn.ModuleList):
            for layer in module:
                layer.register_forward_pre_hook(_heed_first)
    return model


def _heed_first(module: Any, inputs: Any) -> None:
    heed()
