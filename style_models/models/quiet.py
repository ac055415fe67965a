"""Keep libraries' chatter off the writer's terminal, and their hoards out of memory."""

from __future__ import annotations

import functools
import os
from typing import Any


@functools.cache
def hush() -> None:
    """Keep transformers' progress bars and notices to developers off the writer's terminal."""
    import warnings

    _keep_few_kernels()
    from transformers.utils import logging as _logging

    logging: Any = _logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    warnings.filterwarnings("ignore", category=FutureWarning)


KERNELS = 64
"""Compiled kernels that are kept: a text brings sentences of every length, and each length its own."""


def _keep_few_kernels() -> None:
    """Bound the kernels that oneDNN and torch keep by shape, before either is asked for one.

    By default each keeps 1,024: several hundred MB after a few thousand words, for no speed that we
    could measure. What the user has set stays.
    """
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(KERNELS))
    os.environ.setdefault("LRU_CACHE_CAPACITY", str(KERNELS // 2))
