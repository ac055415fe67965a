"""``ownvoice audit``: comes in a later version."""

from __future__ import annotations

from server.cli._later import later_command

command = later_command(
    "audit",
    "Compare how well groups of writers are served.",
    "'ownvoice report PAIRS.jsonl --out DIR --group FIELD' shows drift by group",
)
