"""Train the error detector: clean sentences by people, untouched and with slips planted in them.

    python -m style_models.recipes.detector --data DIR --work DIR --minutes 60

``DIR`` holds the sets named in ``SOURCES`` as ``NAME.jsonl.gz``. Examples are prepared once; training
is stopped and continued at will (``--work`` keeps the checkpoint) and ends after ``--minutes`` of
training in all. One document in ten is never trained on (:func:`kept_back`): the edit judge learns
there what the detector's word is worth.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from style_models.bench.corpora import rows_of
from style_models.detecting.kinds import KINDS, OF_SLIP
from style_models.detecting.pieces import LONGEST, SHAPES, Pieces, cut
from style_models.models.catalog import EMBEDDER
from style_models.models.load import best_device, parser_path, pulled_path
from style_models.paths import weights_dir
from style_models.recipes import encoder_training
from style_models.recipes.restoration import DIALECTS, NATIVE_SLIPS
from style_models.recipes.restoration import SOURCES as CLEAN
from style_models.recipes.restoration import documents as clean_documents
from style_models.rewriting.corruption import DIALECT_SAFE, Slip, corrupt

if TYPE_CHECKING:
    from spacy.tokens import Doc

SOURCES = {
    **CLEAN,
    "ud_ewt_docs": "UniversalDependencies/UD_English-EWT@15d613d8447b (CC BY-SA 4.0), all genres",
    "imbd_polish_rewrite": "Jiaqi-Chen-00/ImBD@ef0ad54b8498 (Apache-2.0), human side only",
    "standardebooks_essays": "standardebooks/*, 13 repositories (US public domain), at most 10%",
}
OLD_PARAGRAPHS = 1900
"""Paragraphs of Standard Ebooks: about a tenth of the sentences, since nobody writes so today."""
VERSIONS = 1.7  # corrupted versions a sentence, on average
EXAMPLES = 306000
RATE = 4e-4
NAME = "detector"


def documents(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield (document id, paragraph of clean human text) of one set."""
    if name == "ud_ewt_docs":
        for row in rows_of(folder / f"{name}.jsonl.gz"):
            for paragraph in row["paragraphs"]:
                yield f"{name}/{row['doc']}", " ".join(" ".join(paragraph).split())
    elif name == "imbd_polish_rewrite":
        seen: set[str] = set()
        for row in rows_of(folder / f"{name}.jsonl.gz"):
            text = " ".join(row["original"].split())
            if text not in seen:
                seen.add(text)
                yield f"{name}/{fingerprint(text)}", text
    else:
        yield from clean_documents(folder, name)


def fingerprint(text: str) -> str:
    """Return a short stable name for a text that has none."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def kept_back(document: str) -> bool:
    """Tell whether a document is never trained on (one in ten)."""
    return int(hashlib.sha256(f"detector/{document}".encode()).hexdigest(), 16) % 10 == 0


# ---------------------------------------------------------------- examples


def sentences_of(task: tuple[str, list[tuple[str, str]], int, float]) -> list[dict[str, Any]]:
    """Return the examples of some paragraphs: each sentence untouched, and corrupted at times."""
    name, paragraphs, seed, versions = task
    rng = random.Random(seed)
    examples: list[dict[str, Any]] = []
    for document, clean in clean_sentences(name, paragraphs):
        examples.append({"d": document, "t": clean.text, "s": []})
        for _ in range(int(versions) + (rng.random() < versions % 1)):
            source, slips = planted(clean, name, rng)
            if slips:
                examples.append({"d": document, "t": source, "s": located(slips)})
    return examples


def clean_sentences(name: str, paragraphs: list[tuple[str, str]]) -> Iterator[tuple[str, Doc]]:
    """Yield (document, parsed sentence) of the paragraphs, each wording once, 3 to 50 tokens long."""
    import spacy

    global _NLP
    if _NLP is None:
        _NLP = spacy.load(parser_path(), exclude=["ner"])
    seen: set[str] = set()
    texts = ((text, document) for document, text in paragraphs)
    for doc, document in _NLP.pipe(texts, as_tuples=True, batch_size=64):
        for sentence in doc.sents:
            text = sentence.text.strip()
            if not 3 <= len(sentence) <= 50 or text != sentence.text or text in seen:
                continue
            # A set of web text by anybody holds slips of its own: what begins or ends oddly is left out.
            if name not in DIALECTS and not (text[0].isupper() and text[-1] in '.?!"”)'):
                continue
            seen.add(text)
            yield document, sentence.as_doc()


_NLP: Any = None


def planted(clean: Any, name: str, rng: random.Random) -> tuple[str, list[Slip]]:
    """Plant slips: a learner's many, or a native writer's one or two; in dialect only what is safe."""
    if name in DIALECTS:
        return corrupt(clean, rng, rng.choice([1, 1, 2]), DIALECT_SAFE)
    if rng.random() < 0.5:
        count = max(1, min(7, round(len(clean) * rng.uniform(0.05, 0.2))))
        return corrupt(clean, rng, count)
    return corrupt(clean, rng, rng.choice([1, 1, 1, 2]), NATIVE_SLIPS, NATIVE_SLIPS)


def located(slips: list[Slip]) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of each slip in the *corrupted* text, as (insertion) points if empty."""
    places, by = [], 0
    for slip in slips:
        start = slip.start + by
        places.append((start, start + len(slip.text), OF_SLIP[slip.kind]))
        by += len(slip.text) - (slip.end - slip.start)
    return places


def labels_of(pieces: Pieces, slips: list[tuple[int, int, str]]) -> list[int]:
    """Return the class of each piece; what is missing is marked on the piece that follows."""
    labels = [0] * len(pieces.ids)
    for start, end, kind in slips:
        inside = [i for i, (a, b) in enumerate(pieces.spans) if a < end and start < b]
        if not inside:
            after = [i for i, (_, b) in enumerate(pieces.spans) if b > start]
            inside = [after[0] if after else len(labels) - 1]
        for i in inside:
            labels[i] = KINDS.index(kind)
    return labels


def prepare(folder: Path, into: Path, seed: int, processes: int) -> dict[str, int]:
    """Write the examples to ``into`` (one JSON object a line); return distinct sentences by set."""
    rng = random.Random(seed)
    tasks = []
    for name in SOURCES:
        pool = [(d, t) for d, t in documents(folder, name) if 20 <= len(t) <= 6000]
        rng.shuffle(pool)
        if name == "standardebooks_essays":
            pool = pool[:OLD_PARAGRAPHS]
        for at in range(0, len(pool), 150):
            tasks.append((name, pool[at : at + 150], seed + at, VERSIONS))
    counts: dict[str, int] = {}
    examples: list[dict[str, Any]] = []
    with get_context("spawn").Pool(processes) as workers:
        for (name, _, _, _), found in zip(tasks, workers.imap(sentences_of, tasks), strict=True):
            counts[name] = counts.get(name, 0) + sum(not e["s"] for e in found)
            examples += found
            print(name, counts[name], len(examples), flush=True)
    clean = [e for e in examples if not e["s"]]
    wrong = [e for e in examples if e["s"]]
    rng.shuffle(wrong)
    kept = [*clean, *wrong[: len(clean)]]
    # Where clean sentences are few, each is seen once more: half of the examples stay untouched.
    missing = EXAMPLES - len(kept)
    if missing > 0:
        kept += wrong[len(clean) : len(clean) + missing // 2]
        kept += rng.sample(clean, min(len(clean), missing // 2))
    rng.shuffle(kept)
    into.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in kept), "utf-8")
    return counts


# ---------------------------------------------------------------- training


def build(device: str) -> Any:
    """Return the untrained detector: MiniLM's encoder, an embedding of shapes, a head."""
    import torch

    from style_models.detecting.encoder import Encoder

    return (
        Encoder.fresh(str(pulled_path(EMBEDDER)), SHAPES, len(KINDS)).to(torch.bfloat16).to(device)
    )


def train(examples_file: Path, work: Path, minutes: float, seed: int) -> dict[str, Any]:
    """Train until ``minutes`` of training are over in all; return what the card needs."""
    import torch
    from transformers import AutoTokenizer

    device = best_device()
    tokenizer = AutoTokenizer.from_pretrained(str(pulled_path(EMBEDDER)))
    model = build(device)
    examples = [json.loads(line) for line in examples_file.open(encoding="utf-8")]
    development = [e for e in examples if kept_back(e["d"])][:1500]
    training = [e for e in examples if not kept_back(e["d"])]

    def encoded(listed: Sequence[dict[str, Any]]) -> list[tuple[Pieces, list[int]]]:
        found = cut(tokenizer, [e["t"] for e in listed])
        return [
            (p, labels_of(p, e["s"]))
            for p, e in zip(found, listed, strict=True)
            if 0 < len(p.ids) < LONGEST - 2
        ]

    def loss_of(batch: list[tuple[Pieces, list[int]]]) -> Any:
        logits, mask = model(*model.inputs([p for p, _ in batch], device))
        wanted = torch.full(mask.shape, -100)
        for row, (_, labels) in enumerate(batch):
            wanted[row, 1 : len(labels) + 1] = torch.tensor(labels)
        return torch.nn.functional.cross_entropy(
            logits.float().flatten(0, 1), wanted.to(device).flatten()
        )

    run = encoder_training.Run(work, minutes, RATE, seed=seed)
    weights, state = encoder_training.train(
        model, training, development, encoded, lambda item: len(item[0].ids), loss_of, run
    )
    encoder_training.write_weights(weights_dir() / NAME, NAME, weights)
    distinct = len({e["t"] for e in training if not e["s"]})
    return state | {"distinct": distinct, "device": device}


def main() -> None:
    """Prepare (once), train, write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    examples, counts = given.work / "examples.jsonl", given.work / "counts.json"
    if not counts.exists():
        counts.write_text(json.dumps(prepare(given.data, examples, given.seed, given.processes)))
    state = train(examples, given.work, given.minutes, given.seed)
    print(state)

    from style_models.bench import detect
    from style_models.detecting.detector import Detector

    result = detect.measure(given.data, Detector.load())
    print(detect.render(result))
    place = weights_dir() / NAME
    kept = {"threshold": result["threshold"], "kinds": list(KINDS)}
    (place / f"{NAME}.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    text = card(json.loads(counts.read_text()), state, result)
    (place / "card.md").write_text(text, "utf-8")


def card(counts: dict[str, int], state: dict[str, Any], result: dict[str, Any]) -> str:
    """Return the card as Markdown; ``result`` is what ``ownvoice bench detect`` measures."""
    sources = "\n".join(f"| {name} | {counts[name]} | {SOURCES[name]} |" for name in counts)
    old = counts.get("standardebooks_essays", 0) / max(1, sum(counts.values()))
    figures = "\n".join(
        f"| {name} | {own['sentences']} | {own['precision']} | {own['recall']} | {own['F0.5']} "
        f"({own['interval'][0]} to {own['interval'][1]}) | {own['unknown words alone']} | {own['AUC by token']} | "
        f"{'' if own['clean sentences untouched'] is None else own['clean sentences untouched']} |"
        for name, own in result["parts"].items()
    )
    return f"""# detector

## What it is

all-MiniLM-L6-v2 (22M parameters, Apache-2.0; its word embeddings are used as they are) with its layers trained
further, an embedding of what an uncased tokenizer throws away (capitals and spaces), and a head of
{len(KINDS)} classes a word piece: nothing wrong, or one of {len(KINDS) - 1} kinds of slip. It points at places; it
never says what to write there.

## Data and licence

Sentences by people, none written by a model:

| set | distinct sentences | source and licence |
| --- | --- | --- |
{sources}

{state["distinct"]} distinct sentences were trained on ({old:.0%} of all are from Standard Ebooks); one document in ten was
kept back. The weights are under CC BY-SA 4.0, the strictest licence among the sources that asks for the same.

## How trained

`python -m style_models.recipes.detector`. {state["training"]} training examples, half of them untouched, half with
slips planted by `style_models/rewriting/corruption.py` (dialect sentences: only slips that are no feature
of any dialect). {state["examples"]} examples seen, {state["tokens"]} word pieces, {state["elapsed"] / 60:.0f} minutes on one core of {state["device"]}.
Pure bfloat16, the optimiser in float32; rate {RATE:g} with cosine decay, {encoder_training.PIECES_A_STEP} pieces a step, seed 0. Loss on kept-back
documents: {state["development_loss"]:.4f}.

## Figures (held out, with baseline)

`ownvoice bench detect`; none of these sets was trained on. Threshold {result["threshold"]}, set on the even rows of GMEG's FCE part. F0.5 by
token with its 95% interval over sentences; the baseline flags words that are in no word list.

| text | sentences | precision | recall | F0.5 | baseline F0.5 | AUC by token | clean sentences untouched |
| --- | --- | --- | --- | --- | --- | --- | --- |
{figures}

Published, on FCE's own test part (another part than GMEG's sentences, so near but not the same): {result["published"]}.

## Limits

Planted slips are not all slips that people make: wrong collocations, clumsy word order and whole missing clauses are
seldom found. What is missing is marked on the word behind it. Texts beyond 254 word pieces are not read to their end.
It knows English only, and its word pieces are those of news and books: slang and names cost it precision.

## Who is not represented

Writers with dyslexia and children, speech-to-text, chat. Of dialects only sentences of African American English, Singlish
and Nigerian Pidgin were in the data, each mostly untouched, so that it does not flag their grammar; other
dialects may be flagged, which is why the dialect guard stands between it and the text.
"""


if __name__ == "__main__":
    main()
