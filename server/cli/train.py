"""``ownvoice train``: comes in a later version."""

from __future__ import annotations

from server.cli._later import later_command

command = later_command(
    "train",
    "Train a writer's own adapter from their samples and decisions.",
    "decisions already move what is applied; give samples with 'ownvoice writer learn'",
)
