"""Train the tagger: one edit tag a word, by restoration alone.

    python -m style_models.recipes.tagger --data DIR --work DIR --minutes 120

Clean sentences by people (the detector's sets) are corrupted; the tags undo it, so no wording is learned
but the person's own. How often which kind of slip is planted follows what ERRANT finds where people
corrected others (JFLEG, GMEG, CWEB: types are counted, no sentence of theirs is trained on). Half of
all examples are untouched. Training starts from the detector's encoder, is stopped and continued at
will, and ends after ``--minutes`` in all.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from style_models.bench import tagger as bench
from style_models.detecting.detector import NAME as DETECTOR
from style_models.detecting.encoder import Encoder
from style_models.detecting.pieces import LONGEST, SHAPES, Pieces, cut
from style_models.edits.edit import Edit
from style_models.models.catalog import EMBEDDER
from style_models.models.load import best_device, parser_path, pulled_path
from style_models.paths import weights_dir
from style_models.recipes import encoder_training
from style_models.recipes.detector import (
    OLD_PARAGRAPHS,
    SOURCES,
    clean_sentences,
    documents,
    kept_back,
)
from style_models.recipes.restoration import DIALECTS
from style_models.rewriting.corruption import DIALECT_SAFE, OPERATORS, Slip, corrupt
from style_models.rewriting.tagger import Tagger
from style_models.rewriting.tags import FIXED, KEEP, UNKNOWN, first_pieces, tags_for, words_of

NAME = "tagger"
EXAMPLES = 520_000
VERSIONS = 3.0  # corrupted versions a sentence, on average
RATE = 3e-4
IGNORED = -100
LEAST_SEEN = 25
MOST_TAGS = 2200
STEPS = 12
LEAST_WEIGHT = 0.004
COUNTED = {"learner": ("jfleg", "gmeg"), "web": ("cweb",)}
"""Where types of slip are counted: two ways of going wrong, each used for half of the examples."""


# ---------------------------------------------------------------- how often which slip


def type_counts(
    folder: Path, names: Sequence[str], most: int = 900
) -> tuple[Counter[str], list[int]]:
    """Return how often each ERRANT type is corrected in rows with even numbers, and the edits a sentence."""
    from style_models.bench.corpora import TokenisedSentence, data_file, even, rows_of
    from style_models.bench.drift import rank, sample
    from style_models.edits.align import align

    counts: Counter[str] = Counter()
    edits: list[int] = []
    for name in names:
        # The other half is measured on.
        rows = [row for row in rows_of(data_file(folder, name)) if even(row["id"])]
        for row in sample(rows, most):
            at = int(rank(row["id"]), 16) % len(row["refs"])
            source = TokenisedSentence.of(row["src"], join_hyphens=name == "cweb").text
            target = TokenisedSentence.of(row["refs"][at], join_hyphens=name == "cweb").text
            found = [type_of(edit) for edit in align(source, target)]
            if found:
                counts.update(found)
                edits.append(len(found))
    return counts, edits


def operator_weights(
    counts: Mapping[str, int], planted: Mapping[str, Counter[str]]
) -> dict[str, float]:
    """Return weights of the operators with which planted slips have the ``counts``' types.

    ``planted`` holds, by operator, the types that its slips are when people would take them back.
    Some steps of expectation maximisation from the error model's own weights: operators whose slips are
    of one type keep their proportion, and none falls to nothing.
    """
    import numpy as np

    names = list(planted)
    kinds = sorted({kind for found in planted.values() for kind in found})
    wanted = np.array([counts.get(kind, 0) for kind in kinds], float)
    wanted /= max(1.0, wanted.sum())
    table = np.array([[planted[n][k] / planted[n].total() for n in names] for k in kinds])
    weights = np.array([OPERATORS[n][0] for n in names])
    weights /= weights.sum()
    for _ in range(STEPS):
        share = wanted / np.maximum(table @ weights, 1e-9)
        weights = weights * (table * share[:, None]).sum(axis=0)
        weights /= weights.sum()
    return {n: round(max(float(w), LEAST_WEIGHT), 4) for n, w in zip(names, weights, strict=True)}


def type_of(edit: Edit) -> str:
    """Return the ERRANT type of an edit; of marks, which mark it is as well."""
    if not edit.type.endswith("PUNCT"):
        return edit.type
    mark = next((c for c in edit.after + edit.before if not c.isspace()), "")
    return f"{edit.type}:{mark}"


def planted_types(folder: Path, seed: int, each: int = 60) -> dict[str, Counter[str]]:
    """Return, by operator, the ERRANT types of what would take its slips back."""
    import spacy

    from style_models.edits.align import align

    nlp = spacy.load(parser_path(), exclude=["ner"])
    rng = random.Random(seed)
    pool = [text for _, text in documents(folder, "l2r_rewrites") if 60 < len(text) < 1500]
    sentences = [
        s.as_doc() for text in rng.sample(pool, 250) for s in nlp(text).sents if 5 < len(s) < 40
    ]
    found: dict[str, Counter[str]] = {}
    for name in OPERATORS:
        found[name] = Counter()
        for doc in rng.sample(sentences, min(len(sentences), each * 6)):
            source, slips = corrupt(doc, rng, 1, [name])
            if slips:
                found[name].update(type_of(edit) for edit in align(source, doc.text))
            if found[name].total() >= each:
                break
    return {name: types for name, types in found.items() if types}


# ---------------------------------------------------------------- examples


def examples_of(
    task: tuple[str, list[tuple[str, str]], int, dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return the examples of some paragraphs: ``d`` document, ``s`` source, ``t`` tags that are not keep."""
    name, paragraphs, seed, profiles = task
    rng = random.Random(seed)
    examples: list[dict[str, Any]] = []
    for document, clean in clean_sentences(name, paragraphs):
        examples.append({"d": document, "s": clean.text, "t": []})
        for _ in range(int(VERSIONS) + (rng.random() < VERSIONS % 1)):
            source, slips = planted(clean, name, rng, profiles)
            if slips:
                tags = tags_for(source, clean.text, slips)
                sparse = [[i, tag] for i, tag in enumerate(tags) if tag != KEEP]
                examples.append({"d": document, "s": source, "t": sparse})
    return examples


def planted(
    clean: Any, name: str, rng: random.Random, profiles: Mapping[str, Any]
) -> tuple[str, list[Slip]]:
    """Plant slips as people of one profile make them; in dialect only what is safe."""
    if name in DIALECTS:
        return corrupt(clean, rng, rng.choice([1, 1, 2]), DIALECT_SAFE)
    profile = profiles[rng.choice(sorted(profiles))]
    count = min(max(1, len(clean) // 3), rng.choice(profile["edits"]))
    return corrupt(clean, rng, count, list(profile["weights"]), profile["weights"])


def prepare(folder: Path, work: Path, seed: int, processes: int) -> None:
    """Write ``examples.jsonl``, ``tags.json`` and ``profiles.json`` to ``work``."""
    types = planted_types(folder, seed)
    profiles = {}
    for name, sets in COUNTED.items():
        counts, edits = type_counts(folder, sets)
        profiles[name] = {"weights": operator_weights(counts, types), "edits": edits}
        print(name, counts.most_common(12), profiles[name]["weights"], flush=True)
    (work / "profiles.json").write_text(json.dumps(profiles))
    rng = random.Random(seed)
    tasks = []
    for name in SOURCES:
        pool = [(d, t) for d, t in documents(folder, name) if 20 <= len(t) <= 6000]
        rng.shuffle(pool)
        if name == "standardebooks_essays":
            pool = pool[:OLD_PARAGRAPHS]
        for at in range(0, len(pool), 150):
            tasks.append((name, pool[at : at + 150], seed + at, profiles))
    rng.shuffle(tasks)
    clean: list[dict[str, Any]] = []
    wrong: list[dict[str, Any]] = []
    sentences: Counter[str] = Counter()
    with get_context("spawn").Pool(processes) as workers:
        for number, found in enumerate(workers.imap(examples_of, tasks)):
            clean += [e for e in found if not e["t"]]
            wrong += [e for e in found if e["t"]]
            sentences[tasks[number][0]] += sum(not e["t"] for e in found)
            if number % 20 == 0:
                print(
                    f"{number} of {len(tasks)}: {len(clean)} clean, {len(wrong)} with slips",
                    flush=True,
                )
    tags: Counter[str] = Counter()
    for example in wrong:
        tags.update(tag for _, tag in example["t"])
    listed = [t for t, n in tags.most_common() if n >= LEAST_SEEN and t not in {*FIXED, UNKNOWN}]
    (work / "tags.json").write_text(json.dumps([*FIXED, *listed[: MOST_TAGS - len(FIXED)]]))
    rng.shuffle(wrong)
    half = EXAMPLES // 2
    # Clean sentences are fewer than half of the examples: each is seen several times.
    times = [clean[i % len(clean)] for i in range(half)]
    kept = [*times, *wrong[:half]]
    rng.shuffle(kept)
    with (work / "examples.part").open("w", encoding="utf-8") as file:
        for example in kept:
            file.write(json.dumps(example, ensure_ascii=False) + "\n")
    (work / "counts.json").write_text(json.dumps(sentences))
    (work / "examples.part").rename(work / "examples.jsonl")


# ---------------------------------------------------------------- training


def train(work: Path, minutes: float, seed: int, **settings: int) -> dict[str, Any]:
    """Train until ``minutes`` of training are over in all; return what the card needs.

    ``settings`` go to :class:`style_models.recipes.encoder_training.Run` (a short run takes shorter
    steps).
    """
    import torch
    from safetensors.torch import load_file
    from transformers import AutoTokenizer

    device = best_device()
    base = str(pulled_path(EMBEDDER))
    tokenizer = AutoTokenizer.from_pretrained(base)
    tags: list[str] = json.loads((work / "tags.json").read_text())
    numbers = {tag: number for number, tag in enumerate(tags)}
    model = Encoder.fresh(base, SHAPES, len(tags))
    known = load_file(weights_dir() / DETECTOR / f"{DETECTOR}.safetensors")
    # Where something is wrong the detector knows already; its last layer says other things.
    model.load_state_dict(
        {n: v for n, v in known.items() if not n.startswith("head.2")}, strict=False
    )
    model = model.to(torch.bfloat16).to(device)
    examples = [json.loads(line) for line in (work / "examples.jsonl").open(encoding="utf-8")]
    development = [e for e in examples if kept_back(e["d"])][:1500]
    training = [e for e in examples if not kept_back(e["d"])]

    def encoded(listed: Sequence[dict[str, Any]]) -> list[tuple[Pieces, list[int], list[int]]]:
        ready = []
        for pieces, example in zip(cut(tokenizer, [e["s"] for e in listed]), listed, strict=True):
            if not 0 < len(pieces.ids) < LONGEST - 2:
                continue
            places = [0, *first_pieces(pieces, words_of(example["s"]))]
            labels = [numbers[KEEP]] * len(places)
            for position, tag in example["t"]:
                labels[position] = numbers.get(tag, IGNORED)
            for k in range(1, len(places)):
                if (
                    places[k] == places[k - 1]
                ):  # two words in one piece: neither has a tag of its own
                    labels[k] = labels[k - 1] = IGNORED
            ready.append((pieces, places, labels))
        return ready

    def loss_of(batch: list[tuple[Pieces, list[int], list[int]]]) -> Any:
        logits, mask = model(*model.inputs([pieces for pieces, _, _ in batch], device))
        wanted = torch.full(mask.shape, IGNORED)
        for row, (_, places, labels) in enumerate(batch):
            wanted[row, places] = torch.tensor(labels)
        chosen = wanted.flatten() != IGNORED
        return torch.nn.functional.cross_entropy(
            logits.flatten(0, 1)[chosen].float(), wanted.flatten()[chosen].to(device)
        )

    run = encoder_training.Run(work, minutes, RATE, seed=seed, **settings)
    weights, state = encoder_training.train(
        model, training, development, encoded, lambda item: len(item[0].ids), loss_of, run
    )
    place = work / "weights"
    encoder_training.write_weights(place, NAME, weights)
    (place / f"{NAME}.json").write_text(json.dumps({"tags": tags}) + "\n", "utf-8")
    distinct = len({e["s"] for e in training if not e["t"]})
    return state | {"distinct": distinct, "tags": len(tags), "device": device}


def main() -> None:
    """Prepare (once), train, write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    if not (given.work / "examples.jsonl").exists():
        prepare(given.data, given.work, given.seed, given.processes)
    state = train(given.work, given.minutes, given.seed)
    place = weights_dir() / NAME
    place.mkdir(parents=True, exist_ok=True)
    for path in sorted((given.work / "weights").iterdir()):
        shutil.copy(path, place / path.name)
    result = bench.measure(given.data, Tagger.load(place))
    print(bench.render(result))
    counts = json.loads((given.work / "counts.json").read_text())
    (place / "card.md").write_text(card(counts, state, result), "utf-8")


def card(counts: dict[str, int], state: dict[str, Any], result: dict[str, Any]) -> str:
    """Return the card as Markdown; ``result`` is what ``ownvoice bench tagger`` measures."""
    sources = "\n".join(f"| {name} | {counts[name]} | {SOURCES[name]} |" for name in sorted(counts))
    old = counts.get("standardebooks_essays", 0) / max(1, sum(counts.values()))
    return f"""# tagger

## What it is

all-MiniLM-L6-v2 (22M parameters, Apache-2.0; its word embeddings are used as they are) with its layers trained
further, starting from the detector's, and a head of {state["tags"]} edit tags a word (keep, delete, append, replace,
inflect, spell, split, join, swap, case; after GECToR, arXiv 2005.12592). Inflections are lemminflect's, spellings a
dictionary's, settled by reading each in its sentence. Up to three passes.

## Data and licence

Sentences by people, none written by a model:

| set | distinct sentences | source and licence |
| --- | --- | --- |
{sources}

{state["distinct"]} distinct sentences were trained on ({old:.0%} of all are from Standard Ebooks); one document in ten
was kept back. How often which kind of slip is planted follows what ERRANT finds in the even rows of JFLEG and GMEG (half of the
examples) and of CWEB (the other half): types were counted, no sentence of theirs was trained on. The weights are under CC BY-SA 4.0,
the strictest licence among the sources that asks for the same.

## How trained

`python -m style_models.recipes.tagger`. {state["training"]} training examples, half of them untouched, half with slips planted
by `style_models/rewriting/corruption.py` (dialect sentences: only slips that are no feature of any dialect). {state["examples"]}
examples seen, {state["tokens"]} word pieces, {state["elapsed"] / 60:.0f} minutes on one core of {state["device"]}. Pure bfloat16, the
optimiser in float32; rate {RATE:g} with cosine decay, {encoder_training.PIECES_A_STEP} pieces a step. Loss on kept-back documents:
{state["development_loss"]:.4f}.

## Figures (held out, with baseline)

`ownvoice bench tagger`, odd rows; the baseline is the source itself.

```
{bench.render(result)}
```

## Limits

Slips that need another word are beyond its tags. Planted slips are not all slips that people make. It puts in and takes
out commas where taste differs. What lies beyond 250 word pieces is kept as it is. English only.

## Who is not represented

Writers with dyslexia and children, speech-to-text, chat. Of dialects only African American English, Singlish and Nigerian
Pidgin were in the data, with slips that are no feature of any dialect; the dialect guard stands between it and the text.
"""


if __name__ == "__main__":
    main()
