"""How a guard's reason shows the writer's words."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Return the text in quotation marks without the space around it, or "nothing"."""
    return f"“{text.strip()}”" if text.strip() else "nothing"
