"""The tagger alone, without the judge: what it mends in learners' text, what it touches in clean text.

None of these rows was trained on; of the even ones only the types of slips were counted, so the odd
ones are measured.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from style_models.bench.corpora import data_file, even, rows_of
from style_models.bench.correction import Corrected
from style_models.bench.polish import gold, sample_of, sentence_of
from style_models.edits.align import align_passage
from style_models.errors import InputError

LEAST = (0.5, 0.7, 0.85)
ROWS = 600


def run(data: Path | None, rows: int = ROWS) -> dict[str, Any]:
    """Measure the shipped tagger; ``data`` is the folder of the sets, ``rows`` the most of each part."""
    from style_models.rewriting.tagger import Tagger

    if data is None or not data.is_dir():
        raise InputError("bench tagger needs --data: the folder with jfleg, gmeg and cweb")
    return measure(data, Tagger.load(), rows)


def measure(data: Path, tagger: Any, rows: int = ROWS) -> dict[str, Any]:
    """Return the figures of a tagger at each threshold of :data:`LEAST`."""
    result: dict[str, Any] = {"rows": rows}
    for name in ("jfleg", "gmeg"):
        listed = [row for row in rows_of(data_file(data, name)) if not even(row["id"])]
        result[name] = _mended(tagger, sample_of(listed, rows))
    cweb = [row for row in rows_of(data_file(data, "cweb")) if not even(row["id"])]
    alone = sample_of([row for row in cweb if not any(row["edits"])], rows)
    edited = sample_of([row for row in cweb if all(row["edits"])], rows)
    result["cweb"] = _web(tagger, alone, edited)
    texts = [sentence_of(row).text for row in alone]
    tagger.mend(texts[:32])
    began = time.perf_counter()
    tagger.mend(texts)
    result["ms_a_sentence"] = round(1000 * (time.perf_counter() - began) / len(texts), 1)
    return result


def _mended(tagger: Any, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    corpus = Corrected(rows)
    found: dict[str, Any] = {"sentences": len(rows), "source": corpus.gleu(corpus.sources)}
    for least in LEAST:
        wordings = tagger.mend(corpus.texts, least)
        found[str(least)] = corpus.scores(corpus.aligned(wordings, "tagger"))
    return found


def _web(
    tagger: Any, alone: Sequence[dict[str, Any]], edited: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = {"alone": len(alone), "edited": len(edited)}
    clean, wrong = [sentence_of(r) for r in alone], [sentence_of(r) for r in edited]
    for least in LEAST:
        same = [
            a.text == b
            for a, b in zip(clean, tagger.mend([s.text for s in clean], least), strict=True)
        ]
        right = []
        for row, s, w in zip(
            edited, wrong, tagger.mend([s.text for s in wrong], least), strict=True
        ):
            wanted = gold(row)
            right.append(
                any(s.correction(edit) in wanted for edit in align_passage(s.text, w, "tagger"))
            )
        found[str(least)] = {
            "unchanged": round(sum(same) / len(same), 4),
            "right": round(sum(right) / len(right), 4),
        }
    return found


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    lines = ["followed where P(something is to be done) is at least " + ", ".join(map(str, LEAST))]
    for key, title in (("jfleg", "JFLEG dev"), ("gmeg", "GMEG")):
        found = result[key]
        lines.append(
            f"{title}, {found['sentences']} sentences: GLEU of the source {found['source']}"
        )
        lines.append("           GLEU  precision   recall     F0.5")
        lines += [
            f"  {least:<6}{found[str(least)]['gleu']:8.2f}{found[str(least)]['precision']:11.3f}"
            f"{found[str(least)]['recall']:9.3f}{found[str(least)]['f0.5']:9.3f}"
            for least in LEAST
        ]
    web = result["cweb"]
    lines.append(
        f"CWEB dev, {web['alone']} rows that both annotators left alone, {web['edited']} that both edited"
    )
    lines += [
        f"  {least:<6}{web[str(least)]['unchanged']:8.1%} unchanged, {web[str(least)]['right']:6.1%} get a right edit"
        for least in LEAST
    ]
    lines.append(f"{result['ms_a_sentence']} ms a sentence of web text, in batch, all passes")
    return "\n".join(lines)
