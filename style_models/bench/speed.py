"""How fast each way of proposing is, on the same sentences in one run, as ratios to plain generation.

Plain greedy ``generate`` of the restoration model is the measure; against it prompt lookup
(transformers), llama.cpp over the same weights where ``llama-cpp-python`` is installed, plain and
with its lookup, our source-drafted decoding, the tagger, Harper, and the whole with its gate and its
judge. Output of source-drafted decoding is compared with greedy in single precision, where rounding
does not depend on how many tokens share a pass; in bfloat16 the share that differs is told.
"""

from __future__ import annotations

import functools
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from style_models.bench.corpora import data_file, rows_of
from style_models.bench.polish import sample_of, sentence_of
from style_models.bench.progress import progress

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter

SENTENCES = 60
REPEATS = 5
IDENTICAL = 500
PLAIN, EVERYTHING = "plain greedy, as it comes", "generating everything, as it comes"


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
    }


def _ways(sentences: Sequence[str]) -> dict[str, float]:
    """Return seconds a sentence of each way, the median of :data:`REPEATS` runs over all of them.

    "As it comes": transformers' model without our laying out of its weights. Ways that are not
    installed here are left out. Each turn runs every way once, so that no way has a busier machine.
    """
    from style_models.rewriting.causal import load_rewriter
    from style_models.rewriting.harper import HarperEngine
    from style_models.rewriting.tagger import Tagger

    rewriter, plain = load_rewriter(None), _as_it_comes()
    nothing = [""] * len(sentences)
    ways: dict[str, Callable[[], Any]] = {
        PLAIN: lambda: [plain.generate(s) for s in sentences],
        "plain greedy, weights laid out": lambda: [rewriter.generate(s) for s in sentences],
        "prompt lookup, as it comes": lambda: [plain.generate(s, lookup=8) for s in sentences],
        "prompt lookup, weights laid out": lambda: [
            rewriter.generate(s, lookup=8) for s in sentences
        ],
        "source-drafted, as it comes": lambda: plain.propose_all(sentences, nothing),
        "source-drafted, one by one": lambda: [rewriter.propose(s) for s in sentences],
        "source-drafted": lambda: rewriter.propose_all(sentences, nothing),
        "tagger, in batch": lambda: Tagger.load().mend(sentences),
        "the whole, judged": lambda: _whole(sentences),
    }
    if HarperEngine.is_available():
        harper = HarperEngine()
        ways["Harper"] = lambda: [harper.candidates(s) for s in sentences]
    with tempfile.TemporaryDirectory() as folder:
        ways |= _llama_cpp(plain, sentences, Path(folder))
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(REPEATS + 1):
            for name, way in ways.items():
                began = time.perf_counter()
                way()
                # The first turn warms up.
                if turn:
                    seconds[name].append(time.perf_counter() - began)
                progress(name, turn)
    return {name: statistics.median(each) / len(sentences) for name, each in seconds.items()}


@functools.cache
def _as_it_comes() -> CausalRewriter:
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.paths import weights_dir
    from style_models.rewriting.causal import CausalRewriter

    adapter = weights_dir() / "restoration"
    return CausalRewriter(str(pulled_path(REWRITER)), adapter, packed=False)


def _llama_cpp(
    plain: CausalRewriter, sentences: Sequence[str], folder: Path
) -> dict[str, Callable[[], Any]]:
    """Return llama.cpp's ways over the same weights, adapter merged; none where it is not installed."""
    try:
        from llama_cpp import Llama
        from llama_cpp.llama_speculative import LlamaPromptLookupDecoding
    except ImportError:
        return {}
    import torch

    asked = [plain.asked(sentence) for sentence in sentences]
    room = max(len(prompt) + longest for prompt, longest, _ in asked) + 16
    ways: dict[str, Callable[[], Any]] = {}
    for kind in ("BF16", "Q8_0"):
        file = plain.write_gguf(folder / f"{kind}.gguf", kind)
        for name, draft in (("plain", None), ("lookup", LlamaPromptLookupDecoding(2, 8))):
            model = Llama(
                model_path=str(file),
                n_ctx=room,
                n_threads=torch.get_num_threads(),
                n_threads_batch=torch.get_num_threads(),
                draft_model=draft,
                logits_all=draft is not None,
                verbose=False,
            )
            ways[f"llama.cpp {kind}, {name}"] = functools.partial(_written, model, asked)
    return ways


def _written(model: Any, asked: Sequence[tuple[list[int], int, int]]) -> list[list[int]]:
    written = []
    for prompt, longest, end in asked:
        answer: list[int] = []
        model.reset()
        for token in model.generate(prompt, temp=0.0, top_k=1, repeat_penalty=1.0):
            if token == end or len(answer) >= longest:
                break
            answer.append(int(token))
        written.append(answer)
    return written


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
            pipeline.work_through(runs, 4)
            for run in runs:
                run.finish()
        found[name] = time.perf_counter() - began
        progress(name, len(texts))
    return found


def _web(sentences: Sequence[str]) -> dict[str, float]:
    """Return seconds per 100 words of text as it comes: generating everything, and the whole."""
    from style_models.rewriting.causal import load_rewriter

    rewriter, plain = load_rewriter(None), _as_it_comes()
    hundreds = sum(len(s.split()) for s in sentences) / 100
    found = {}
    for name, way in (
        (EVERYTHING, lambda: [plain.generate(s) for s in sentences]),
        ("everything, weights laid out", lambda: [rewriter.generate(s) for s in sentences]),
        (
            "everything, source-drafted",
            lambda: rewriter.propose_all(sentences, [""] * len(sentences)),
        ),
        ("the whole, judged", lambda: _whole(sentences)),
    ):
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            way()
            seconds.append(time.perf_counter() - began)
            progress(f"web: {name}", len(seconds))
        found[name] = statistics.median(seconds) / hundreds
    return found


def _identity(sentences: Sequence[str], kind: str) -> dict[str, int]:
    """Return how many sentences source-drafted decoding writes just as plain greedy does."""
    from style_models.rewriting.causal import load_rewriter

    rewriter = load_rewriter(None) if kind == "bfloat16" else load_rewriter(None, kind)
    drafted = rewriter.propose_all(sentences, [""] * len(sentences))
    same = 0
    for number, (sentence, wording) in enumerate(zip(sentences, drafted, strict=True), 1):
        same += wording == rewriter.generate(sentence)
        progress(f"identity in {kind}", number)
    return {"sentences": len(sentences), "same": same}


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    ways = result["ways"]
    plain = ways[PLAIN]
    lines = [
        f"{result['sentences']} JFLEG sentences, median of {REPEATS}   ms a sentence   times as fast"
    ]
    lines += [f"  {n:<34}{1000 * s:14.1f}{plain / s:15.1f}" for n, s in ways.items()]
    if not any(name.startswith("llama.cpp") for name in ways):
        lines.append("  llama.cpp: not installed (pip install llama-cpp-python)")
    web = result["web"]
    everything = web[EVERYTHING]
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
    return "\n".join(lines)
