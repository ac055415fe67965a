"""Where a bench is, on a terminal alone: figures that are piped on hold nothing else."""

from __future__ import annotations

import sys


def progress(what: str, number: int, total: int | None = None) -> None:
    """Show on stderr, in one line, how many of ``what`` are done (of ``total``, where it is known)."""
    if not sys.stderr.isatty():
        return
    if total is None:
        print(f"\r{what}: {number}", end=" ", file=sys.stderr, flush=True)
    else:
        end = "\n" if number == total else "\r"
        print(f"{what}: {number} of {total}", end=end, file=sys.stderr, flush=True)
