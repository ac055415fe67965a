"""Keep libraries' chatter off the writer's terminal."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def hush() -> None:
    """Keep transformers' progress bars and notices to developers off the writer's terminal."""
    import warnings

    from transformers.utils import logging as _logging

    logging: Any = _logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    warnings.filterwarnings("ignore", category=FutureWarning)
