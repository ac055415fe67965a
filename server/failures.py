"""Log failures without what was worked on."""

from __future__ import annotations

import logging
import traceback


def log_error(logger: logging.Logger, what: str, error: Exception) -> None:
    """Log where an error came from. Its message is left out: it may quote a writer's text."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", what, type(error).__name__, frames)
