"""How many dialect sentences are taken for another language (they would be left without help)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from style_models.bench.corpora import data_file, rows_of
from style_models.text.detokenise import detokenise
from style_models.text.language import ENGLISH, passage_language

SETS = {"naija_pidgin": "plain", "singlish_treebank": "text", "redial_aave_sae": "dialect"}


def run(data: Path | None) -> dict[str, object]:
    """Count on the dialect sets in the folder ``data``."""
    result: dict[str, object] = {}
    for name, field in SETS.items():
        texts = [detokenise(row[field]) for row in rows_of(data_file(data, name)) if row[field]]
        lost = sum(passage_language(text) != ENGLISH for text in texts)
        result[name] = {"rows": len(texts), "taken_for_foreign": round(lost / len(texts), 4)}
    return result


def render(result: dict[str, Any]) -> str:
    """Return the figures as text."""
    return "\n".join(
        f"{name:<20}{found['taken_for_foreign']:.2%} of {found['rows']} taken for another language"
        for name, found in result.items()
    )
