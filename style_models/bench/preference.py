"""How well decisions on edits are foreseen, each before it and later ones are read.

Rows as in ``iterater_r3_edits``: one edit and one person's decision on it. The learner is handed an
edit without its decision, says how likely an accept is, and only then is told. Rows without an
annotator (``system_only``) are predicted too, by a learner of their own, and left out of the
figures: all of them are accepts.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

from style_models.errors import InputError
from style_models.learning.online import OnlineLogistic
from style_models.persona.statistics import interval

FILE = "iterater_r3_edits.jsonl.gz"
DECISIONS = {"Accept": True, "Reject": False}
ORDERS = 10
"""Shuffled orders over which the interval is taken."""

VARIANCE = 0.6  # prior variance of a weight
OWN = 0.7  # how far a person's taste in one setting may differ from the shared one
DOCUMENT = 0.55  # how far one document's edits may be better or worse as a whole
SAME_EDIT = 0.7  # how much alike the decisions on the very same edit are
WORD = 0.5  # a word put in or taken out
MOST_WORDS = 6

Row = Mapping[str, Any]


def run(data: Path | None, **options: object) -> dict[str, object]:
    """Foresee every decision of a file, or of :data:`FILE` in a folder.

    Returns ``p`` (the contract: P(Accept) per row, in file order) and ``figures`` (log-loss in
    nats beside the running base rate; ``None`` without a decision of a person). Same input, same
    output.
    """
    rows = read_rows(data)
    foreseen = foresee(rows)
    return {"p": [round(p, 6) for p in foreseen], "figures": figures(rows, foreseen)}


def read_rows(data: Path | None) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file (gzipped or not); InputError for anything else."""
    if data is None:
        raise InputError(f"bench preference needs --data: the file {FILE} or the folder it is in")
    path = data / FILE if data.is_dir() else data
    if not path.is_file():
        raise InputError(f"{path} is not there: give --data the file {FILE} or its folder")
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
        if not all("before" in row and "after" in row and "setting" in row for row in rows):
            raise KeyError("before")
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} does not hold rows with 'setting', 'before' and 'after', one object a line"
        ) from error
    wrong = {str(row.get("decision")) for row in rows} - {*DECISIONS, "None"}
    if wrong:
        raise InputError(f"{path}: a decision is Accept or Reject, not {min(wrong)!r}")
    return rows


def foresee(rows: Iterable[Row]) -> list[float]:
    """Return P(Accept) of each row, said before its decision and all later rows are looked at."""
    people, nobody = OnlineLogistic(VARIANCE), OnlineLogistic(VARIANCE)
    found = []
    for row in rows:
        learner = people if row.get("annotator") else nobody
        seen = features({key: value for key, value in row.items() if key != "decision"})
        found.append(learner.predict(seen))
        decision = row.get("decision")
        if decision in DECISIONS:
            learner.learn(seen, DECISIONS[decision])
    return found


def base_rate(rows: Iterable[Row]) -> list[float]:
    """Return the running share of accepts of annotator and setting, from one accept, one reject."""
    counts: dict[tuple[Any, Any], list[int]] = {}
    found = []
    for row in rows:
        count = counts.setdefault((row.get("annotator"), row["setting"]), [1, 1])
        found.append(count[0] / sum(count))
        if row.get("decision") in DECISIONS:
            count[0 if DECISIONS[row["decision"]] else 1] += 1
    return found


def features(row: Row) -> dict[str, float]:
    """Return what is known of an edit before its decision.

    Shared by all people; the same again for this person in this setting; and what makes decisions
    hang together: the document, the very same edit, the words put in and taken out.
    """
    before, after = str(row["before"] or ""), str(row["after"] or "")
    old, new = before.split(), after.split()
    bare_old, bare_new = " ".join(old), " ".join(new)
    likeness = (
        SequenceMatcher(None, bare_old, bare_new, autojunk=False).ratio()
        if old and new and len(bare_old) + len(bare_new) < 2000
        else 0.0
    )
    intent, op = str(row.get("intent")), str(row.get("op"))
    shared = {
        "any": 1.0,
        f"intent {intent}": 1.0,
        f"op {op}": 1.0,
        f"intent {intent}, op {op}": 0.7,
        "words before": math.log1p(len(old)) - 1,
        "words after": math.log1p(len(new)) - 1,
        "growth": math.tanh((len(new) - len(old)) / 5),
        "likeness": likeness - 0.5 if old and new else 0.0,
        "one word for a similar one": float(len(old) == len(new) == 1 and likeness > 0.7),
        "case alone": float(bool(old) and bare_old.lower() == bare_new.lower()),
        "no letters": float(not re.search(r"\w", before + after)),
        "figures": float(bool(re.search(r"\d", before + after))),
        "broken letters": float("⁇" in before + after),
        "address": float("url" in (before + after).lower()),
        "space at the start": float(before[:1].isspace() != after[:1].isspace()),
        "inside a word": float(
            len(bare_old) + len(bare_new) <= 4 and bool(re.search(r"\w", before + after))
        ),
    }
    shared = {name: value for name, value in shared.items() if value}
    owner = f"{row.get('annotator')} in {row['setting']}"
    found = dict(shared)
    found.update({f"{owner}: {name}": OWN * value for name, value in shared.items()})
    document = _document(str(row.get("file")))
    found[f"document {document}"] = DOCUMENT
    found[f"document {document} {row['setting']}"] = DOCUMENT
    found[f"edit {bare_old!r} to {bare_new!r}"] = SAME_EDIT
    lost, gained = {w.lower() for w in old}, {w.lower() for w in new}
    for sign, words in (("-", lost - gained), ("+", gained - lost)):
        found.update({sign + word: WORD for word in sorted(words)[:MOST_WORDS]})
    return found


def _document(file: str) -> str:
    """Return a file's document: without the annotator before it and the depth and date after."""
    return file.split("-depth", 1)[0].split("-", 1)[-1]


def figures(rows: Sequence[Row], foreseen: Sequence[float]) -> dict[str, Any] | None:
    """Return log-losses (nats) of people's decisions, and the gain with 90% intervals.

    ``gain``: by how much (share) the log-loss lies under that of the running base rate. One
    interval takes :data:`ORDERS` shuffled orders of the rows, the other resamples documents.
    """
    people = [
        (row, p)
        for row, p in zip(rows, foreseen, strict=True)
        if row.get("annotator") and row.get("decision") in DECISIONS
    ]
    if not people:
        return None
    own = [row for row, _ in people]
    base = base_rate(own)
    random = np.random.default_rng(0)
    gains = []
    for _ in range(ORDERS):
        order = [own[at] for at in random.permutation(len(own))]
        gains.append(1 - log_loss(order, foresee(order)) / log_loss(order, base_rate(order)))
    by_setting = {}
    for setting in sorted({str(row["setting"]) for row in own}):
        at = [k for k, row in enumerate(own) if str(row["setting"]) == setting]
        chosen = [own[k] for k in at]
        by_setting[setting] = {
            "decisions": len(at),
            "log_loss": round(log_loss(chosen, [people[k][1] for k in at]), 4),
            "base_rate": round(log_loss(chosen, [base[k] for k in at]), 4),
        }
    found, baseline = log_loss(own, [p for _, p in people]), log_loss(own, base)
    low, high = np.quantile(gains, [0.05, 0.95])
    losses = np.array([log_loss([row], [p]) for row, p in people])
    base_losses = np.array([log_loss([row], [p]) for row, p in zip(own, base, strict=True)])
    over_documents = interval(
        lambda at: 1 - float(losses[at].sum() / base_losses[at].sum()),
        [_document(str(row.get("file"))) for row in own],
        level=0.9,
    )
    return {
        "decisions": len(own),
        "left_out": len(rows) - len(own),
        "log_loss": round(found, 4),
        "base_rate": round(baseline, 4),
        "gain": round(1 - found / baseline, 4),
        "gain_over_orders": [round(float(low), 4), round(float(high), 4)],
        "gain_over_documents": [round(end, 4) for end in over_documents]
        if over_documents
        else None,
        "settings": by_setting,
    }


def log_loss(rows: Sequence[Row], foreseen: Sequence[float]) -> float:
    """Return the mean of -log P(decision) in nats: 0 is perfect, 0.693 says nothing."""
    losses = [
        -math.log(p if DECISIONS[row["decision"]] else 1 - p)
        for row, p in zip(rows, foreseen, strict=True)
    ]
    return sum(losses) / len(losses)


def render(result: Mapping[str, Any]) -> str:
    """Return the figures as a table for a terminal."""
    found = result["figures"]
    if found is None:
        return f"{len(result['p'])} rows foreseen; none of them is a person's decision"
    low, high = found["gain_over_orders"]
    lines = [
        f"{found['decisions']} decisions of people, each foreseen before it was read "
        f"({found['left_out']} rows left out)",
        "",
        f"{'log-loss (nats)':<28}{'decisions':>10}{'foreseen':>10}{'base rate':>11}{'gain':>8}",
    ]
    for name, line in found["settings"].items():
        gain = 1 - line["log_loss"] / line["base_rate"]
        lines.append(
            f"{name:<28}{line['decisions']:>10}{line['log_loss']:>10.4f}"
            f"{line['base_rate']:>11.4f}{gain:>8.1%}"
        )
    lines.append(
        f"{'all':<28}{found['decisions']:>10}{found['log_loss']:>10.4f}"
        f"{found['base_rate']:>11.4f}{found['gain']:>8.1%}"
    )
    lines.append(f"gain over {ORDERS} other orders, 90%: {low:.1%} to {high:.1%}")
    if found["gain_over_documents"]:
        low, high = found["gain_over_documents"]
        lines.append(f"gain over documents, 90%: {low:.1%} to {high:.1%}")
    return "\n".join(lines)
