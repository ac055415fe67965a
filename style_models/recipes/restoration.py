"""Train the restoration adapter: a person's clean sentences, corrupted, given back as they were.

    python -m style_models.recipes.restoration --data DIR --work DIR --minutes 60

``DIR`` holds the sets named in ``SOURCES`` as ``NAME.jsonl.gz``. Pairs are prepared once; training
is stopped and continued at will (``--work`` keeps the checkpoint) and ends after ``--minutes`` of
training in all. The adapter and its card are written to ``style_models/weights/restoration``.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import math
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from style_models.bench.corpora import rows_of
from style_models.models.catalog import REWRITER, packaged_model
from style_models.models.load import best_device, parser_path, pulled_path
from style_models.paths import weights_dir
from style_models.rewriting.corruption import DIALECT_SAFE, corrupt
from style_models.rewriting.prompt import RestorationPrompt
from style_models.text.detokenise import detokenise

SOURCES = {
    "l2r_rewrites": "ranhli/l2r_data@2e0f258faa44 (CC BY 3.0), human side only",
    "blog_digitalgov": "GSA/digitalgov.gov@4979583206d9 (US public domain)",
    "blog_18f": "18F/18f.gsa.gov@0a55c75e6d9b (CC0)",
    "blog_rust": "rust-lang/blog.rust-lang.org@0243724c2e50 (MIT or Apache-2.0)",
    "argrewrite_v2_essays": "omidkashefi/ArgRewrite@a433be296c3d (CC BY 4.0), final drafts",
    "emobank": "JULIELab/EmoBank@248ce2a43e16 (CC BY-SA 4.0)",
    "ud_ewt_docs": "UniversalDependencies/UD_English-EWT@15d613d8447b (CC BY-SA 4.0), weblogs and e-mail",
    "standardebooks_essays": "standardebooks/*, 13 repositories (US public domain), at most 4%",
    "redial_aave_sae": "fangru-lin/redial_dialect_robustness_fairness@0613717d59c0 (MIT), dialect side",
    "singlish_treebank": "wanghm92/Sing_Par@06e28922ab54 (MIT)",
    "naija_pidgin": "UniversalDependencies/UD_Naija-NSC@be1b5101e917 (CC BY-SA 4.0)",
}
DIALECTS = ("redial_aave_sae", "singlish_treebank", "naija_pidgin")
# Distinct sentences taken from each set; the rest of a longer set is left out.
SHARE = {
    "l2r_rewrites": 16000, "blog_digitalgov": 9000, "blog_18f": 2500, "blog_rust": 2000,
    "argrewrite_v2_essays": 4000, "emobank": 4000, "ud_ewt_docs": 3000, "standardebooks_essays": 1500,
    "redial_aave_sae": 700, "singlish_treebank": 900, "naija_pidgin": 500,
}  # fmt: skip
NATIVE_SLIPS = {
    "comma_dropped": 4.0, "hyphen": 3.0, "capital": 2.0, "keyboard": 2.0, "misspelling": 1.5,
    "article": 1.5, "apostrophe": 2.0, "homophone": 1.5, "joined": 1.2, "comma_added": 1.0,
    "run_on": 1.0,
}  # fmt: skip
UNTOUCHED = 0.36
EDIT_WEIGHT = 3.0
RANK = 32
RATE = 5e-4
TOKENS_A_STEP = 1800


def documents(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield (document id, paragraph of clean human text) of one set."""
    seen: set[str] = set()
    for row in rows_of(folder / f"{name}.jsonl.gz"):
        if name == "l2r_rewrites":
            found = [(f"{row['domain']}-{row['i']}", row["original"])]
        elif name.startswith("blog_") or name == "standardebooks_essays":
            document = row.get("title") or f"{row.get('book')}-{row.get('chapter')}"
            found = [(document, paragraph) for paragraph in row["paragraphs"]]
        elif name == "argrewrite_v2_essays":
            found = (
                [(row["writer"], p) for p in row["text"].split("\n")] if row["draft"] == 3 else []
            )
        elif name == "emobank":
            found = [(row["id"].rsplit("_", 2)[0], row["text"])]
        elif name == "ud_ewt_docs":
            edited = row["genre"] in {"weblog", "email"}
            found = [(row["doc"], " ".join(p)) for p in row["paragraphs"]] if edited else []
        elif name == "redial_aave_sae":
            found = [(f"{row['task']}-{row['i']}", line) for line in row["dialect"].split("\n")]
        elif name == "singlish_treebank":
            found = [
                (hashlib.sha256(row["text"].encode()).hexdigest()[:8], detokenise(row["text"]))
            ]
        else:
            found = [(row["id"].split("__")[0], row["plain"])]
        for document, paragraph in found:
            paragraph = " ".join((paragraph or "").split())
            if 20 <= len(paragraph) <= 3000 and paragraph not in seen:
                seen.add(paragraph)
                yield f"{name}/{document}", paragraph


def held_out(document: str) -> bool:
    """Tell whether a document is kept for the development loss (one in forty)."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 40 == 0


def prepare(folder: Path, into: Path, seed: int) -> dict[str, int]:
    """Write the pairs to ``into`` (one JSON object a line) and return counts by set."""
    import spacy

    nlp = spacy.load(parser_path(), exclude=["ner"])
    rng = random.Random(seed)
    counts: dict[str, int] = {}
    examples: list[dict[str, str]] = []
    for name in SOURCES:
        pool = list(documents(folder, name))
        rng.shuffle(pool)
        taken = 0
        texts = ((text, document) for document, text in pool)
        for doc, document in nlp.pipe(texts, as_tuples=True, batch_size=64):
            sentences = [s for s in doc.sents if 3 <= len(s) <= 60 and s.text.strip() == s.text]
            if name not in DIALECTS:
                sentences = [s for s in sentences if s.text[0].isupper() and s.text[-1] in '.?!"”)']
            for sentence in sentences:
                examples += _examples(sentence, document, name, rng)
            taken += len(sentences)
            if taken >= SHARE[name]:
                break
        counts[name] = taken
    rng.shuffle(examples)
    into.write_text("".join(json.dumps(example) + "\n" for example in examples), "utf-8")
    return counts


def _examples(
    sentence: Any, document: str, name: str, rng: random.Random
) -> Iterator[dict[str, str]]:
    doc, before = sentence.doc, doc_before(sentence)
    span = doc[sentence.start : sentence.end]
    if name not in DIALECTS and rng.random() < 0.15 and sentence.end < len(doc):
        longer = doc[sentence.start : doc[sentence.end].sent.end]
        if len(longer) <= 60:
            span = longer
    clean = span.as_doc()
    target = clean.text.strip()
    shared = {"document": document, "target": target}
    if before and rng.random() < 0.2:
        shared["context"] = before
    if rng.random() < (0.7 if name in DIALECTS else UNTOUCHED):
        yield {**shared, "source": target, "kinds": ""}
        return
    if name in DIALECTS:
        source, slips = corrupt(clean, rng, rng.choice([1, 1, 2]), DIALECT_SAFE)
    elif rng.random() < 0.6:
        count = max(1, round(len(clean) * rng.uniform(0.05, 0.22)))
        source, slips = corrupt(clean, rng, min(count, 7))
    else:
        source, slips = corrupt(clean, rng, rng.choice([1, 1, 1, 2]), NATIVE_SLIPS, NATIVE_SLIPS)
    kinds = " ".join(slip.kind for slip in slips)
    yield {**shared, "source": source.strip(), "kinds": kinds}


def doc_before(sentence: Any) -> str:
    """Return the sentence before this one in its paragraph, or nothing."""
    if sentence.start == 0:
        return ""
    return str(sentence.doc[sentence.start - 1].sent.text).strip()


def encode(
    example: dict[str, str], prompt: RestorationPrompt
) -> tuple[list[int], list[int], list[float]]:
    """Return prompt ids, answer ids and the weight of each answer token in the loss.

    Tokens that differ from the source weigh ``EDIT_WEIGHT`` times as much as copied ones: nine
    in ten are copies, and a model that only copies would already have a small loss.
    """
    source, target = prompt.encode(example["source"]), prompt.encode(example["target"])
    context = prompt.encode(example["context"]) if "context" in example else None
    answer = [*target, prompt.end]
    weights = [1.0] * len(answer)
    blocks = difflib.SequenceMatcher(None, source, target, autojunk=False).get_opcodes()
    for tag, _, _, start, end in blocks:
        if tag != "equal":
            for at in range(start, max(end, start + 1)):
                weights[at] = EDIT_WEIGHT
    return prompt.build(source, context), answer, weights


def train(pairs: Path, work: Path, minutes: float, seed: int) -> dict[str, Any]:
    """Train until ``minutes`` of training are over in all; return what the card needs."""
    import torch
    from peft import LoraConfig, get_peft_model
    from safetensors.torch import load_file, save_file
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.manual_seed(seed)
    device = best_device()
    base = str(pulled_path(REWRITER))
    tokenizer = AutoTokenizer.from_pretrained(base)
    prompt = RestorationPrompt(tokenizer)
    # On a processor plain attention takes three quarters of the time of the fused one at this length.
    model: Any = AutoModelForCausalLM.from_pretrained(
        base, dtype=torch.bfloat16, attn_implementation="eager" if device == "cpu" else "sdpa"
    )
    config = LoraConfig(
        r=RANK, lora_alpha=2 * RANK, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    model = get_peft_model(model, config).to(torch.bfloat16).to(device)
    inner = model.base_model.model
    # bf16 keeps eight bits of a number, too few to add up small steps: the optimiser works on
    # float32 copies, and the model computes with their rounded values.
    live = {n: p for n, p in model.named_parameters() if p.requires_grad}
    master = {n: p.detach().float().clone().requires_grad_() for n, p in live.items()}
    optimiser = torch.optim.AdamW(
        list(master.values()), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01
    )
    state: dict[str, Any] = {"elapsed": 0.0, "step": 0, "at": 0, "tokens": 0, "examples": 0}
    checkpoint = work / "checkpoint"
    if (checkpoint / "state.json").exists():
        state = json.loads((checkpoint / "state.json").read_text())
        for name, value in load_file(checkpoint / "master.safetensors").items():
            master[name].data.copy_(value)
        optimiser.load_state_dict(torch.load(checkpoint / "optimiser.pt", weights_only=True))
        _refresh(live, master)

    examples = [json.loads(line) for line in pairs.open(encoding="utf-8")]
    development = [e for e in examples if held_out(e["document"])][:150]
    training = [e for e in examples if not held_out(e["document"])]

    def loss_of(batch: list[tuple[list[int], list[int], list[float]]]) -> tuple[Any, Any]:
        width = max(len(p) + len(a) for p, a, _ in batch)
        ids = torch.zeros(len(batch), width, dtype=torch.long)
        labels = torch.full((len(batch), width), -100)
        scale = torch.zeros(len(batch), width)
        mask = torch.zeros(len(batch), width, dtype=torch.long)
        for row, (p, a, w) in enumerate(batch):
            full = len(p) + len(a)
            ids[row, :full] = torch.tensor(p + a)
            mask[row, :full] = 1
            labels[row, len(p) : full] = torch.tensor(a)
            scale[row, len(p) : full] = torch.tensor(w)
        ids, labels, scale, mask = (t.to(device) for t in (ids, labels, scale, mask))
        hidden = inner.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
        chosen = labels[:, 1:] != -100
        # The head is a fifth of the model: it runs on answer positions alone.
        logits = inner.lm_head(hidden[chosen]).float()
        each = torch.nn.functional.cross_entropy(logits, labels[:, 1:][chosen], reduction="none")
        return (each * scale[:, 1:][chosen]).sum(), scale[:, 1:][chosen].sum()

    def development_loss() -> float:
        model.eval()
        total = weight = 0.0
        with torch.no_grad():
            for start in range(0, len(development), 10):
                batch = [encode(e, prompt) for e in development[start : start + 10]]
                loss, scale = loss_of(batch)
                total, weight = total + float(loss), weight + float(scale)
        model.train()
        return total / weight

    def save() -> None:
        checkpoint.mkdir(parents=True, exist_ok=True)
        save_file(
            {n: p.detach().contiguous() for n, p in master.items()},
            checkpoint / "master.safetensors",
        )
        torch.save(optimiser.state_dict(), checkpoint / "optimiser.pt")
        (checkpoint / "state.json").write_text(json.dumps(state))
        model.save_pretrained(work / "adapter")

    model.train()
    budget, saved = minutes * 60, time.monotonic()
    if "first_loss" not in state:
        state["first_loss"] = development_loss()
    print(f"{len(training)} training examples, first loss {state['first_loss']:.4f}", flush=True)
    while state["elapsed"] < budget:
        began = time.monotonic()
        # Steps are filled from a window sorted by length, so that little of them is padding.
        window = [training[(state["at"] + k) % len(training)] for k in range(256)]
        state["at"] += 256
        encoded = sorted((encode(e, prompt) for e in window), key=lambda e: len(e[0]) + len(e[1]))
        batches: list[list[Any]] = [[]]
        for item in encoded:
            width = len(item[0]) + len(item[1])
            if batches[-1] and (len(batches[-1]) + 1) * width > TOKENS_A_STEP:
                batches.append([])
            batches[-1].append(item)
        random.Random(seed + state["at"]).shuffle(batches)
        for batch in batches:
            done = min(state["elapsed"] / budget, 1.0)
            warm = min(1.0, (state["step"] + 1) / 40)
            for group in optimiser.param_groups:
                group["lr"] = RATE * warm * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * done)))
            loss, scale = loss_of(batch)
            (loss / scale).backward()
            for name, parameter in live.items():
                master[name].grad = parameter.grad.float()
                parameter.grad = None
            torch.nn.utils.clip_grad_norm_(list(master.values()), 1.0)
            optimiser.step()
            _refresh(live, master)
            state["step"] += 1
            state["examples"] += len(batch)
            state["tokens"] += sum(len(p) + len(a) for p, a, _ in batch)
            if state["step"] % 20 == 0:
                print(f"step {state['step']} loss {float(loss / scale):.4f}", flush=True)
        state["elapsed"] += time.monotonic() - began
        if time.monotonic() - saved > 300 or state["elapsed"] >= budget:
            save()
            saved = time.monotonic()
            print(
                f"{state['elapsed'] / 60:.1f} min, {state['examples']} examples, "
                f"{state['tokens']} tokens, development loss {development_loss():.4f}",
                flush=True,
            )
    return {**state, "development_loss": development_loss(), "device": device}


def _refresh(live: dict[str, Any], master: dict[str, Any]) -> None:
    for name, parameter in live.items():
        parameter.data.copy_(master[name].data)


def finish(adapter: Path, place: Path) -> None:
    """Copy the adapter to its place, naming the public model it belongs to and no local path."""
    place.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(adapter / "adapter_model.safetensors", place / "adapter_model.safetensors")
    config = json.loads((adapter / "adapter_config.json").read_text("utf-8"))
    config["base_model_name_or_path"] = packaged_model(REWRITER).upstream
    (place / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def restored(pairs: Path, rows: int = 300) -> dict[str, float]:
    """Measure on documents never trained on: how much is given back exactly, adapter against none."""
    from style_models.rewriting.causal import CausalRewriter, load_rewriter

    examples = [json.loads(line) for line in pairs.open(encoding="utf-8")]
    kept = [e for e in examples if held_out(e["document"])][:rows]
    planted = [e for e in kept if e["kinds"]]
    clean = [e for e in kept if not e["kinds"]]
    figures: dict[str, float] = {"planted_sentences": len(planted), "clean_sentences": len(clean)}
    models = {
        "untrained": CausalRewriter(str(pulled_path(REWRITER))),
        "adapter": load_rewriter(None),
    }
    for name, model in models.items():
        right = [model.propose(e["source"], e.get("context", "")) == e["target"] for e in planted]
        alone = [model.propose(e["source"], e.get("context", "")) == e["target"] for e in clean]
        figures[f"{name}_restored_exactly"] = round(sum(right) / max(1, len(right)), 3)
        figures[f"{name}_left_clean_alone"] = round(sum(alone) / max(1, len(alone)), 3)
    return figures


def card(
    counts: dict[str, int], state: dict[str, Any], figures: dict[str, float], bench: dict[str, Any]
) -> str:
    """Return the card as Markdown. ``bench`` is what ``ownvoice bench polish --json`` printed."""
    rows = "\n".join(f"| {name} | {counts[name]} | {SOURCES[name]} |" for name in counts)
    held = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in figures.items())
    jfleg, cweb = bench.get("jfleg"), bench.get("cweb")
    measured = ""
    if jfleg:
        table = "\n".join(
            f"| {name.replace('_', ' ')} | {score} |" for name, score in jfleg["gleu"].items()
        )
        measured += f"\nGLEU on {jfleg['rows']} JFLEG dev sentences (measured on, not trained on):\n\n| text | GLEU |\n| --- | --- |\n{table}\n"
    if cweb:
        measured += (
            f"\nCWEB dev: {cweb['left_alone_unchanged']:.1%} of {cweb['left_alone_rows']} sentences that both annotators "
            f"left alone come back unchanged; {cweb['edited_with_a_right_edit']:.1%} of {cweb['edited_rows']} that both "
            "edited get a right edit.\n"
        )
    second = ""
    if remaining := state.get("remaining"):
        parts = ", ".join(f"{count} {kind}" for kind, count in remaining.items())
        second = (
            "\nThen `python -m style_models.recipes.remaining` went on with what reaches the adapter in use: sentences that the\n"
            f"tagger has not given back and the gate still suspects ({parts}); how often which slip is planted follows\n"
            "what ERRANT counts in the even rows of JFLEG, GMEG and CWEB (types alone). The weights are the mean of those before\n"
            "and after this stage.\n"
        )
    return f"""# restoration

## What it is

A LoRA adapter (rank {RANK}, all linear layers) for {packaged_model(REWRITER).upstream} (Apache-2.0), taught to
give back a person's own sentence from a version with errors planted in it. It is the default engine of
`ownvoice rewrite`. Raw output never reaches the writer: it is taken apart into edits and judged.

## Data and licence

Sentences by people, none written by a model:

| set | distinct sentences | source and licence |
| --- | --- | --- |
{rows}

One document in forty was kept back. The adapter is under CC BY-SA 4.0, the strictest licence among its
sources that asks for the same.

## How trained

`python -m style_models.recipes.restoration`. Errors come from `style_models/rewriting/corruption.py`;
{UNTOUCHED:.0%} of the sentences are left untouched. Pure bfloat16 on {state.get("device", "cpu")}, the adapter's
optimiser in float32; loss on the answer only, changed tokens weigh {EDIT_WEIGHT:g} times as much.{second}
{state["elapsed"] / 60:.0f} minutes on two cores, {state["examples"]} examples, {state["tokens"]} tokens. Settings: rate {RATE:g} with
cosine decay, {TOKENS_A_STEP} tokens a step, seed 0.

## Figures (held out, with baseline)

Documents never trained on:

| figure | value |
| --- | --- |
| development loss, untrained | {state["first_loss"]:.3f} |
| development loss, trained | {state["development_loss"]:.3f} |
{held}
{measured}
## Limits

The planted errors are those that the error model knows. Rewording, missing words that need an idea, and
errors across sentences are mostly left alone. A model of 135 million parameters sometimes swaps a rare
word for a common one: the judge and the guards hold such edits back, and not all of them. English only.
The base weights are those of a 4-bit file, made into plain numbers again.

## Who is not represented

Dialects other than African American, Singapore and Nigerian English have no sentences here, and these few
({sum(counts.get(name, 0) for name in DIALECTS)} of {sum(counts.values())}). US government blogs weigh heavily. Children, fiction and chat are next to absent.
"""


def main() -> None:
    """Prepare, train, and write adapter and card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--bench", type=Path, help="what 'ownvoice bench polish --json' printed, for the card"
    )
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    pairs, counted = options.work / "pairs.jsonl", options.work / "counts.json"
    if not pairs.exists():
        counted.write_text(json.dumps(prepare(options.data, pairs, options.seed)), "utf-8")
    print(counted.read_text("utf-8"), flush=True)
    write(options.work, train(pairs, options.work, options.minutes, options.seed), options.bench)


def write(
    work: Path, state: dict[str, Any], bench: Path | None, adapter: Path | None = None
) -> None:
    """Put the adapter (by default the one just trained) and its card where the program looks for them."""
    place = weights_dir() / "restoration"
    finish(adapter or work / "adapter", place)
    counts = json.loads((work / "counts.json").read_text("utf-8"))
    printed = json.loads(bench.read_text("utf-8")) if bench else {}
    text = card(counts, state, restored(work / "pairs.jsonl"), printed)
    (place / "card.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
