"""Every trained weight has a card, and no section of it is empty."""

from __future__ import annotations

import re

import pytest

from style_models.paths import weights_dir

SECTIONS = (
    "What it is",
    "Data and licence",
    "How trained",
    "Figures",
    "Limits",
    "Who is not represented",
)
FOLDERS = sorted(path for path in weights_dir().iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_weight_has_a_full_card(folder):
    text = (folder / "card.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S))
    for section in SECTIONS:
        bodies = [body for title, body in found.items() if title.startswith(section)]
        assert bodies, f"{folder.name}: no section '{section}'"
        assert len(bodies[0].split()) >= 5, f"{folder.name}: '{section}' is empty"
    assert not re.search(r"TODO|TBD|\bnan\b", text, flags=re.I)


def test_there_are_weights():
    assert FOLDERS
