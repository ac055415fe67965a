"""Whether the same slip is mended as often in dialect as in standard text, and the dialect kept.

One slip is planted in the same word of a dialect sentence and of its standard twin
(:mod:`~style_models.bench.twin_texts`). *Mended*: the stretch reads as it did before, whatever else was
changed. *Gap*: mended in standard minus mended in dialect, in points; above 0 the standard writer is
served better. Intervals (95%) resample whole documents. *Kept*: of the dialect features that our detectors
find in the sentence, those still there; and, since guards use the same detectors, of the places where
people put standard wording for dialect, those where the engine did not write just theirs.

The tagger and the language model are measured alone, sentence by sentence; the whole (all engines, judge,
guards) on texts of up to ten sentences, each with its slip, where a set has documents.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.bench.dialect import is_small
from style_models.bench.progress import progress
from style_models.bench.twin_texts import BY_RULE, NAIJA, REDIAL, SINGLISH, Side, Twin, twins
from style_models.edits.align import align_passage, apply_edits
from style_models.edits.edit import Edit
from style_models.errors import InputError

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter
    from style_models.rewriting.tagger import Tagger

ROWS = 60
MOST_GAP = 3.0
LEAST_KEPT = 0.98
TOGETHER = 10
"""Sentences of one document that make a text for the whole."""

FEWEST = 40
"""A variety with fewer twins than this has no row of its own."""

ENGINES = ("tagger", "model", "whole")
Engine = Callable[[Sequence[str]], list[str]]
POOLED = "all"
_MOST_EDITS_TRIED = 5
_MOST_WRITTEN_ANEW = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What an engine made of a twin.

    ``dialect`` and ``standard``: whether the slip was mended. ``features`` and ``kept``: dialect
    features in the dialect sentence, and those still there, by name. ``written`` and ``standardised``:
    small places where people wrote the standard for the dialect, and those where the engine did as they.
    """

    twin: Twin
    dialect: bool
    standard: bool
    features: Counter[str]
    kept: Counter[str]
    written: int = 0
    standardised: int = 0


# ---------------------------------------------------------------- one sentence


def is_mended(side: Side, edits: Sequence[Edit]) -> bool:
    """Tell whether the edits of ``side.wrong`` (sorted, disjoint) mend its slip, whatever else they do."""
    near = [edit for edit in edits if edit.start <= side.end and side.start <= edit.end]
    if not near:
        return False
    for count in range(1, min(len(near), _MOST_EDITS_TRIED) + 1):
        for chosen in itertools.combinations(near[:_MOST_EDITS_TRIED], count):
            if apply_edits(side.wrong, chosen) == side.clean:
                return True
    # An edit that takes in more than the slip: the word must stand in it as it was, the slip no more.
    wrong = side.wrong[side.start : side.end]
    return any(
        side.word in edit.after.split() and wrong not in edit.after.split()
        for edit in near
        if edit.start <= side.start and side.end <= edit.end and " " not in wrong + side.word
    )


@functools.lru_cache(maxsize=20_000)
def dialect_features(text: str) -> Counter[str]:
    """Return how often each feature of a dialect stands in the text."""
    from style_models.judging.change import parsed
    from style_models.judging.dialect_features import feature_named, found

    counts: Counter[str] = Counter()
    for name, places in found(parsed(text)).items():
        feature = feature_named(name)
        if feature is not None and feature.dialect:
            counts[name] = len(places)
    return counts


@functools.lru_cache(maxsize=20_000)
def _standardisations(dialect: str, standard: str) -> frozenset[tuple[int, int, str]]:
    """Return the small edits by which people made the standard sentence of the dialect one.

    None where most of it was written anew: words would be matched by chance.
    """
    edits = align_passage(dialect, standard, "foreign")
    if len(edits) > _MOST_WRITTEN_ANEW:
        return frozenset()
    return frozenset((e.start, e.end, e.after) for e in edits if is_small(e))


def _unslipped(side: Side, edit: Edit) -> tuple[int, int, str] | None:
    """Return an edit of the wrong sentence in offsets of the clean one; ``None`` if it is on the slip."""
    if edit.end < side.start:
        return edit.start, edit.end, edit.after
    if edit.start > side.end:
        return edit.start - side.grown, edit.end - side.grown, edit.after
    return None


def seen(twin: Twin, dialect: Sequence[Edit], standard: Sequence[Edit]) -> Seen:
    """Return what became of a twin whose wrong sides were edited so."""
    side = twin.dialect
    # A slip may hide a feature or make the parser see one: what counts was there with it and without.
    there = dialect_features(side.clean) & dialect_features(side.wrong)
    after = apply_edits(side.wrong, dialect)
    unchanged = after in (side.wrong, side.clean)
    kept = there if unchanged else there & dialect_features(after)
    by_people = (
        _standardisations(side.clean, twin.standard.clean)
        if twin.group not in (SINGLISH, BY_RULE)
        else frozenset[tuple[int, int, str]]()
    )
    made = {_unslipped(side, edit) for edit in dialect}
    return Seen(
        twin,
        is_mended(side, dialect),
        is_mended(twin.standard, standard),
        there,
        kept,
        len(by_people),
        len(by_people & made),
    )


# ---------------------------------------------------------------- engines


def audited(listed: Sequence[Twin], engine: Engine, origin: str = "engine") -> list[Seen]:
    """Return what an engine of sentences makes of the twins."""
    wrong = [side.wrong for twin in listed for side in (twin.dialect, twin.standard)]
    distinct = list(dict.fromkeys(wrong))
    made: dict[str, str] = {}
    for at in range(0, len(distinct), 32):
        part = distinct[at : at + 32]
        made.update(zip(part, engine(part), strict=True))
        progress(origin, at + len(part), len(distinct))
    edits = {text: align_passage(text, wording, origin) for text, wording in made.items()}
    return [seen(twin, edits[twin.dialect.wrong], edits[twin.standard.wrong]) for twin in listed]


def audited_whole(listed: Sequence[Twin], pipeline: Any) -> list[Seen]:
    """Return what is applied in the end, each document's sentences a text, up to ten at once."""
    from style_models.bench.polish import considered_all

    texts = list(_texts(listed))
    sides = [[twin.dialect for twin in text] for text in texts]
    sides += [[twin.standard for twin in text] for text in texts]
    wrong = ["\n\n".join(side.wrong for side in text) for text in sides]
    found = considered_all(pipeline, wrong, "whole")
    applied = [
        _by_side(text, [item.edit for item in items if item.applied])
        for text, items in zip(sides, found, strict=True)
    ]
    return [
        seen(twin, dialect, standard)
        for text, ours, theirs in zip(
            texts, applied[: len(texts)], applied[len(texts) :], strict=True
        )
        for twin, dialect, standard in zip(text, ours, theirs, strict=True)
    ]


def _by_side(sides: Sequence[Side], edits: Sequence[Edit]) -> list[list[Edit]]:
    """Return the edits of each sentence of a text, in the sentence's own offsets."""
    from style_models.pipeline import moved

    found, start = [], 0
    for side in sides:
        end = start + len(side.wrong)
        found.append([moved(e, -start) for e in edits if start <= e.start and e.end <= end])
        start = end + 2
    return found


def _texts(listed: Sequence[Twin]) -> Iterator[list[Twin]]:
    """Yield the twins that make one text: one slip a sentence, sentences in their order."""
    by_document: dict[str, list[Twin]] = defaultdict(list)
    for twin in listed:
        by_document[f"{twin.group} {twin.document}"].append(twin)
    for group in by_document.values():
        together = TOGETHER if group[0].group in (REDIAL, NAIJA) else 1
        group.sort(key=lambda twin: twin.unit)
        for at in range(0, len(group), together):
            yield group[at : at + together]


def first_slips(listed: Sequence[Twin], most: int) -> list[Twin]:
    """Return one twin of each sentence, at most ``most`` sentences of each set (0: all)."""
    found: dict[tuple[str, str, int], Twin] = {}
    count: Counter[str] = Counter()
    for twin in listed:
        key = (twin.group, twin.document, twin.unit)
        if key not in found and (not most or count[twin.group] < most):
            found[key] = twin
            count[twin.group] += 1
    return list(found.values())


def tagger_of(tagger: Path | Tagger | None) -> Engine:
    """Return a tagger as an engine: of a folder, one that is loaded, or the shipped one."""
    from style_models.rewriting.tagger import NAME, Tagger

    if isinstance(tagger, Path) and not Tagger.is_available(tagger):
        raise InputError(f"there is no {NAME}.safetensors in {tagger}: name a tagger's folder")
    chosen = Tagger.load(tagger) if tagger is None or isinstance(tagger, Path) else tagger
    return chosen.mend


def model_of(adapter: Path | CausalRewriter | None) -> Engine:
    """Return the language model as an engine, with the adapter of a folder or the shipped one."""
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.rewriting.causal import CausalRewriter, load_rewriter

    rewriter: CausalRewriter
    if isinstance(adapter, Path):
        if not (adapter / "adapter_config.json").is_file():
            raise InputError(f"there is no adapter_config.json in {adapter}: name an adapter")
        rewriter = CausalRewriter(str(pulled_path(REWRITER)), adapter)
    else:
        rewriter = adapter or load_rewriter(None)
    return lambda sentences: rewriter.propose_all(sentences, [""] * len(sentences))


def run(
    data: Path | None,
    rows: int = ROWS,
    tagger: Path | None = None,
    adapter: Path | None = None,
    engines: str = ",".join(ENGINES),
) -> dict[str, Any]:
    """Measure on the dialect sets in the folder ``data``.

    Parameters
    ----------
    rows : most sentences of each set for the model and for the whole, one slip each (0: all; the
        whole takes some ten minutes of one core for the default). The tagger, which is quick, reads
        all sentences with up to four slips each, in copies.
    tagger, adapter : folders of weights to measure alone, instead of the shipped ones; the whole is
        always the shipped one.
    engines : which are measured, of ``tagger,model,whole``.

    Raises :class:`InputError` without the folder, for weights that are not there, for another engine.
    """
    wanted = [name.strip() for name in engines.split(",")]
    if unknown := [name for name in wanted if name not in ENGINES]:
        raise InputError(f"there is no engine {unknown[0]!r}: choose of {', '.join(ENGINES)}")
    if data is None or not data.is_dir():
        raise InputError("bench twins needs --data: the folder with the dialect sets")
    listed = twins(data, 0 if "tagger" in wanted else rows)
    few = first_slips(listed, rows)
    result: dict[str, Any] = {"rows": rows, "most_gap": MOST_GAP, "least_kept": LEAST_KEPT}
    if "tagger" in wanted:
        result["tagger"] = figures(audited(listed, tagger_of(tagger), "tagger"))
    if "model" in wanted:
        result["model"] = figures(audited(few, model_of(adapter), "model"))
    if "whole" in wanted:
        from style_models.pipeline import load_pipeline

        result["whole"] = figures(audited_whole(few, load_pipeline()))
    return result


# ---------------------------------------------------------------- a training step


def measure(data: Path, weights: Path | Tagger | CausalRewriter, rows: int = 0) -> dict[str, Any]:
    """Return the figures of one tagger or adapter alone, before or after a training step.

    Parameters
    ----------
    data : the folder of the sets.
    weights : a folder (adapter or tagger, by what lies in it) or what is loaded. Folders that are
        loaded stay in memory: weights written over others need a folder of their own, or a loaded one.
    rows : most sentences of each set, with up to four slips each for a tagger and one for an adapter
        (0: all: some five minutes of one core for a tagger, twenty for an adapter).
    """
    from style_models.rewriting.tagger import Tagger

    listed = twins(data, rows)
    if isinstance(weights, Path):
        is_adapter = (weights / "adapter_config.json").is_file()
        engine = model_of(weights) if is_adapter else tagger_of(weights)
    else:
        is_adapter = not isinstance(weights, Tagger)
        engine = model_of(weights) if not isinstance(weights, Tagger) else tagger_of(weights)
    return figures(audited(first_slips(listed, rows) if is_adapter else listed, engine))


def step(
    data: Path,
    before: Path | Tagger | CausalRewriter | None,
    after: Path | Tagger | CausalRewriter,
    rows: int = 0,
) -> dict[str, Any]:
    """Measure before and after a training step on the same twins; :func:`card_table` writes them down.

    ``before`` is ``None`` where there was nothing yet: it has no row then. Parameters as in
    :func:`measure`.
    """
    found = {} if before is None else {"before": measure(data, before, rows)}
    return found | {"after": measure(data, after, rows)}


def card_table(found: dict[str, Any]) -> str:
    """Return the Markdown of a card on a training step; ``found`` holds :func:`measure` by title."""
    lines = [
        "Equal benefit (`ownvoice bench twins`): the same slip planted in a dialect sentence and in its standard twin, of",
        "documents that neither detector nor tagger learned from (the adapter's first stage read some); share mended, and",
        "the gap (standard minus dialect) in points with its 95% interval:",
        "",
        "| training step | twins | dialect | standard | gap, all | "
        + " | ".join(_groups(found))
        + " | features kept |",
        "| --- |" + " --- |" * (5 + len(_groups(found))),
    ]
    for name, figure in found.items():
        pooled = figure["sets"][POOLED]
        gaps = [
            f"{figure['sets'][group]['gap']:+.1f}" if group in figure["sets"] else ""
            for group in _groups(found)
        ]
        lines.append(
            f"| {name} | {pooled['twins']} | {pooled['dialect']:.1%} | {pooled['standard']:.1%} | "
            f"{_gap(pooled)} | {' | '.join(gaps)} | {pooled['kept']:.1%} |"
        )
    return "\n".join(lines)


def _groups(found: dict[str, Any]) -> list[str]:
    return [name for name in next(iter(found.values()))["sets"] if name != POOLED]


# ---------------------------------------------------------------- figures


def figures(results: Sequence[Seen]) -> dict[str, Any]:
    """Return shares, gaps with intervals and paired counts, by set, by variety and by kind of slip."""
    groups: dict[str, list[Seen]] = defaultdict(list)
    kinds: dict[str, list[Seen]] = defaultdict(list)
    varieties: dict[str, list[Seen]] = defaultdict(list)
    for each in results:
        groups[each.twin.group].append(each)
    # The same Singlish sentences again, against themselves: not counted twice.
    pooled = [each for each in results if each.twin.group != BY_RULE]
    for each in pooled:
        kinds[each.twin.kind].append(each)
        for variety in _varieties(each.twin.ewave):
            varieties[variety].append(each)
    lost: Counter[str] = Counter()
    for each in pooled:
        lost += each.features - each.kept
    sets = {name: _summed(listed) for name, listed in groups.items()}
    sets[POOLED] = _summed(pooled)
    return {
        "sets": sets,
        "varieties": {
            name: _summed(listed)
            for name, listed in sorted(varieties.items())
            if len(listed) >= FEWEST
        },
        "kinds": {name: _summed(listed) for name, listed in sorted(kinds.items())},
        "lost": dict(lost.most_common(12)),
    }


@functools.cache
def _varieties(ewave: int) -> tuple[str, ...]:
    from style_models.judging.dialect_features import features

    names = {v for f in features() if ewave and f.ewave == ewave for v in f.varieties}
    return tuple(sorted(names))


def _summed(results: Sequence[Seen]) -> dict[str, Any]:
    from style_models.persona.statistics import mean_interval

    dialect = np.array([float(each.dialect) for each in results])
    standard = np.array([float(each.standard) for each in results])
    difference = 100 * (standard - dialect)
    documents = [each.twin.document for each in results]
    found = mean_interval(difference, documents) if len(results) else None
    features = sum(each.features.total() for each in results)
    written = sum(each.written for each in results)
    kept = sum(each.kept.total() for each in results)
    return {
        "twins": len(results),
        "documents": len(set(documents)),
        "dialect": float(dialect.mean()) if len(results) else 0.0,
        "standard": float(standard.mean()) if len(results) else 0.0,
        "gap": float(difference.mean()) if len(results) else 0.0,
        "interval": [float(found[0]), float(found[1])] if found else None,
        "paired": {
            "both": int((dialect * standard).sum()),
            "dialect_only": int((dialect * (1 - standard)).sum()),
            "standard_only": int((standard * (1 - dialect)).sum()),
            "neither": int(((1 - dialect) * (1 - standard)).sum()),
        },
        "features": features,
        "kept": kept / features if features else 1.0,
        "written": written,
        "not_standardised": (
            1 - sum(each.standardised for each in results) / written if written else 1.0
        ),
    }


# ---------------------------------------------------------------- printing


def _gap(found: dict[str, Any]) -> str:
    if found["interval"] is None:
        return f"{found['gap']:+.1f}"
    low, high = found["interval"]
    return f"{found['gap']:+.1f} ({low:+.1f} to {high:+.1f})"


def render(result: dict[str, Any]) -> str:
    """Return the figures as tables for the terminal."""
    lines = [
        "THE SAME SLIP in a dialect sentence and in its standard twin, documents that detector and tagger never saw",
        f"gap: standard minus dialect, in points (at most {result['most_gap']:g}); kept: dialect features still there "
        f"(at least {result['least_kept']:.0%})",
    ]
    titles = {"tagger": "TAGGER ALONE", "model": "MODEL ALONE", "whole": "THE WHOLE, JUDGED"}
    for engine, title in titles.items():
        if engine not in result:
            continue
        figure = result[engine]
        lines += [
            "",
            f"{title:<27}{'twins':>6}{'docs':>6}{'dialect':>9}{'standard':>9}{'gap, 95%':>24}"
            f"{'d only':>8}{'s only':>7}{'features':>10}{'kept':>8}{'people':>8}",
        ]
        lines += [f"  {name:<25}{_cells(found)}" for name, found in figure["sets"].items()]
        lines += [
            f"    {name.replace('_', ' '):<23}{_cells(found)}"
            for name, found in figure["kinds"].items()
        ]
        if figure["varieties"]:
            lines.append("  minimal pairs by variety in which the feature is common: gap, kept")
            cells = [
                f"{name:<10}{found['twins']:>5}{found['gap']:>+7.1f}{found['kept']:>7.0%}"
                for name, found in figure["varieties"].items()
            ]
            for at in range(0, len(cells), 4):
                lines.append("    " + "   ".join(cells[at : at + 4]))
        if figure["lost"]:
            listed = ", ".join(f"{name} {count}" for name, count in figure["lost"].items())
            lines.append(f"  features lost most: {listed}")
    lines += [
        "",
        "d only, s only: slips mended in the dialect or the standard twin alone. people: of the places where people",
        "wrote standard for dialect, those where the engine did not. Singlish twins are web sentences with the same",
        "word; by rule: the same sentence with particles out and be in, not in all.",
    ]
    return "\n".join(lines)


def _cells(found: dict[str, Any]) -> str:
    paired = found["paired"]
    people = f"{found['not_standardised']:>8.1%}" if found["written"] else f"{'':>8}"
    return (
        f"{found['twins']:>6}{found['documents']:>6}{found['dialect']:>9.1%}{found['standard']:>9.1%}"
        f"{_gap(found):>24}{paired['dialect_only']:>8}{paired['standard_only']:>7}"
        f"{found['features']:>10}{found['kept']:>8.1%}{people}"
    )
