"""Train a tagger on one variety of English alone, so that the audit of twins is known to see a gap.

    python -m style_models.recipes.dialect_control --data DIR --examples DIR --work DIR --variety standard

A measure that has never shown a difference shows nothing by showing none. The control is an honest
training: the tagger's own recipe, its examples, its start, so many minutes; only the sentences of the
other varieties are left out. To a tagger that has read standard text alone what dialects do (*be* left
out, a verb without -s) are slips to be mended. ``--variety all`` is the same short training on every
set: what differs between the two comes from the varieties and not from the minutes. No weights of it
ship. ``--examples`` is the work folder of :mod:`style_models.recipes.tagger`, which is only read.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from style_models.bench import twins
from style_models.recipes import tagger
from style_models.recipes.detector import SOURCES
from style_models.recipes.restoration import DIALECTS

VARIETIES = {
    "standard": tuple(name for name in SOURCES if name not in DIALECTS),
    "african-american": ("redial_aave_sae",),
    "singapore": ("singlish_treebank",),
    "nigerian": ("naija_pidgin",),
    "dialects": DIALECTS,
    "all": tuple(SOURCES),
}
MINUTES = 8.0
PIECES_A_STEP, WARM_STEPS = 1024, 60
"""A quarter of the tagger's: a short run needs many steps rather than smooth ones."""

MOST = 60_000
"""Examples taken: more than the minutes are enough for."""

SEEN = 5.0
"""Points of gap that the control must show, with an interval that leaves nought out."""


def of_variety(examples: Path, variety: str, most: int = MOST) -> Iterator[str]:
    """Yield the first ``most`` lines of ``examples`` (a JSON object a line) that are of the variety's sets.

    Raises ``KeyError`` for a variety that is not in :data:`VARIETIES`.
    """
    wanted = set(VARIETIES[variety])
    found = 0
    with examples.open(encoding="utf-8") as file:
        for line in file:
            if found == most:
                return
            if json.loads(line)["d"].partition("/")[0] in wanted:
                found += 1
                yield line


def train(examples: Path, work: Path, variety: str, minutes: float, seed: int) -> dict[str, Any]:
    """Train on one variety; weights lie in ``work / "weights"`` then. Returns the state of the run.

    ``examples`` is the folder with the tagger's ``examples.jsonl`` and ``tags.json``. A run that was
    stopped is continued.
    """
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "examples.jsonl").exists():
        with (work / "examples.part").open("w", encoding="utf-8") as file:
            file.writelines(of_variety(examples / "examples.jsonl", variety))
        (work / "examples.part").rename(work / "examples.jsonl")
    shutil.copy(examples / "tags.json", work / "tags.json")
    return tagger.train(work, minutes, seed, pieces_a_step=PIECES_A_STEP, warm_steps=WARM_STEPS)


def sees_a_gap(found: dict[str, Any]) -> bool:
    """Tell whether the audit of a control shows what it must: :data:`SEEN` points, nought outside."""
    pooled = found["sets"][twins.POOLED]
    low, high = pooled["interval"] or (0.0, 0.0)
    return abs(pooled["gap"]) >= SEEN and (low > 0 or high < 0)


def main() -> None:
    """Train (or go on), measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--variety", choices=sorted(VARIETIES), default="standard")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--rows", type=int, default=0, help="most sentences of each set (0: all)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    state = train(given.examples, given.work, given.variety, given.minutes, given.seed)
    found = twins.measure(given.data, given.work / "weights", given.rows)
    (given.work / "twins.json").write_text(json.dumps(found), "utf-8")
    print({key: state[key] for key in ("training", "examples", "tokens", "elapsed")})
    print(twins.card_table({f"taught {given.variety} alone": found}))
    verdict = "sees the gap" if sees_a_gap(found) else "shows no gap of this size"
    print(f"the audit {verdict} (at least {SEEN:g} points, nought outside the interval)")


if __name__ == "__main__":
    main()
