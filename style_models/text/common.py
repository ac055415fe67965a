"""The words that are used most."""

from __future__ import annotations

import functools
from pathlib import Path


@functools.cache
def common_words() -> dict[str, int]:
    """Return the words used at least ten times in a million (Zipf 4.0 or more) with their rank, 0 first."""
    lines = (Path(__file__).parent / "common_words.txt").read_text("utf-8").splitlines()
    listed = (line for line in lines if line and not line.startswith("#"))
    return {word: rank for rank, word in enumerate(listed)}
