"""How far polish comes apart from persona: repair edit by edit, restyling under a budget of drift.

(a) *Repair.* Own texts of the study and L2R originals with planted slips; what mends the slips and what
a language model's rewrite of the same text changes stand in one list. How many of the repairs are
applied, and how many of the re-voicing edits. Beside it human corrections (JFLEG, GMEG, CWEB): the share
of their GLEU gain that is kept when only what the judge calls polish is made.

(b) *Restyling.* On the study's true rewrites of writers that no model here saw: the frontier of clarity
kept against drift let through, both as shares of the whole rewrites', marked by a ruler of another kind
(:mod:`style_models.bench.ruler`). Random subsets of the edits, thresholds on one score, a choice among
whole rewrites by least drift, and composition (:mod:`style_models.edits.restyle`). Then for whom: two
writers with opposite answers, the same proposal, and what each would mind in the other's result.

Every interval resamples writers (documents where there are none).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.bench.corpora import TokenisedSentence, data_file, even, rows_of
from style_models.bench.drift import judged, planted, rank, rewritten, sample
from style_models.bench.gleu import gleu
from style_models.bench.ruler import (
    KINDS,
    RATED,
    SPLITS,
    Marks,
    Ruler,
    Teachable,
    study_rows,
    targets_of,
    untaught,
)
from style_models.edits.align import align, apply_edits
from style_models.edits.edit import Edit
from style_models.edits.restyle import (
    Reader,
    Readings,
    compose,
    drift_of,
    heard,
    minds,
    weighted,
)
from style_models.persona.reader_model import ReaderModel, writer_hash
from style_models.persona.statistics import interval
from style_models.text.detokenise import detokenise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from style_models.judging.judge import Judgement

    Array = NDArray[np.float64]

ROWS = 60
REVISED = ("improve", "rewrite")
MAIN = "states, strict"
"""The ruler that whole rewrites and writers of opposite answers are marked by."""

LEVELS = (0.1, 0.25, 0.4, 0.6, 0.8, 1.0)
SHARES = (0.25, 0.5)
"""Shares of the drift at which the frontier is read off."""

CLARITY = RATED.index("clarity")
OPPOSED = ("formality", "confidence", "optimism")
TENTH = 0.1
"""Share of re-voicing edits that may pass where repairs are counted at that price."""

LEAST_GAIN = 3.0
"""GLEU that a whole correction must gain for shares of it to mean something."""

WRITERS_A_SIDE = 12


@dataclass(frozen=True)
class Case:
    """A rewrite taken apart: its writer, both texts, the edits and what our reader hears of them."""

    writer: str
    original: str
    rewrite: str
    edits: tuple[Edit, ...]
    told: Readings

    def made(self, units: Sequence[bool] | NDArray[np.bool_]) -> str:
        """Return the original with the units made that are true."""
        kept = {
            i for unit, is_in in zip(self.told.units, units, strict=True) if is_in for i in unit
        }
        return apply_edits(self.original, [e for i, e in enumerate(self.edits) if i in kept])


def run(data: Path | None, rows: int = ROWS, **options: object) -> dict[str, Any]:
    """Measure both parts; ``data`` is the folder of the sets, ``rows`` the most of each set."""
    folder = data_file(data, "persona_paragraphs").parent
    return {
        "rows": rows,
        "restyling": restyling(folder, rows),
        "repair": (repaired := repair(folder, rows)),
        "corrections": corrections(folder, rows, repaired["threshold_at_a_tenth"]),
    }


# ---------------------------------------------------------------- (b) restyling


def restyling(folder: Path, most: int = ROWS, reader: ReaderModel | None = None) -> dict[str, Any]:
    """Return the frontier, the choice among whole rewrites, and what two writers would mind.

    The quick reading composes: what the language model makes of a text is left to the ruler.
    """
    model = reader or ReaderModel.load()
    quick = model.quick
    rows = study_rows(folder)
    pairs = sample(study_rewrites(rows, model.trained_on), most)
    cases = [taken_apart(writer, original, rewrite, quick) for writer, original, rewrite in pairs]
    rulers = {
        f"{kind}, {split}": Ruler.build(rows, model.trained_on, split, kind)
        for kind in KINDS
        for split in SPLITS
    }
    ways = methods(quick) | {
        "composition by characters": by_own_kind(
            cases, OwnKind.taught(rows, model.trained_on, "characters")
        )
    }
    composed = {
        name: {level: [way(case, level) for case in cases] for level in LEVELS}
        for name, way in ways.items()
    }
    return {
        "pairs": len(cases),
        "writers": len({case.writer for case in cases}),
        "edits_a_pair": round(float(np.mean([len(case.edits) for case in cases])), 1),
        "rulers": {marked: ruler.agreement for marked, ruler in rulers.items()},
        "frontier": {
            marked: {
                name: frontier(cases, texts, ruler) for name, texts in composed.items()
            }
            for marked, ruler in rulers.items()
        },
        "whole_rewrites": whole_rewrites(folder, quick, rulers[MAIN], most),
        "for_whom": for_whom(folder, cases, quick, rulers[MAIN]),
    }  # fmt: skip


def study_rewrites(
    rows: Sequence[Mapping[str, Any]], trained_on: frozenset[str]
) -> list[tuple[str, str, str]]:
    """Return (writer, own text, AI's revision of it) of writers that the reader model never saw."""
    own = {(r["writer"], r["proposition"]): r["text"] for r in rows if r["kind"] == "writer"}
    return [
        (row["writer"], own[row["writer"], row["proposition"]], row["text"])
        for row in rows
        if row["condition"] in REVISED
        and (row["writer"], row["proposition"]) in own
        and writer_hash(row["writer"]) not in trained_on
    ]


def taken_apart(writer: str, original: str, rewrite: str, reader: Reader) -> Case:
    """Align a rewrite and read its units."""
    edits = align(original, rewrite)
    return Case(writer, original, rewrite, tuple(edits), heard(original, edits, reader, RATED))


def methods(reader: Reader) -> dict[str, Callable[[Case, float], str]]:
    """Return the ways to choose: each takes a case and a level, 0 to 1, and returns a text."""

    def by_chance(case: Case, level: float) -> str:
        random_ = np.random.default_rng(int(rank(case.writer, case.original)[:8], 16))
        return case.made(random_.random(len(case.told.units)) < level)

    def by_clarity(case: Case, level: float) -> str:
        return _top(case, case.told.shifts[:, CLARITY], level)

    def by_ratio(case: Case, level: float) -> str:
        each = drift_of(case.told.shifts, minds(RATED, None))
        return _top(case, case.told.shifts[:, CLARITY] / (each + 0.05), level)

    def ours(case: Case, level: float) -> str:
        return compose(
            case.original, case.edits, reader, share=level, axes=RATED, readings=case.told
        ).text

    return {
        "random subset": by_chance,
        "threshold on clarity": by_clarity,
        "threshold on clarity by drift": by_ratio,
        "composition": ours,
    }


@dataclass
class OwnKind:
    """A model of a ruler's kind as a reader, learned from the writers that the strict ruler never saw.

    What it reaches by that ruler is about the most to be asked of a reader: what it misses is the
    ruler's noise. The wide ruler of its kind learned from its own writers too, and flatters it.
    """

    model: Teachable
    sd: dict[str, float]
    axes: tuple[str, ...] = RATED

    @classmethod
    def taught(
        cls, rows: Sequence[Mapping[str, Any]], trained_on: frozenset[str], kind: str
    ) -> OwnKind:
        """Learn from the reader model's writers; units from the own texts of the others."""
        known = [row for row in rows if writer_hash(row["writer"]) in trained_on]
        others = [row["text"] for row in rows if writer_hash(row["writer"]) not in trained_on
                  and row["kind"] == "writer"]  # fmt: skip
        model = untaught(kind).fit([row["text"] for row in known], targets_of(known))
        unit = np.maximum(model.read(others).std(axis=0), 1e-6)
        return cls(model, dict(zip(RATED, unit.tolist(), strict=True)))

    def read(self, texts: Sequence[str]) -> Array:
        """Return the ratings expected of ``texts``, shape (len(texts), axes)."""
        return self.model.read(texts)


def by_own_kind(cases: Sequence[Case], reader: Reader) -> Callable[[Case, float], str]:
    """Return composition by ``reader``, which reads the units of ``cases`` anew."""
    told = {id(case): heard(case.original, case.edits, reader, RATED) for case in cases}

    def way(case: Case, level: float) -> str:
        return compose(
            case.original, case.edits, reader, share=level, axes=RATED, readings=told[id(case)]
        ).text

    return way


def _top(case: Case, score: Array, level: float) -> str:
    count = max(1, round(level * len(score)))
    chosen = np.zeros(len(score), dtype=bool)
    chosen[np.argsort(-score)[:count]] = True
    return case.made(chosen)


def frontier(
    cases: Sequence[Case], texts: Mapping[float, Sequence[str]], ruler: Ruler
) -> dict[str, Any]:
    """Return the points (drift let through, clarity kept) and the clarity kept at :data:`SHARES`.

    Shares of the sums over all pairs; between two points of the frontier a straight line.
    """
    whole = [ruler.mark(c.writer, c.original, [c.rewrite])[0] for c in cases]
    marks = [
        [ruler.mark(c.writer, c.original, [text])[0] for c, text in zip(cases, made, strict=True)]
        for made in texts.values()
    ]
    full = _table([whole])
    table = _table(marks)

    def points(at: Any) -> Array:
        whole_sums = full[0, at].sum(axis=0)
        # A ruler that hears no change at all on an axis gives no share of it.
        totals = table[:, at].sum(axis=1) / np.where(whole_sums == 0, np.inf, whole_sums)
        return np.asarray(totals[np.argsort(totals[:, 0])])

    def kept(at: Any, share: float) -> float:
        line = np.vstack([np.zeros(3), points(at)])
        return float(np.interp(share, line[:, 0], line[:, 1]))

    names = [case.writer for case in cases]
    every = np.arange(len(cases))
    return {
        "points": [[round(float(v), 3) for v in line] for line in points(every)],
        "clarity_kept": {
            str(share): {
                "share": round(kept(every, share), 3),
                "interval": _rounded(interval(lambda at, s=share: kept(at, s), names)),  # type: ignore[misc]
            }
            for share in SHARES
        },
    }


def _table(marks: Sequence[Sequence[Marks]]) -> Array:
    """Return (levels, pairs, 3): drift, clarity and formality in SD."""
    return np.array([[(m.drift, m.clarity, m.formality) for m in line] for line in marks])


def whole_rewrites(
    folder: Path, reader: Reader, ruler: Ruler, most: int
) -> dict[str, dict[str, Any]]:
    """Return what choosing among whole rewrites by least drift (our reader's) keeps.

    L2R's three or four models and JFLEG's four references (five sentences to a paragraph), as shares of what the
    mean version brings: clarity kept and drift let through, by the ruler.
    """
    found = {}
    for name, listed in (("l2r", _l2r_versions(folder, most)), ("jfleg", _jfleg(folder, most))):
        lines, names = [], []
        for document, original, versions in listed:
            read = reader.read([original, *versions])[:, [reader.axes.index(n) for n in RATED]]
            moved = (read[1:] - read[0]) / np.array([reader.sd[n] for n in RATED])
            least = int(np.argmin(drift_of(moved, minds(RATED, None))))
            marks = ruler.mark(document, original, versions)
            lines.append((
                marks[least].drift, marks[least].clarity,
                float(np.mean([m.drift for m in marks])), float(np.mean([m.clarity for m in marks])),
            ))  # fmt: skip
            names.append(document)
        if not lines:
            continue
        table = np.array(lines)

        def share(at: Any, top: int, table: Array = table) -> float:
            return float(table[at, top].sum() / table[at, top + 2].sum())

        every = np.arange(len(table))
        found[name] = {
            "originals": len(table),
            "drift": round(share(every, 0), 3),
            "drift_interval": _rounded(interval(lambda at: share(at, 0), names)),
            "clarity": round(share(every, 1), 3),
            "clarity_interval": _rounded(interval(lambda at: share(at, 1), names)),
            "mean_clarity_gain_sd": round(float(table[:, 3].mean()), 3),
        }
    return found


def _l2r_versions(folder: Path, most: int) -> list[tuple[str, str, list[str]]]:
    versions: dict[tuple[str, str], list[str]] = {}
    for row in rows_of(data_file(folder, "l2r_rewrites")):
        if 300 < len(row["original"]) < 1500:
            name = f"l2r/{row['domain']}-{row['i']}"
            versions.setdefault((name, row["original"]), []).append(row["rewrite"])
    return sample([(n, o, v) for (n, o), v in versions.items() if len(v) >= 3], most)


def _jfleg(folder: Path, most: int) -> list[tuple[str, str, list[str]]]:
    rows = [row for row in rows_of(data_file(folder, "jfleg")) if row["split"] == "dev"]
    found = []
    for at in range(0, len(rows) - 4, 5):
        held = rows[at : at + 5]
        versions = [" ".join(detokenise(row["refs"][k]) for row in held) for k in range(4)]
        found.append((held[0]["id"], " ".join(detokenise(row["src"]) for row in held), versions))
    return sample(found, most)


def for_whom(folder: Path, cases: Sequence[Case], reader: Reader, ruler: Ruler) -> dict[str, Any]:
    """Compose the same proposals for writers of opposite answers, and mark what each would mind.

    Pairs of writers are drawn from ``persona_tolerances``: for each axis of :data:`OPPOSED`, those who
    answered most and least favourably on more of it. Their acceptances are their own answers. Of
    each of the two results the ruler says how much drift *this* writer minds, weighted by their
    answers; ``less`` is the share of it that the writer's own result saves over the other's, at
    budgets where both results have the same clarity by our reader.
    """
    from style_models.learning.items import item_of

    people = [
        row for row in rows_of(data_file(folder, "persona_tolerances")) if row.get("tolerance")
    ]

    def answers(row: Mapping[str, Any]) -> dict[tuple[str, int], float]:
        found = {}
        for axis in RATED:
            for way in (1, -1):
                item = item_of(axis, way)
                value = row["tolerance"].get(item.name) if item else None
                found[axis, way] = 0.5 if value is None else float(value) / 100
        return found

    result: dict[str, Any] = {}
    for axis in OPPOSED:
        item = item_of(axis, 1)
        assert item is not None
        asked = [row for row in people if row["tolerance"].get(item.name) is not None]
        asked.sort(key=lambda row: (row["tolerance"][item.name], rank(row["writer"])))
        against = [answers(row) for row in asked[:WRITERS_A_SIDE]]
        for_it = [answers(row) for row in asked[-WRITERS_A_SIDE:]]
        lines, names = [], []
        for at, case in enumerate(cases):
            two = against[at % WRITERS_A_SIDE], for_it[at % WRITERS_A_SIDE]
            line = _two_results(case, two, reader, ruler)
            if line:
                lines.append(line)
                names.append(case.writer)
        table = np.array(lines)

        def less(at: Any, side: int, table: Array = table) -> float:
            return float(1 - table[at, side].sum() / table[at, side + 2].sum())

        every = np.arange(len(table))
        result[axis] = {
            "pairs": len(lines),
            "less_for_the_one_who_minds": round(less(every, 0), 3),
            "interval": _rounded(interval(lambda at: less(at, 0), names)),
            "less_for_the_one_who_does_not": round(less(every, 1), 3),
            "interval_of_the_other": _rounded(interval(lambda at: less(at, 1), names)),
            "clarity_of_both_sd": [round(float(table[:, k].mean()), 3) for k in (4, 5)],
        }
    return result


def _two_results(
    case: Case,
    two: tuple[Mapping[tuple[str, int], float], Mapping[tuple[str, int], float]],
    reader: Reader,
    ruler: Ruler,
) -> tuple[float, ...] | None:
    """Return what each minds in their own result (2), in the other's (2), and both clarities (2)."""
    ladders = []
    for answers in two:
        ladders.append([
            compose(
                case.original, case.edits, reader, share=share, axes=RATED,
                accepts=weighted(answers), readings=case.told,
            )
            for share in LEVELS
        ])  # fmt: skip
    # Equal clarity: of all pairs of rungs, the nearest two at or above half of what can be had.
    reach = 0.5 * min(max(c.gain for c in ladder) for ladder in ladders)
    if reach <= 0:
        return None
    first, second = min(
        ((a, b) for a in ladders[0] for b in ladders[1] if min(a.gain, b.gain) >= reach),
        key=lambda pair: (abs(pair[0].gain - pair[1].gain), pair[0].drift + pair[1].drift),
    )
    marks = ruler.mark(case.writer, case.original, [first.text, second.text])
    minded = [[mark.minded(answers) for mark in marks] for answers in two]
    return (
        minded[0][0], minded[1][1], minded[0][1], minded[1][0],
        marks[0].clarity, marks[1].clarity,
    )  # fmt: skip


# ---------------------------------------------------------------- (a) repair


def repair(folder: Path, most: int = ROWS) -> dict[str, Any]:
    """Share of planted slips' repairs and of a rewrite's edits that are applied, all in one list.

    The proposal is the text with both made; what stands in it is aligned anew, as for any foreign
    text, and an edit counts as the repair or the re-voicing whose place and wording it has. Edits of
    neither (the alignment cut differently) are counted as ``unmatched`` and left out.
    """
    lines: list[tuple[str, int, int, int, int, int, int]] = []
    scores: list[dict[bool, list[float]]] = []
    for writer, clean, rewrite in rewritten(folder, most):
        found = planted(writer, clean, rewrite, random.Random(rank(writer, clean)))
        if found is None:
            continue
        wanted = {(e.start, e.end, e.after): True for e in found.repairs}
        wanted |= {(e.start, e.end, e.after): False for e in found.revoicings}
        counts = [0, 0, 0, 0, 0]
        scores.append({True: [], False: []})
        for edit, word in judged(found.text, found.proposal):
            is_repair = _kind(edit, found.repairs, found.revoicings, wanted)
            if is_repair is None:
                counts[4] += 1
                continue
            counts[0 if is_repair else 2] += 1
            counts[1 if is_repair else 3] += word.verdict == "polish"
            scores[-1][is_repair].append(_score(word))
        lines.append((writer, *counts, found.dropped))  # type: ignore[arg-type]
    table = np.array([line[1:] for line in lines], dtype=float).reshape(-1, 6)
    names = [line[0] for line in lines]

    def share(at: Any, column: int) -> float:
        total = table[at, column].sum()
        return float(table[at, column + 1].sum() / total) if total else float("nan")

    def threshold(at: Any) -> float:
        others = [score for i in at for score in scores[i][False]]
        return float(np.quantile(others, 1 - TENTH, method="higher")) if others else 1.0

    def at_a_tenth(at: Any) -> float:
        least = threshold(at)
        passed = [score > least for i in at for score in scores[i][True]]
        return float(np.mean(passed)) if passed else float("nan")

    every = np.arange(len(table))
    return {
        "threshold_at_a_tenth": round(threshold(every), 4),
        "repairs_at_a_tenth": _number(at_a_tenth(every)),
        "repairs_at_a_tenth_interval": _rounded(interval(at_a_tenth, names)),
        "texts": len(lines),
        "repairs": int(table[:, 0].sum()),
        "repairs_applied": _number(share(every, 0)),
        "repairs_interval": _rounded(interval(lambda at: share(at, 0), names)),
        "revoicings": int(table[:, 2].sum()),
        "revoicings_applied": _number(share(every, 2)),
        "revoicings_interval": _rounded(interval(lambda at: share(at, 2), names)),
        "unmatched": int(table[:, 4].sum()),
        "dropped": int(table[:, 5].sum()),
    }


def _kind(
    edit: Edit,
    repairs: Sequence[Edit],
    revoicings: Sequence[Edit],
    wanted: Mapping[tuple[int, int, str], bool],
) -> bool | None:
    """Return whether an aligned edit mends (True), re-voices (False), or both or neither (None)."""
    exact = wanted.get((edit.start, edit.end, edit.after))
    if exact is not None:
        return exact
    mends = any(e.start <= edit.end and edit.start <= e.end for e in repairs)
    voices = any(e.start <= edit.end and edit.start <= e.end for e in revoicings)
    return mends if mends != voices else None


def _score(word: Judgement) -> float:
    """Return P(polish), 0 where a guard holds the edit: what a threshold is set on."""
    return 0.0 if word.guard else word.p["polish"]


def corrections(folder: Path, most: int, threshold: float) -> dict[str, Any]:
    """Share of the human corrections' GLEU gain that is kept when only polish is applied.

    The proposal is one person's correction; GLEU is taken against the *other* people's, so what only one
    of them would have worded so counts for little. ``gain_kept`` with the judge's verdicts, ``at_a_tenth`` with
    all above ``threshold``, where a tenth of re-voicing edits would pass. Rows on which thresholds
    were set are left out.
    """
    result = {}
    for name in ("jfleg", "gmeg", "cweb"):
        rows = [
            row
            for row in rows_of(data_file(folder, name))
            if (name == "gmeg" or not even(row["id"]))
            and row["split"] == ("dev" if name == "jfleg" else row["split"])
        ]
        sources, references, kept, wider, whole = [], [], [], [], []
        applied = edits = 0
        for row in sample(rows, most):
            at = int(rank(row["id"]), 16) % len(row["refs"])
            source = TokenisedSentence.of(row["src"], join_hyphens=name == "cweb")
            target = TokenisedSentence.of(row["refs"][at], join_hyphens=name == "cweb")
            if source.text == target.text:
                continue
            found = judged(source.text, target.text)
            good = [edit for edit, word in found if word.verdict == "polish"]
            applied, edits = applied + len(good), edits + len(found)
            sources.append(list(source.tokens))
            references.append([ref.split() for k, ref in enumerate(row["refs"]) if k != at])
            kept.append(source.tokens_after(good))
            wider.append(source.tokens_after([e for e, word in found if _score(word) > threshold]))
            whole.append(source.tokens_after([edit for edit, _ in found]))
        told = (sources, kept, wider, whole)
        none, some, more, most_ = (gleu(sources, references, made) for made in told)

        def gain(at: Any, chosen: Any, told: Any = told, references: Any = references) -> float:
            refs = [references[i] for i in at]
            first = [told[0][i] for i in at]
            least, reached, best = (
                gleu(first, refs, [made[i] for i in at]) for made in (told[0], chosen, told[3])
            )
            # Where people hardly agree that anything is gained, there is no share of it.
            return (reached - least) / (best - least) if best - least > LEAST_GAIN else np.nan

        every = np.arange(len(sources))
        result[name] = {
            "sentences": len(sources),
            "edits": edits,
            "applied": applied,
            "gleu": [round(value, 2) for value in (none, some, more, most_)],
            "gain_kept": _number(gain(every, kept)),
            "interval": _rounded(
                interval(lambda at, k=kept: gain(at, k), every.tolist(), resamples=200)  # type: ignore[misc]
            ),
            "at_a_tenth": _number(gain(every, wider)),
            "at_a_tenth_interval": _rounded(
                interval(lambda at, w=wider: gain(at, w), every.tolist(), resamples=200)  # type: ignore[misc]
            ),
        }
    return result


def _number(value: float) -> float | None:
    """Return the value with three digits, ``None`` for what could not be measured."""
    return round(value, 3) if np.isfinite(value) else None


def _shown(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def _rounded(ends: tuple[float, float] | None) -> list[float] | None:
    return [round(end, 3) for end in ends] if ends else None


def render(result: Mapping[str, Any]) -> str:
    """Return both parts as tables for a terminal."""
    part = result["restyling"]
    lines = [
        f"(b) restyling: {part['pairs']} rewrites by AI of {part['writers']} unseen writers' own texts, "
        f"{part['edits_a_pair']} edits each"
    ]
    for marked, held in part["frontier"].items():
        worth = part["rulers"][marked]
        lines += [
            "",
            f"ruler: {marked} (r with readers: level {worth['level']['mean']}, change "
            f"{worth['change']['mean']}; clarity {worth['level']['clarity']} and "
            f"{worth['change']['clarity']})",
            f"{'clarity kept at a share of the drift':<34}{'a quarter':>26}{'half':>26}",
        ]
        for name, found in held.items():
            cells = [
                f"{kept['share']:.3f} ({_between(kept['interval'])})"
                for kept in found["clarity_kept"].values()
            ]
            lines.append(f"  {name:<32}" + "".join(f"{cell:>26}" for cell in cells))
            points = ", ".join(f"{p[0]:.2f}/{p[1]:.2f}/{p[2]:.2f}" for p in found["points"])
            lines.append(f"    drift/clarity/formality: {points}")
    lines.append("")
    for name, found in part["whole_rewrites"].items():
        lines.append(
            f"least drift among whole rewrites, {name} ({found['originals']}): drift "
            f"{found['drift']:.3f} ({_between(found['drift_interval'])}), clarity "
            f"{found['clarity']:.3f} ({_between(found['clarity_interval'])}) of the mean version's"
        )
    for axis, found in part["for_whom"].items():
        lines.append(
            f"for whom, {axis} ({found['pairs']}): unwelcome drift of the own result below the other "
            f"writer's: {found['less_for_the_one_who_minds']:.3f} ({_between(found['interval'])}) who "
            f"minds, {found['less_for_the_one_who_does_not']:.3f} "
            f"({_between(found['interval_of_the_other'])}) who does not; clarity "
            f"{found['clarity_of_both_sd'][0]:.2f} and {found['clarity_of_both_sd'][1]:.2f} SD"
        )
    part = result["repair"]
    lines += [
        "",
        f"(a) repair: {part['texts']} texts, planted slips and a rewrite's edits in one list",
        f"  repairs applied     {_shown(part['repairs_applied'])} of {part['repairs']} "
        f"({_between(part['repairs_interval'])})",
        f"  re-voicings applied {_shown(part['revoicings_applied'])} of {part['revoicings']} "
        f"({_between(part['revoicings_interval'])})",
        f"  where a tenth of re-voicings pass (P above {part['threshold_at_a_tenth']:.3f}): repairs "
        f"{_shown(part['repairs_at_a_tenth'])} ({_between(part['repairs_at_a_tenth_interval'])})",
        f"  unmatched {part['unmatched']}, left out as possible repairs {part['dropped']}",
    ]
    for name, found in result["corrections"].items():
        lines.append(
            f"  {name}: {_shown(found['gain_kept'])} ({_between(found['interval'])}) of the human "
            f"corrections' GLEU gain kept, {found['applied']} of {found['edits']} edits; "
            f"{_shown(found['at_a_tenth'])} ({_between(found['at_a_tenth_interval'])}) where a tenth of "
            "re-voicings pass"
        )
    return "\n".join(lines)


def _between(ends: Sequence[float] | None) -> str:
    return "-" if ends is None else f"{ends[0]:.3f} to {ends[1]:.3f}"
