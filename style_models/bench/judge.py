"""How well the judge tells polish from distortion, edit by edit, on documents it never learned from.

``run`` gathers the known edits of public sets (half an hour on two cores; kept in ``work``), refits
the judge without each family of operators in turn, and measures the shipped weights on everything
else.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.bench.known_edits import POLISH, SAME_ORIGINALS, UNKNOWN, VARIETIES
from style_models.errors import InputError

if TYPE_CHECKING:
    from style_models.recipes.edit_judge import Table

CORRECTIONS = ("jfleg", "gmeg", "cweb")
RESAMPLES = 300
GUARDED = 0.04  # what a guard leaves of P(polish)
NEAR_CHANCE = (0.45, 0.60)


def run(
    data: Path | None, work: Path | None = None, share: float = 0.35, **options: object
) -> dict[str, Any]:
    """Measure the shipped judge; ``data`` is the folder of the sets, ``work`` keeps what is gathered."""
    from style_models.recipes.edit_judge import Table, gather_known, rows_in

    if data is None or not data.is_dir():
        raise InputError("bench judge needs --data: the folder with the sets it names")
    with tempfile.TemporaryDirectory() as spare:
        folder = work or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        passages = rows_in(gather_known(data, folder, share))
        engines = folder / "engines.jsonl"
        own = rows_in(engines) if engines.exists() else []
    from style_models.judging.judge import Judge

    return measure(Table([p for p in [*passages, *own] if p]), Judge.load())


def scores(table: Table, judge: Any) -> Any:
    """Return P(polish) of every edit as the product has it: guards asked first."""
    p = judge.probabilities(table.with_wording(judge.wording))[:, POLISH]
    return np.where(table.guarded(p), p * GUARDED, p)


def measure(table: Table, judge: Any, left_out: bool = True) -> dict[str, Any]:
    """Return every figure; ``left_out`` also refits without each operator family (slow)."""
    p = scores(table, judge)
    measured = table.measured & (table.labels != UNKNOWN)
    result: dict[str, Any] = {
        "edits": int(measured.sum()),
        "documents": len(set(table.groups[measured])),
        "blocks": {},
    }
    blocks = result["blocks"]
    if left_out:
        blocks["operators never trained on"] = _operators(table)
    same = measured & np.isin(table.blocks, SAME_ORIGINALS)
    blocks["planted repairs against a model's edits, same originals"] = _compared(table, p, same)
    for block in SAME_ORIGINALS:
        own = measured & (table.blocks == block)
        blocks[f"  of these: {block}"] = _compared(table, p, own)
    for name in ("argrewrite", "re3sci"):
        blocks[f"grammar against claim, {name}"] = _pairs(
            table, p, measured & (table.blocks == name)
        )
    shifted = measured & np.isin(table.blocks, ("paradetox", "flips", *CORRECTIONS))
    blocks["softened or flipped by people against people's corrections"] = _compared(
        table, p, shifted
    )
    blocks["  the same, sentence by sentence"] = _pairs(table, p, shifted)
    named = {
        name: block["judge"] or 0.0 for name, block in blocks.items() if not name.startswith("  ")
    }
    result["worst block"] = min(named, key=named.__getitem__)
    result["matched"] = matched(table, p)
    result["calibration"] = _calibration(table, p, measured)
    result["unsure"] = _unsure(table, p, judge, measured)
    result["silent"] = _silent(table, p, judge, same)
    result["timing"] = timing()
    return result


def _auc(score: Any, positive: Any) -> float | None:
    from sklearn.metrics import roc_auc_score

    if positive.all() or not positive.any():
        return None
    return round(float(roc_auc_score(positive, score)), 3)


def _between(score: Any, positive: Any, groups: Sequence[str]) -> tuple[float, float] | None:
    """Return the 95% interval of the AUC, whole documents or writers resampled."""
    from style_models.persona.statistics import clusters_of

    clusters = clusters_of(list(groups))
    if len(clusters) < 2:
        return None
    rng = np.random.default_rng(0)
    found = []
    for _ in range(RESAMPLES):
        chosen = np.concatenate(
            [clusters[i] for i in rng.integers(len(clusters), size=len(clusters))]
        )
        value = _auc(score[chosen], positive[chosen])
        if value is not None:
            found.append(value)
    low, high = np.quantile(found, [0.025, 0.975])
    return round(float(low), 3), round(float(high), 3)


def _compared(table: Table, p: Any, chosen: Any) -> dict[str, Any]:
    """Return the AUC of the judge and of simpler scores, polish against the rest."""
    positive = table.labels[chosen] == POLISH
    found: dict[str, Any] = {
        "repairs": int(positive.sum()),
        "others": int((~positive).sum()),
        "judge": _auc(p[chosen], positive),
        "interval": _between(p[chosen], positive, list(table.groups[chosen])),
    }
    return found | {
        name: _auc(score[chosen], positive) for name, score in _baselines(table).items()
    }


def _pairs(table: Table, p: Any, chosen: Any) -> dict[str, Any]:
    """Return the same by sentence: a revision is as much polish as its worst edit is."""
    pairs = np.array([row["block"] + row["pair"] for row in table.rows])
    where = np.flatnonzero(chosen)
    listed: dict[str, list[int]] = {}
    for i in where:
        listed.setdefault(pairs[i], []).append(int(i))
    first = [own[0] for own in listed.values()]
    positive = table.labels[first] == POLISH

    def by_pair(score: Any) -> Any:
        return np.array([score[own].min() for own in listed.values()])

    found: dict[str, Any] = {
        "repairs": int(positive.sum()),
        "others": int((~positive).sum()),
        "judge": _auc(by_pair(p), positive),
        "interval": _between(by_pair(p), positive, list(table.groups[first])),
    }
    return found | {
        name: _auc(by_pair(np.nan_to_num(score)), positive)
        for name, score in _baselines(table).items()
    }


def _baselines(table: Table) -> dict[str, Any]:
    from style_models.judging.features import FEATURES

    column = {name: table.features[:, i] for i, name in enumerate(FEATURES)}
    if table.baseline_wording is None:
        from style_models.recipes.edit_judge import wording_weights

        table.baseline_wording = table.with_wording(
            wording_weights(table, ~table.measured & (table.labels != UNKNOWN))
        )[:, table.wording]
    return {
        "edit distance": -column["letters_changed"],
        "MiniLM similarity": -np.nan_to_num(column["distance_meaning"]),
        "surprisal": np.nan_to_num(column["fluency_clipped"]),
        "unlike words": -column["unlike_word"],
        "character n-grams": table.baseline_wording,
    }


def _operators(table: Table) -> dict[str, Any]:
    """Refit without each operator family in turn; AUC of its edits against planted repairs."""
    from style_models.judging.operators import operators
    from style_models.recipes.edit_judge import fit, judge_of

    families: dict[str, set[str]] = {}
    for operator in operators():
        families.setdefault(operator.axis, set()).add(operator.name)
    repairs = table.measured & (table.blocks == "planted") & (table.labels == POLISH)
    found = {}
    for family, names in sorted(families.items()):
        own = np.isin(table.sources, list(names))
        tested = table.measured & own & (table.labels != UNKNOWN)
        if tested.sum() < 10:
            continue
        arrays, _ = fit(table, ~table.measured & ~own)
        p = scores(table, judge_of(arrays))
        both = repairs | tested
        found[family] = {"edits": int(tested.sum()), "auc": _auc(p[both], repairs[both])}
    mean = float(np.mean([entry["auc"] for entry in found.values()]))
    areas: dict[str, float] = {name: entry["auc"] or 0.0 for name, entry in found.items()}
    worst = min(areas, key=areas.__getitem__)
    return {
        "judge": round(mean, 3), "worst family": worst, "worst": found[worst]["auc"],
        "repairs": int(repairs.sum()), "others": sum(entry["edits"] for entry in found.values()),
        "families": found,
    }  # fmt: skip


def matched(table: Table, p: Any) -> dict[str, Any]:
    """Compare repairs with re-voicings of the same original, letters and words changed matched.

    Taken are originals whose rewrite was compared with the very text that holds the slips. A repair is
    paired with a re-voicing of that text with as many words before and after, and letters changed
    within two; what finds no partner is dropped. Beside the judge stand two controls that must be
    near chance: one reads only the sentence as it was, one only the spacing and capitals of the edit.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    chosen: list[int] = []
    both: dict[str, set[bool]] = {}
    for row in table.rows:
        if row["block"] in SAME_ORIGINALS and row["label"] != UNKNOWN:
            both.setdefault(row["pair"], set()).add(row["label"] == POLISH)
    slipped = {row["text"] for row in table.rows if len(both.get(row["pair"], ())) == 2}
    by_original: dict[str, list[int]] = {}
    for i, row in enumerate(table.rows):
        if row["pair"] in both and row["text"] in slipped and row["label"] != UNKNOWN:
            by_original.setdefault(row["text"], []).append(i)
    for own in by_original.values():
        free: dict[Any, list[int]] = {}
        for i in own:
            if table.labels[i] != POLISH:
                free.setdefault(_words(table.rows[i]), []).append(i)
        seen = set()
        for i in (i for i in own if table.labels[i] == POLISH):
            # A slip's repair stands in two passages: alone, and within the rewrite.
            if (key := tuple(table.rows[i]["edit"][2:4])) in seen:
                continue
            size = _letters(table.rows[i])
            partners = free.get(_words(table.rows[i]), [])
            partner = next((k for k in partners if abs(size - _letters(table.rows[k])) <= 2), None)
            if partner is not None:
                seen.add(key)
                partners.remove(partner)
                chosen += [i, partner]
    picked = np.array(chosen, dtype=int)
    test = picked[table.measured[picked]]
    train = picked[~table.measured[picked]]
    positive = table.labels == POLISH
    if len(test) < 20 or len(train) < 20:
        return {"pairs": len(test) // 2}
    texts = [row["sentence"] for row in table.rows]
    shapes = [_shape(row["edit"][2]) + " > " + _shape(row["edit"][3]) for row in table.rows]
    found: dict[str, Any] = {"pairs": len(test) // 2, "judge": _auc(p[test], positive[test])}
    found["interval"] = _between(p[test], positive[test], list(table.groups[test]))
    for name, source in (("original only", texts), ("spacing and capitals only", shapes)):
        model = make_pipeline(
            TfidfVectorizer(analyzer="char", ngram_range=(1, 4), lowercase=False),
            LogisticRegression(max_iter=500),
        )
        model.fit([source[i] for i in train], positive[train])
        value = _auc(model.predict_proba([source[i] for i in test])[:, 1], positive[test])
        found[name] = value
        found[f"{name}: near chance"] = bool(
            value is not None and NEAR_CHANCE[0] <= value <= NEAR_CHANCE[1]
        )
    return found


def _letters(row: dict[str, Any]) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(row["edit"][2], row["edit"][3]))


def _words(row: dict[str, Any]) -> tuple[int, int, bool, bool]:
    """Return the words before and after, and whether each side has a capital."""
    before, after = row["edit"][2], row["edit"][3]
    return len(before.split()), len(after.split()), before != before.lower(), after != after.lower()


def _shape(text: str) -> str:
    """Return only the capitals and spaces of a text: letters as x or X, runs cut to one, marks gone."""
    kept = (
        "X" if c.isupper() else "x" if c.isalnum() else " " if c.isspace() else "" for c in text
    )
    shape = "".join(kept)
    while "xx" in shape or "XX" in shape:
        shape = shape.replace("xx", "x").replace("XX", "X")
    return shape


def _ece(p: Any, truth: Any, bins: int = 10) -> float:
    which = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(p[which == b].mean() - truth[which == b].mean()) * (which == b).mean()
            for b in range(bins)
            if (which == b).any()
        )
    )


def _calibration(table: Table, p: Any, measured: Any) -> dict[str, Any]:
    """Return the expected calibration error of P(polish) overall and by variety, with intervals."""
    from style_models.bench.known_edits import LEARNED
    from style_models.persona.statistics import clusters_of

    truth = table.labels == POLISH
    found = {}
    known = measured & np.isin(table.blocks, LEARNED)
    parts = {"overall": known, "standard English": known & ~np.isin(table.blocks, VARIETIES)}
    parts |= {name: known & (table.blocks == name) for name in VARIETIES}
    for name, chosen in parts.items():
        rows = np.flatnonzero(chosen)
        if not len(rows):
            continue
        clusters = clusters_of(list(table.groups[rows]))
        rng = np.random.default_rng(0)
        drawn = []
        for _ in range(RESAMPLES):
            at = np.concatenate(
                [clusters[i] for i in rng.integers(len(clusters), size=len(clusters))]
            )
            drawn.append(_ece(p[rows[at]], truth[rows[at]]))
        low, high = np.quantile(drawn, [0.025, 0.975])
        found[name] = {
            "edits": len(rows), "ece": round(_ece(p[rows], truth[rows]), 3),
            "interval": [round(float(low), 3), round(float(high), 3)],
        }  # fmt: skip
    return found


def _verdicts(table: Table, p: Any, judge: Any) -> list[str]:
    from style_models.edits.edit import Edit
    from style_models.judging.change import Change
    from style_models.judging.judge import OVERRULES, threshold_name

    found = []
    for value, row in zip(p, table.rows, strict=True):
        if row["guard"] and not (row["guard"][2] and value >= OVERRULES):
            found.append(str(row["guard"][1]))
        else:
            known = {"polish": float(value), "distortion": 1 - float(value), "meaning": 0.0}
            name = threshold_name(Change(row["sentence"], Edit(*row["edit"])))
            found.append(judge.verdict(known, name, row["edit"][5]))
    return found


def _unsure(table: Table, p: Any, judge: Any, measured: Any) -> float:
    verdicts = np.array(_verdicts(table, p, judge))
    return round(float((verdicts[measured] == "unsure").mean()), 3)


def _silent(table: Table, p: Any, judge: Any, same: Any) -> dict[str, Any]:
    """Return what a foreign text gets through: repairs applied, re-voicings applied unseen."""
    applied = np.array(_verdicts(table, p, judge)) == "polish"
    repairs, others = same & (table.labels == POLISH), same & (table.labels != POLISH)
    cut = float(np.quantile(p[others], 0.9))
    return {
        "repairs applied": round(float(applied[repairs].mean()), 3),
        "re-voicing edits applied": round(float(applied[others].mean()), 3),
        "repairs applied where a tenth of re-voicings pass": round(
            float((p[repairs] > cut).mean()), 3
        ),
    }


TEXT = (
    "I think that the council should maybe look at the buses again. Me and my neighbours have been waiting for over a"
    " year now and nothing really changed, which is kind of sad. There is people who can not get to work on time. I "
    "dont want to sound angry, but it feels like nobody listens to us. Last week the bus did not came at all, so I "
    "walked to the station in the rain. If they would ask the drivers, they would probably tell them the same thing. "
    "Anyway, I hope someone reads this letter."
)
REVISED = (
    "I believe the council should reconsider the bus service. My neighbours and I have been waiting for over a year, "
    "and nothing has changed, which is deeply disappointing. There are people who cannot get to work on time. I don't"
    " want to sound angry, but it is clear that nobody listens to us. Last week the bus did not come at all, so I had"
    " to walk to the station in heavy rain. If they asked the drivers, they would undoubtedly tell them the same. I "
    "trust that someone will read this letter."
)


def timing(runs: int = 5) -> dict[str, Any]:
    """Return the milliseconds to judge all edits of a pasted text of 100 words, warm."""
    import torch

    from style_models.edits.align import align
    from style_models.judging.guards.dialect import kept_in
    from style_models.learning.preferences import Preferences
    from style_models.pipeline import load_pipeline
    from style_models.text.document import parse

    pipeline = load_pipeline()
    document, nobody = parse(TEXT), Preferences.population()
    edits = align(TEXT, REVISED)
    kept = kept_in(TEXT, nobody)
    pipeline.judged(document, edits, kept)
    taken = []
    for _ in range(runs):
        pipeline.forget()
        began = time.perf_counter()
        pipeline.judged(document, edits, kept)
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "words": len(TEXT.split()), "edits": len(edits), "threads": torch.get_num_threads(),
        "pasted, ms": round(float(np.median(taken))),
    }  # fmt: skip


def render(result: dict[str, Any]) -> str:
    """Return the figures as tables for a terminal."""
    columns = (
        "judge",
        "edit distance",
        "MiniLM similarity",
        "surprisal",
        "unlike words",
        "character n-grams",
    )
    lines = [
        f"{result['edits']} edits of {result['documents']} documents and writers never learned from.",
        "AUC, polish against the rest:",
        "",
        f"{'block':<62}{'repairs':>8}{'others':>8}"
        + "".join(f"{c.split()[-1] if c != 'judge' else c:>12}" for c in columns),
    ]
    for name, block in result["blocks"].items():
        cells = "".join(
            f"{block[c]:>12.3f}" if block.get(c) is not None else f"{'':>12}" for c in columns
        )
        interval = (
            f"  95% {block['interval'][0]:.3f} to {block['interval'][1]:.3f}"
            if block.get("interval")
            else ""
        )
        lines.append(f"{name:<62}{block['repairs']:>8}{block['others']:>8}{cells}{interval}")
    lines.append(f"worst block: {result['worst block']}")
    if "operators never trained on" in result["blocks"]:
        lines += ["", "operator families left out in turn:"]
        families = result["blocks"]["operators never trained on"]["families"]
        lines += [
            f"  {name:<24}{entry['edits']:>6}{entry['auc']:>8.3f}"
            for name, entry in families.items()
        ]
    lines += ["", "same passages, letters and words changed matched:"]
    lines += [f"  {name:<40}{value}" for name, value in result["matched"].items()]
    lines += ["", "calibration error of P(polish):"]
    lines += [
        f"  {name:<24}{entry['edits']:>6}{entry['ece']:>8.3f}  95% {entry['interval'][0]:.3f} to {entry['interval'][1]:.3f}"
        for name, entry in result["calibration"].items()
    ]
    lines += ["", f"left unsure: {result['unsure']:.1%}"]
    lines += [f"{name}: {value:.1%}" for name, value in result["silent"].items()]
    t = result["timing"]
    lines += [
        "",
        f"judging {t['edits']} edits of {t['words']} pasted words: {t['pasted, ms']} ms on {t['threads']} threads, warm",
    ]
    return "\n".join(lines)
