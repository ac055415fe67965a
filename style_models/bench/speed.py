"""How fast each way of proposing is, on the same sentences in one run, as ratios to plain generation.

Plain greedy ``generate`` of the restoration model is the measure; against it prompt lookup
(transformers), our source-drafted decoding, the tagger, Harper, and the whole with its gate and its
judge. Output of source-drafted decoding is compared with greedy in single precision, where rounding
does not depend on how many tokens share a pass; in bfloat16 the share that differs is told.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from style_models.bench.corpora import data_file, rows_of
from style_models.bench.polish import sample_of, sentence_of

SENTENCES = 60
REPEATS = 5
IDENTICAL = 500
LENGTHS = (50, 200, 1000, 5000, 20000)


def run(data: Path | None, rows: int = SENTENCES) -> dict[str, Any]:
    """Measure on ``rows`` JFLEG sentences (corrected text) and as many of CWEB as they come."""
    jfleg = list(rows_of(data_file(data, "jfleg")))
    cweb = list(rows_of(data_file(data, "cweb")))
    wrong = [sentence_of(row).text for row in sample_of(jfleg, rows)]
    web = [sentence_of(row).text for row in sample_of(cweb, rows)]
    some = [sentence_of(row).text for row in sample_of(jfleg, IDENTICAL * rows // SENTENCES)]
    return {
        "sentences": rows,
        "ways": _ways(wrong),
        "web": _web(web),
        "identity": {
            kind: _identity(some if kind == "float32" else wrong, kind)
            for kind in ("float32", "bfloat16")
        },
        "together": _together(wrong),
        "length": _lengths([sentence_of(row).text for row in sample_of(cweb, 0)], rows),
    }


def _ways(sentences: Sequence[str]) -> dict[str, float]:
    """Return seconds a sentence of each way, the median of :data:`REPEATS` runs over all of them."""
    from style_models.rewriting.causal import load_rewriter
    from style_models.rewriting.harper import HarperEngine
    from style_models.rewriting.tagger import Tagger

    rewriter = load_rewriter(None)
    ways: dict[str, Callable[[], Any]] = {
        "plain greedy": lambda: [rewriter.generate(s) for s in sentences],
        "prompt lookup": lambda: [rewriter.generate(s, lookup=8) for s in sentences],
        "source-drafted": lambda: rewriter.propose_all(sentences, [""] * len(sentences)),
        "tagger, in batch": lambda: Tagger.load().mend(sentences),
        "the whole, judged": lambda: _whole(sentences),
    }
    if HarperEngine.is_available():
        harper = HarperEngine()
        ways["Harper"] = lambda: [harper.candidates(s) for s in sentences]
    found = {}
    for name, way in ways.items():
        way()
        seconds = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            way()
            seconds.append(time.perf_counter() - began)
            _progress(name, len(seconds))
        found[name] = statistics.median(seconds) / len(sentences)
    return found


def _whole(sentences: Sequence[str]) -> None:
    """Let the whole pipeline work, with nothing remembered."""
    from style_models.learning.preferences import Preferences
    from style_models.pipeline import load_pipeline
    from style_models.rewriting.modes import mode_named
    from style_models.text.document import parse

    pipeline = load_pipeline()
    pipeline.forget()
    text = "\n\n".join(sentences)
    pipeline.considered(parse(text), mode_named("polish"), Preferences.population())


def _together(sentences: Sequence[str]) -> dict[str, float]:
    """Return seconds for eight texts one after the other and side by side."""
    from style_models.pipeline import load_pipeline

    each = max(1, len(sentences) // 8)
    texts = [" ".join(sentences[at * each : (at + 1) * each]) for at in range(8)]
    pipeline = load_pipeline()
    found = {}
    for name, size in (("one after the other", 1), ("side by side", 4)):
        pipeline.forget()
        began = time.perf_counter()
        for at in range(0, len(texts), size):
            runs = [pipeline.begin(text) for text in texts[at : at + size]]
            while not all(run.done for run in runs):
                pipeline.work([task for run in runs for task in run.todo(4)])
                for run in runs:
                    run.take()
            for run in runs:
                run.finish()
        found[name] = time.perf_counter() - began
        _progress(name, len(texts))
    return found


def _web(sentences: Sequence[str]) -> dict[str, float]:
    """Return seconds per 100 words of text as it comes: generating everything, and the whole."""
    from style_models.rewriting.causal import load_rewriter

    rewriter = load_rewriter(None)
    hundreds = sum(len(s.split()) for s in sentences) / 100
    found = {}
    for name, way in (
        ("generating everything", lambda: [rewriter.generate(s) for s in sentences]),
        ("the whole, judged", lambda: _whole(sentences)),
    ):
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            way()
            seconds.append(time.perf_counter() - began)
            _progress(f"web: {name}", len(seconds))
        found[name] = statistics.median(seconds) / hundreds
    return found


def _identity(sentences: Sequence[str], kind: str) -> dict[str, int]:
    """Return how many sentences source-drafted decoding writes just as plain greedy does."""
    from style_models.rewriting.causal import load_rewriter

    rewriter = load_rewriter(None, kind)
    drafted = rewriter.propose_all(sentences, [""] * len(sentences))
    same = 0
    for number, (sentence, wording) in enumerate(zip(sentences, drafted, strict=True), 1):
        same += wording == rewriter.generate(sentence)
        _progress(f"identity in {kind}", number)
    return {"sentences": len(sentences), "same": same}


def _lengths(sentences: Sequence[str], rows: int) -> dict[str, Any]:
    """Return seconds and growth of memory (MB) of texts of more and more words, and how straight."""
    import numpy as np

    wanted = [length for length in LENGTHS if length <= LENGTHS[-1] * rows / SENTENCES]
    points = []
    at = 0
    for length in wanted:
        taken: list[str] = []
        while sum(len(s.split()) for s in taken) < length:
            taken.append(sentences[at % len(sentences)])
            at += 1
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        _whole(taken)
        seconds = time.perf_counter() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        points.append({"words": length, "seconds": round(seconds, 2), "mb_grown": round(grown, 1)})
        _progress("length", length)
    words = np.array([p["words"] for p in points], float)
    seconds_ = np.array([p["seconds"] for p in points], float)
    slope = float((words @ seconds_) / (words @ words))
    straight = float(np.corrcoef(words, seconds_)[0, 1] ** 2) if len(points) > 2 else 1.0
    return {
        "points": points,
        "seconds_per_100_words": round(100 * slope, 3),
        "r2": round(straight, 4),
    }


def _progress(what: str, number: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what}: {number}", end=" ", file=sys.stderr, flush=True)


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    ways = result["ways"]
    plain = ways["plain greedy"]
    lines = [
        f"{result['sentences']} JFLEG sentences, median of {REPEATS}   ms a sentence   times as fast"
    ]
    lines += [f"  {n:<34}{1000 * s:14.1f}{plain / s:15.1f}" for n, s in ways.items()]
    web = result["web"]
    everything = web["generating everything"]
    lines.append("CWEB sentences as they come             s per 100 words   times as fast")
    lines += [f"  {n:<34}{s:14.2f}{everything / s:15.1f}" for n, s in web.items()]
    lines += [
        f"the same as plain greedy in {kind}: {found['same']} of {found['sentences']}"
        for kind, found in result["identity"].items()
    ]
    apart, beside = result["together"].values()
    lines.append(
        f"eight texts: {apart:.1f} s one after the other, {beside:.1f} s side by side "
        f"({apart / beside:.2f} times as fast)"
    )
    length = result["length"]
    lines.append(
        f"time against length: {length['seconds_per_100_words']} s per 100 words, r2 {length['r2']}"
    )
    lines += [
        f"  {p['words']:>6} words {p['seconds']:8.2f} s   memory grew by {p['mb_grown']:.0f} MB"
        for p in length["points"]
    ]
    return "\n".join(lines)
