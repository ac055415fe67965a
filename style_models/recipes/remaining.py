"""Second stage of the restoration adapter: what reaches it in use, once the tagger has been there.

    python -m style_models.recipes.remaining --data DIR --work DIR --profiles FILE --minutes 120

``--work`` is that of :mod:`style_models.recipes.restoration`, whose training goes on to ``--minutes`` in
all. Slips are planted as often as people make them (``--profiles``: ``profiles.json`` of the tagger's
recipe) or drawn from what a language model finds plausible; the tagger mends what it can; a pair is kept
where the gate still lets the sentence through and the tagger has not given the person's wording back.
Clean sentences that the gate suspects are kept as they are, so that the adapter learns to leave them.
What ships is the mean of the weights before and after (as Wortsman et al. 2022, arXiv 2109.01903, do when
they fine-tune): on the even rows of JFLEG and CWEB it kept what either did best.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from style_models.bench import twins
from style_models.paths import weights_dir
from style_models.recipes import restoration
from style_models.recipes.detector import clean_sentences, kept_back
from style_models.recipes.restoration import DIALECTS, SHARE, documents
from style_models.recipes.tagger import planted
from style_models.rewriting.causal import CausalRewriter
from style_models.rewriting.confusions import confused
from style_models.rewriting.gate import Gate
from style_models.rewriting.proposing import LEFT
from style_models.rewriting.tagger import Tagger

SENTENCES = 14_000
PLAUSIBLE = 0.2
"""Share of the sentences with a slip that a language model finds plausible."""
UNTOUCHED = 0.3
OLD_PAIRS = 0.3
"""Share of first-stage pairs among all, which hold contexts and what the tagger was not asked about."""
DIALECT_SENTENCES, DIALECT_UNTOUCHED, DIALECT_TIMES = 1300, 0.35, 2
"""Sentences of each dialect, the share without a slip, and how often those with one are repeated: the
first stage left seven dialect sentences in ten untouched, and its adapter mended dialect less."""
TOGETHER = 256


def prepare(
    folder: Path, old: Path, into: Path, profiles: Mapping[str, Any], seed: int
) -> dict[str, int]:
    """Write pairs to ``into``, shuffled with some of ``old``; return counts by kind."""
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path

    rng = random.Random(seed)
    base = CausalRewriter(str(pulled_path(REWRITER)))
    counts: Counter[str] = Counter()
    pairs: list[dict[str, str]] = []
    batch: list[tuple[str, str, Any]] = []
    for item in _sentences(folder, rng):
        batch.append(item)
        if len(batch) == TOGETHER:
            pairs += _pairs(batch, base, profiles, rng, counts)
            batch = []
            print(dict(counts), flush=True)
    pairs += _pairs(batch, base, profiles, rng, counts)
    first = [json.loads(line) for line in old.open(encoding="utf-8")]
    # The first stage began at the front: the rest was seen least.
    most = round(len(pairs) * OLD_PAIRS / (1 - OLD_PAIRS))
    pairs += first[-most:]
    counts["first stage"] = min(most, len(first))
    rng.shuffle(pairs)
    part = into.with_suffix(".part")
    part.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), "utf-8")
    part.rename(into)
    return dict(counts)


def _sentences(folder: Path, rng: random.Random) -> Iterator[tuple[str, str, Any]]:
    """Yield (set, document, parsed sentence), each set by its share."""
    whole = sum(SHARE.values())
    found: list[tuple[str, str, Any]] = []
    for name, share in SHARE.items():
        pool = list(documents(folder, name))
        most = round(SENTENCES * share / whole)
        if name in DIALECTS:
            # What the detector never saw stays unseen: the audit of twins needs it.
            pool, most = [(d, t) for d, t in pool if not kept_back(d)], DIALECT_SENTENCES
        rng.shuffle(pool)
        for number, (document, clean) in enumerate(
            clean_sentences(name, [(d, t) for d, t in pool[: 2 * most]])
        ):
            if number == most:
                break
            found.append((name, document, clean))
    rng.shuffle(found)
    yield from found


def _pairs(
    batch: list[tuple[str, str, Any]],
    base: CausalRewriter,
    profiles: Mapping[str, Any],
    rng: random.Random,
    counts: Counter[str],
) -> list[dict[str, str]]:
    sources: list[tuple[str, str]] = []
    drawn = [rng.random() for _ in batch]
    plausible = [
        i for i, (name, _, _) in enumerate(batch) if drawn[i] < PLAUSIBLE and name not in DIALECTS
    ]
    wrong = dict(zip(plausible, confused([batch[i][2] for i in plausible], base, rng), strict=True))
    for i, (name, _, clean) in enumerate(batch):
        if i in wrong:
            text, slips = wrong[i]
        elif drawn[i] < (DIALECT_UNTOUCHED if name in DIALECTS else PLAUSIBLE + UNTOUCHED):
            text, slips = clean.text, []
        else:
            text, slips = planted(clean, name, rng, profiles)
        sources.append((" ".join(text.split()), " ".join(slip.kind for slip in slips)))
    mended = Tagger.load().mend([text for text, _ in sources])
    passed = Gate(LEFT).passed(mended, [False] * len(mended))
    pairs = []
    for (name, document, clean), (_, kinds), text, passes in zip(
        batch, sources, mended, passed, strict=True
    ):
        target = " ".join(clean.text.split())
        left = text != target
        if passes and (left or not kinds):
            how = "plausible" if kinds == "plausible" else "planted" if kinds else "clean"
            counts[how + (" in dialect" if name in DIALECTS else "")] += 1
            pair = {
                "document": document,
                "source": text,
                "target": target,
                "kinds": kinds if left else "",
            }
            pairs += [pair] * (DIALECT_TIMES if name in DIALECTS and left else 1)
    return pairs


def averaged(before: Path, after: Path, into: Path) -> None:
    """Write an adapter whose every weight is the mean of two adapters' of the same shape."""
    from safetensors.torch import load_file, save_file

    shutil.copytree(before, into, dirs_exist_ok=True)
    file = "adapter_model.safetensors"
    one, other = load_file(before / file), load_file(after / file)
    mean = {n: ((w.float() + other[n].float()) / 2).to(w.dtype) for n, w in one.items()}
    save_file(mean, into / file)


def main() -> None:
    """Prepare once, train on, and write adapter and card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--profiles", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--rows", type=int, default=60, help="documents a set in the audit of twins"
    )
    parser.add_argument("--bench", type=Path, help="as of the first stage, for the card")
    given = parser.parse_args()
    pairs, counted = given.work / "remaining.jsonl", given.work / "remaining_counts.json"
    before = given.work / "first_stage"
    if not before.exists():
        shutil.copytree(weights_dir() / "restoration", before)
    first = given.work / "pairs.jsonl"
    if not pairs.exists():
        profiles = json.loads(given.profiles.read_text("utf-8"))
        counts = prepare(given.data, first, pairs, profiles, given.seed)
        counted.write_text(json.dumps(counts), "utf-8")
    state = restoration.train(pairs, given.work, given.minutes, given.seed)
    state["remaining"] = json.loads(counted.read_text("utf-8"))
    averaged(before, given.work / "adapter", given.work / "mean")
    restoration.write(given.work, state, given.bench, given.work / "mean")
    step = twins.step(given.data, before, given.work / "mean", given.rows)
    sheet = weights_dir() / "restoration" / "card.md"
    sheet.write_text(
        sheet.read_text("utf-8").replace(
            "\n## Limits", f"\n{twins.card_table(step)}\n\n## Limits", 1
        ),
        "utf-8",
    )


if __name__ == "__main__":
    main()
