"""The edit: one aligned change. Its type describes, it never judges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """Replace ``original[start:end]`` (Unicode code points) by ``after``.

    ``before`` is the replaced text itself, ``type`` an ERRANT type such as ``R:VERB:SVA``, and
    ``origin`` the engine that proposed it (``model``, ``harper``, ``foreign``, ...).
    """

    start: int
    end: int
    before: str
    after: str
    type: str
    origin: str
