"""Train the edit judge and set its threshold.

    python -m style_models.recipes.edit_judge --data DIR --work DIR [--processes 2]

Repairs and re-voicings come from the same originals: documents that the restoration adapter never
saw. *Polish*: planted slips that an edit takes back. *Distortion*: what the engines propose there
beyond the planted slips, and the edits of language-model rewrites (L2R) of such documents. *Meaning*:
content words swapped, dropped or denied. The threshold is set on the rows of JFLEG and CWEB with
even numbers (measured on, never trained on); ``ownvoice bench polish`` reports the odd ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from style_models.models.load import parser_path
from style_models.paths import weights_dir
from style_models.recipes.restoration import (
    DIALECTS,
    NATIVE_SLIPS,
    SOURCES,
    documents,
    held_out,
)

POLISH, DISTORTION, MEANING = range(3)
SENTENCES, REWRITES, MEANINGS = 1100, 420, 260
JFLEG_ROWS, ALONE_ROWS, EDITED_ROWS = 400, 700, 440
# What the threshold is asked for, on the half it is set on: margins over the promises of the README.
UNCHANGED = 0.965
MODELS = ("smollm2-135m-instruct", "all-minilm-l6-v2")


def tasks(folder: Path, seed: int) -> Iterator[dict[str, Any]]:
    """Yield what is to be worked on: a sentence, its group, and how its edits are labelled."""
    import spacy

    nlp = spacy.load(parser_path(), exclude=["ner"])
    rng = random.Random(seed)
    pool = [
        (document, text)
        for name in SOURCES
        if name not in DIALECTS
        for document, text in documents(folder, name)
        if held_out(document)
    ]
    rng.shuffle(pool)
    sentences: list[tuple[str, Any, str]] = []
    for document, text in pool:
        doc = nlp(text)
        before = ""
        for sentence in doc.sents:
            clean = sentence.text.strip()
            if 4 <= len(sentence) <= 50 and clean[0].isupper() and clean[-1] in ".?!":
                sentences.append((document, sentence.as_doc(), before))
            before = clean
    rng.shuffle(sentences)
    yield from _planted(sentences[:SENTENCES], rng)
    yield from _changed(sentences[SENTENCES : SENTENCES + MEANINGS] or sentences[:MEANINGS], rng)
    yield from _rewritten(folder, rng)


def _planted(sentences: list[tuple[str, Any, str]], rng: random.Random) -> Iterator[dict[str, Any]]:
    from style_models.rewriting.corruption import corrupt

    for document, doc, before in sentences:
        target = doc.text.strip()
        how = rng.random()
        if how < 0.3:
            source = target
        elif how < 0.7:
            source, _ = corrupt(doc, rng, max(1, min(6, round(len(doc) * rng.uniform(0.05, 0.2)))))
        else:
            source, _ = corrupt(doc, rng, rng.choice([1, 1, 2]), NATIVE_SLIPS, NATIVE_SLIPS)
        yield {
            "kind": "planted",
            "group": document,
            "sentence": source.strip(),
            "target": target,
            "context": before if rng.random() < 0.5 else "",
        }


def _changed(sentences: list[tuple[str, Any, str]], rng: random.Random) -> Iterator[dict[str, Any]]:
    """Swap a content word for another of its kind, drop one, or deny the verb."""
    others: dict[str, list[str]] = {}
    for _, doc, _ in sentences:
        for token in doc:
            if token.is_alpha and token.is_lower:
                others.setdefault(token.tag_, []).append(token.text)
    for document, doc, _ in sentences:
        content = [
            t for t in doc if t.pos_ in {"NOUN", "VERB", "ADJ"} and t.is_lower and t.is_alpha
        ]
        edits = []
        for token in rng.sample(content, min(2, len(content))):
            word = rng.choice(others[token.tag_])
            if word != token.text:
                edits.append((token.idx, token.idx + len(token), word))
        for token in doc:
            if token.pos_ == "AUX" and token.whitespace_ and rng.random() < 0.3:
                edits.append((token.idx + len(token), token.idx + len(token), " not"))
                break
        yield {"kind": "changed", "group": document, "sentence": doc.text, "edits": edits}


def _rewritten(folder: Path, rng: random.Random) -> Iterator[dict[str, Any]]:
    from style_models.bench.corpora import rows_of

    rows = [
        row
        for row in rows_of(folder / "l2r_rewrites.jsonl.gz")
        if held_out(f"l2r_rewrites/{row['domain']}-{row['i']}") and len(row["original"]) < 1500
    ]
    rng.shuffle(rows)
    for row in rows[:REWRITES]:
        yield {
            "kind": "rewritten",
            "group": f"l2r_rewrites/{row['domain']}-{row['i']}",
            "sentence": row["original"],
            "rewrite": row["rewrite"],
        }


def rows_to_set_on(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the JFLEG and CWEB rows with even numbers."""
    from style_models.bench.corpora import data_file, even, rows_of
    from style_models.bench.polish import _some, sentence_of

    jfleg = [row for row in rows_of(data_file(folder, "jfleg")) if even(row["id"])]
    cweb = [row for row in rows_of(data_file(folder, "cweb")) if even(row["id"])]
    alone = [row for row in cweb if not any(row["edits"])]
    edited = [row for row in cweb if all(row["edits"])]
    for name, rows, most in (
        ("jfleg", jfleg, JFLEG_ROWS),
        ("alone", alone, ALONE_ROWS),
        ("edited", edited, EDITED_ROWS),
    ):
        for row in _some(rows, most):
            yield {"kind": name, "row": row, "group": row["id"], "sentence": sentence_of(row).text}


# ---------------------------------------------------------------- features


def worked_on(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one object an edit: place, wording, features, guard, label where it is known."""
    import torch

    torch.set_num_threads(1)
    from style_models.edits.align import align
    from style_models.pipeline import _by_passage, moved
    from style_models.rewriting.causal import load_rewriter
    from style_models.rewriting.proposing import Proposer
    from style_models.text.document import parse
    from style_models.text.protected import protected_spans

    global _PROPOSER
    if _PROPOSER is None:
        _PROPOSER = Proposer()
    rewriter = load_rewriter(None)
    sentence = task["sentence"]
    if task["kind"] == "changed":
        from style_models.edits.align import kinds_of
        from style_models.edits.edit import Edit

        edits = [Edit(a, b, sentence[a:b], new, "", "") for a, b, new in task["edits"]]
        kinds = kinds_of(sentence, edits)
        edits = [
            Edit(e.start, e.end, e.before, e.after, k, "")
            for e, k in zip(edits, kinds, strict=True)
        ]
        return _examined(rewriter, task, sentence, edits, lambda edit: MEANING)
    if task["kind"] == "rewritten":
        found = []
        for passage, edits in _by_passage(parse(sentence), align(sentence, task["rewrite"])):
            if len(passage.text) > 400:
                continue
            inner = [moved(edit, -passage.start) for edit in edits]
            found += _examined(rewriter, task, passage.text, inner, lambda edit: DISTORTION)
        return found
    context = task.get("context", "")
    drafted = _PROPOSER.draft(rewriter, sentence, context)
    candidates = _PROPOSER.candidates(sentence, drafted, protected_spans(sentence))
    if task["kind"] == "planted":
        gold = align(sentence, task["target"])
        wanted = {(e.start, e.end, e.after) for e in gold}
        listed = {(e.start, e.end, e.after): e for e in [*gold, *candidates]}
        return _examined(
            rewriter, task, sentence, list(listed.values()),
            lambda e: POLISH if (e.start, e.end, e.after) in wanted or _closer(sentence, task["target"], e) else DISTORTION,
        )  # fmt: skip
    return _examined(rewriter, task, sentence, candidates, lambda edit: -1)


_PROPOSER: Any = None


def _closer(sentence: str, target: str, edit: Any) -> bool:
    """Tell whether the edit alone brings the sentence nearer to the target, by its whole size."""
    from rapidfuzz.distance import Levenshtein

    from style_models.edits.align import apply_edits

    revised = apply_edits(sentence, [edit])
    gained = Levenshtein.distance(sentence, target) - Levenshtein.distance(revised, target)
    return gained >= max(1, Levenshtein.distance(edit.before, edit.after))


def _examined(
    rewriter: Any, task: dict[str, Any], sentence: str, edits: list[Any], label: Any
) -> list[dict[str, Any]]:
    from style_models.judging.change import Change
    from style_models.judging.features import Witness, features
    from style_models.judging.guards import breached
    from style_models.judging.guards.dialect import shows_dialect

    dialect = shows_dialect(task["sentence"])
    changes = [Change(sentence, edit, dialect) for edit in edits]
    told = Witness(rewriter).testify(changes, task.get("context", ""))
    examined = []
    for change, testimony in zip(changes, told, strict=True):
        breach = breached(change)
        edit = change.edit
        examined.append({
            "kind": task["kind"], "group": task["group"], "label": label(edit),
            "edit": [edit.start, edit.end, edit.before, edit.after, edit.type, edit.origin],
            "features": [round(float(v), 5) for v in features(change, testimony)],
            "guard": breach[0].name if breach else None,
        })  # fmt: skip
    return examined


def gather(listed: list[dict[str, Any]], into: Path, processes: int) -> None:
    """Work on all tasks, a line of JSON each; a stopped run goes on where it was."""
    done = sum(1 for _ in into.open(encoding="utf-8")) if into.exists() else 0
    left = listed[done:]
    with get_context("spawn").Pool(processes) as pool, into.open("a", encoding="utf-8") as file:
        for number, found in enumerate(pool.imap(worked_on, left, chunksize=2), done + 1):
            file.write(json.dumps(found) + "\n")
            file.flush()
            if number % 100 == 0:
                print(f"{into.stem}: {number} of {len(listed)}", flush=True)


# ---------------------------------------------------------------- fitting


def fit(edits: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit on two thirds of the documents, measure on the rest, then fit again on all."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    rows = np.array([e["features"] for e in edits])
    labels = np.array([e["label"] for e in edits])
    weights = np.where(np.array([e["kind"] for e in edits]) == "planted", 1.0, 0.35)
    test = np.array([_third(e["group"]) for e in edits])
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - mean) / scale

    def fitted(chosen: Any) -> Any:
        model = LogisticRegression(C=0.3, max_iter=3000)
        return model.fit(scaled[chosen], labels[chosen], sample_weight=weights[chosen])

    p = fitted(~test).predict_proba(scaled[test])
    polish = labels[test] == POLISH
    kinds = np.array([e["kind"] for e in edits])[test]
    evidence = rows[test][:, 0]
    figures: dict[str, Any] = {
        "edits": len(edits), "held_out_edits": int(test.sum()),
        "auc_polish_against_the_rest": round(float(roc_auc_score(polish, p[:, POLISH])), 3),
        "auc_planted_repairs_against_engine_errors": round(float(roc_auc_score(polish[kinds == "planted"], p[kinds == "planted"][:, POLISH])), 3),
        "auc_planted_repairs_against_rewrites": round(float(roc_auc_score(polish[(kinds == "rewritten") | polish], p[(kinds == "rewritten") | polish][:, POLISH])), 3),
        "auc_baseline_evidence_alone": round(float(roc_auc_score(polish, evidence)), 3),
        "auc_baseline_letters_changed": round(float(roc_auc_score(polish, -rows[test][:, 5])), 3),
        "calibration_error_polish": round(_ece(p[:, POLISH], polish), 3),
    }  # fmt: skip
    final = fitted(np.ones(len(edits), bool))
    arrays = {
        "mean": mean, "scale": scale, "coefficients": final.coef_, "intercepts": final.intercept_,
    }  # fmt: skip
    return {name: np.ascontiguousarray(a, dtype=np.float32) for name, a in arrays.items()}, figures


def _third(group: str) -> bool:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 3 == 0


def _ece(p: Any, truth: Any, bins: int = 10) -> float:
    import numpy as np

    which = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(p[which == b].mean() - truth[which == b].mean()) * (which == b).mean()
            for b in range(bins)
            if (which == b).any()
        )
    )


def choose_threshold(
    arrays: dict[str, Any], found: list[list[dict[str, Any]]], listed: list[dict[str, Any]]
) -> tuple[float, list[dict[str, float]]]:
    """Return the lowest threshold that leaves enough clean rows alone, and the whole curve."""
    import numpy as np

    from style_models.bench.gleu import gleu
    from style_models.bench.polish import gold, sentence_of
    from style_models.edits.compose import best_set
    from style_models.edits.edit import Edit
    from style_models.judging.features import FEATURES
    from style_models.judging.judge import Judge

    judge = Judge(arrays, {"features": FEATURES, "threshold": 0.5, "sure": 0.8})
    prepared = []
    for task, edits in zip(listed, found, strict=True):
        rows = np.array([e["features"] for e in edits]).reshape(-1, len(FEATURES))
        p = judge.probabilities(rows)[:, POLISH]
        real = [Edit(*e["edit"]) for e in edits]
        worth = [float(v) - (1 if e["guard"] else 0) for v, e in zip(p, edits, strict=True)]
        kept = best_set(list(zip(real, worth, strict=True)))
        prepared.append((task, sentence_of(task["row"]), [(real[i], worth[i]) for i in kept]))
    curve = []
    for threshold in [round(0.3 + 0.02 * k, 2) for k in range(34)]:
        made = [(t, s, [e for e, w in edits if w >= threshold]) for t, s, edits in prepared]
        alone = [not edits for t, _, edits in made if t["kind"] == "alone"]
        right = [
            any(s.correction(e) in gold(t["row"]) for e in edits)
            for t, s, edits in made
            if t["kind"] == "edited"
        ]
        jfleg = [(t["row"], s.tokens_after(edits)) for t, s, edits in made if t["kind"] == "jfleg"]
        score = gleu(
            [r["src"].split() for r, _ in jfleg],
            [[x.split() for x in r["refs"]] for r, _ in jfleg],
            [h for _, h in jfleg],
            draws=60,
        )
        curve.append({
            "threshold": threshold, "gleu": round(score, 2),
            "unchanged": round(sum(alone) / len(alone), 4), "right": round(sum(right) / len(right), 4),
        })  # fmt: skip
    good = [c for c in curve if c["unchanged"] >= UNCHANGED] or curve[-1:]
    return max(good, key=lambda c: c["gleu"])["threshold"], curve


def main() -> None:
    """Gather, fit, set the threshold, write weights and card."""
    from safetensors.numpy import save_file

    from style_models.judging.features import FEATURES

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    training = list(tasks(options.data, options.seed))
    setting = list(rows_to_set_on(options.data))
    gather(setting, options.work / "setting.jsonl", options.processes)
    gather(training, options.work / "training.jsonl", options.processes)
    edits = [
        e
        for line in (options.work / "training.jsonl").open(encoding="utf-8")
        for e in json.loads(line)
    ]
    arrays, figures = fit(edits)
    print(json.dumps(figures, indent=2))
    found = [json.loads(line) for line in (options.work / "setting.jsonl").open(encoding="utf-8")]
    threshold, curve = choose_threshold(arrays, found, setting)
    print(*curve, sep="\n")
    place = weights_dir() / "edit_judge"
    place.mkdir(parents=True, exist_ok=True)
    save_file(arrays, place / "judge.safetensors")
    metadata = {
        "features": list(FEATURES),
        "threshold": threshold,
        "sure": 0.7,
        "figures": figures,
        "curve": curve,
    }
    (place / "metadata.json").write_text(json.dumps(metadata, indent=1) + "\n", "utf-8")
    (place / "card.md").write_text(card(figures, threshold, curve), "utf-8")


def card(figures: dict[str, Any], threshold: float, curve: list[dict[str, float]]) -> str:
    """Return the card as Markdown."""
    at = next(c for c in curve if c["threshold"] == threshold)
    listed = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in figures.items())
    rows = "\n".join(
        f"| {c['threshold']} | {c['gleu']} | {c['unchanged']} | {c['right']} |" for c in curve[::3]
    )
    sources = "\n".join(f"- {SOURCES[name]}" for name in SOURCES if name not in DIALECTS)
    return f"""# edit_judge

## What it is

A multinomial logistic regression that gives each edit the probabilities of polish, distortion and
meaning from {len(curve) and "the"} features in `style_models/judging/features.py`: what the restoration model and the base
model think of the edit, how far the sentence embedding moves, and what kind of edit it is. Guards
(`style_models/judging/guards`) are asked first and overrule it.

## Data and licence

Documents that the restoration adapter was not trained on, from

{sources}

and, for the threshold alone, the rows with even numbers of JFLEG (keisks/jfleg@ee06ff806a20) and CWEB
(SimonHFL/CWEB@08d1da0ff2b7), both CC BY-NC-SA 4.0: measured on, not trained on. The weights are
Apache-2.0.

## How trained

`python -m style_models.recipes.edit_judge`. Polish: planted slips taken back. Distortion: what the engines
propose beyond them, and language-model rewrites of such documents (L2R), edit by edit. Meaning: content
words swapped, dropped or denied. The threshold is the one with the best GLEU on JFLEG among those that
leave at least {UNCHANGED:.1%} of the CWEB sentences unchanged that both annotators left alone.

## Figures (held out, with baseline)

A third of the documents, not fitted on:

| figure | value |
| --- | --- |
{listed}

Threshold {threshold}: on the half it was set on GLEU {at["gleu"]}, unchanged {at["unchanged"]:.1%}, rows with a
right edit {at["right"]:.1%}. The other half is measured by `ownvoice bench polish`.

| threshold | GLEU (JFLEG) | unchanged (CWEB) | right edit (CWEB) |
| --- | --- | --- | --- |
{rows}

## Limits

Planted slips are not all slips that people make, and language-model rewrites are not all
re-voicings. "Meaning" was learned from made-up changes; the guards carry most of that weight.
Probabilities are calibrated on this mixture of edits; another engine's mixture may differ. The dialect
guard knows words and a few constructions, not grammars.

## Who is not represented

Writers of dialects: none of their sentences were used to fit the judge. Children, people who write with a
disability that shows in spelling, and writers of fiction and chat are next to absent.
"""


if __name__ == "__main__":
    main()
