"""``ownvoice arena``: comes in a later version."""

from __future__ import annotations

from server.cli._later import later_command

command = later_command(
    "arena",
    "Compare engines blindly on your own texts.",
    "'ownvoice drift ORIGINAL REVISED' measures what any tool made of a text",
)
