"""Errors a user can act on. Each message is one line that says what is wrong and what to do next."""

from __future__ import annotations


class InputError(ValueError):
    """The input cannot be worked on. ``kind`` names the cause for programs, the message for people."""

    kind = "bad_input"


class EmptyText(InputError):
    """There is nothing in the text but white space."""

    kind = "empty"


class TextTooLong(InputError):
    """The text is longer than ``limit`` characters."""

    kind = "too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"the text has {length:,} characters; the limit is {limit:,}: split it and try again"
        )
        self.length = length
        self.limit = limit


class NotText(InputError):
    """The input is binary, holds NUL bytes, or is not UTF-8."""

    kind = "not_text"


class ModelMissing(InputError):
    """A model that the request needs is not on this machine."""

    kind = "model_missing"


class Cancelled(Exception):
    """The caller went away, so the work was stopped."""
