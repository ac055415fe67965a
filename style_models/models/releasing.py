"""Loaders that keep what they loaded, until all of it is asked to leave memory."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from functools import _lru_cache_wrapper
from typing import TypeVar

T = TypeVar("T")

_LOADERS: list[_lru_cache_wrapper[object]] = []


def releasable(loader: _lru_cache_wrapper[T]) -> _lru_cache_wrapper[T]:
    """Name a cached loader (``functools.cache`` or ``lru_cache``) as one that :func:`release` empties.

    For models and the tables that are as large as models; a word list is not worth reading anew.
    """
    _LOADERS.append(loader)
    return loader


def release() -> None:
    """Drop what every releasable loader holds, and give the memory back to the system.

    A model that somebody else still holds stays. What is asked for again is loaded again.
    """
    for loader in _LOADERS:
        loader.cache_clear()
    gc.collect()
    _empty_device()
    _trim()


def _empty_device() -> None:
    """Give back what torch keeps on an accelerator for its next tensors."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()


def _trim() -> None:
    """Have glibc hand back its free pages: several hundred MB of small blocks would stay with us."""
    if sys.platform == "linux":
        # Other C libraries (musl) have no such function and need none.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
