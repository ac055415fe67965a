"""Whether dialect is taken for error, whether error in dialect is still mended, and at what price.

*False polish*: the share of edits that only take a dialect away which the dialect guard lets through
(with ``judge`` also: which the whole judge calls polish). The edits come from the sets, not from our
detectors: every small aligned change from dialect to standard of ReDial and of Naija, the minimal pairs
of eWAVE's features, and removals by rule from the Singlish treebank's own analysis. Pairs are shown
alone, and as the text of a writer whose profile shows the features of one variety; the table of
varieties is of the latter. The column *features* is what is let through when only the features' own
detectors count, and not the rule that other grammar is held too where a dialect shows. *Price*: gold
corrections of learners that the guard blocks. *Slips*: typing errors planted in dialect sentences whose
repair the guard lets through.

Detectors were developed on features with even numbers and on documents whose hash is even; figures
are those of the odd ones. Intervals (95%) resample whole documents or features.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from style_models.bench.corpora import data_file, rows_of
from style_models.bench.guards import SETS, gold_edits
from style_models.edits.edit import Edit

MOST_FALSE_POLISH = 0.03
# An edit of more words than this rewrites; it is no removal of a feature.
MOST_WORDS = 3
# A variety with fewer pairs than this has no row of its own.
FEWEST_PAIRS = 10


@dataclass(slots=True)
class Removal:
    """An edit that takes dialect away, in its passage; ``document`` is what is resampled."""

    document: str
    passage: str
    edit: Edit
    dialect: bool
    shown: frozenset[str] = field(default_factory=frozenset)


AT_ONCE = 64  # edits that the models are asked about at once


def run(
    data: Path | None, rows: int = 120, half: str = "test", judge: int = 0
) -> dict[str, object]:
    """Measure on the sets in the folder ``data``.

    ``rows``: most documents of each set (0: all). ``half``: ``test`` or ``develop``. ``judge``: so many
    documents of each set are also put through the whole pipeline, and its verdicts counted.
    """
    from style_models.judging.dialect_features import features

    removals = {
        "pairs, alone": list(_pairs(data, half)),
        "African American (ReDial)": list(_redial(data, rows, half)),
        "Nigerian (Naija)": list(_naija(data, rows, half)),
        "Singapore (Singlish)": list(_singlish(data, rows * 5, half)),
    }
    sets = {name: _false_polish(found) for name, found in removals.items()}
    varieties: dict[str, Any] = {}
    for variety in sorted({name for feature in features() for name in feature.varieties}):
        found = list(_pairs(data, half, variety))
        if len({removal.document for removal in found}) >= FEWEST_PAIRS:
            varieties[variety] = _false_polish(found)
    judged = (
        {name: _judged(found[: judge * 20], judge) for name, found in removals.items()}
        if judge
        else {}
    )
    worst_set = max((n for n in sets if n != "pairs, alone"), key=lambda n: sets[n]["share"])
    worst = max(varieties, key=lambda name: varieties[name]["share"], default="")
    return {
        "features": len(features()),
        "sets": sets,
        "varieties": varieties,
        "worst": {
            "set": worst_set,
            "share": sets[worst_set]["share"],
            "variety": worst,
            "variety_share": varieties[worst]["share"] if worst else None,
            "bound": MOST_FALSE_POLISH,
        },
        "judged": judged,
        "price": {name: _price(gold_edits(data, name, rows * 5, half)) for name in SETS},
        "slips": {
            "African American (ReDial)": _slips(removals["African American (ReDial)"]),
            "Nigerian (Naija)": _slips(removals["Nigerian (Naija)"]),
            "Singapore (Singlish)": _slips(removals["Singapore (Singlish)"]),
        },
    }


# ---------------------------------------------------------------- removals


def _develops(identifier: str) -> bool:
    return int(hashlib.sha256(identifier.encode()).hexdigest()[:8], 16) % 2 == 0


def _documents(listed: Iterable[str], rows: int, half: str) -> list[str]:
    """Return at most ``rows`` documents of the half, the same ones each time."""
    chosen = [name for name in dict.fromkeys(listed) if _develops(name) == (half == "develop")]
    chosen.sort(key=lambda name: hashlib.sha256(f"order {name}".encode()).hexdigest())
    return chosen[:rows] if rows else chosen


def is_small(edit: Edit) -> bool:
    """Tell whether the edit changes letters, in few enough words to be no rewriting.

    Putting in a noun, adjective or adverb says more than before: that takes no feature away.
    """
    from style_models.judging.change import words

    before, after = words(edit.before), words(edit.after)
    same = "".join(before).replace("'", "") == "".join(after).replace("'", "")
    adds = edit.type in {"M:NOUN", "M:ADJ", "M:ADV"}
    return not same and not adds and len(before) <= MOST_WORDS and len(after) <= MOST_WORDS


def _pairs(data: Path | None, half: str, variety: str | None = None) -> Iterator[Removal]:
    """Yield the minimal pairs' edits; with ``variety`` those of its features, its profile known."""
    from style_models.edits.align import align_passage
    from style_models.judging.dialect_features import features
    from style_models.judging.guards.dialect import shows_dialect, speaks_dialect

    shown = frozenset(f.name for f in features() if variety and variety in f.varieties)
    attested = {f.ewave for f in features() if variety and variety in f.varieties}
    for row in rows_of(data_file(data, "multivalue_feature_pairs")):
        number = int(row["ewave_id"])
        if (number % 2 == 0) != (half == "develop") or (variety and number not in attested):
            continue
        edits = align_passage(row["dialect"], row["standard"], "foreign")
        for edit in filter(is_small, edits):
            dialect = shows_dialect(row["dialect"]) or speaks_dialect(shown)
            yield Removal(str(number), row["dialect"], edit, dialect, shown)


def _redial(data: Path | None, rows: int, half: str) -> Iterator[Removal]:
    from style_models.edits.align import align
    from style_models.judging.guards.dialect import shows_dialect
    from style_models.text.document import parse

    listed = {
        f"{r['task']}-{r['i']}": r
        for r in rows_of(data_file(data, "redial_aave_sae"))
        if r["task"] != "algorithm"
    }
    for name in _documents(listed, rows, half):
        # What a reader would be shown: the prose before examples and code.
        dialect, standard = listed[name]["dialect"], listed[name]["standard"]
        if len(dialect) > 3000:
            continue
        shown = shows_dialect(dialect)
        yield from _within(name, parse(dialect), align(dialect, standard), shown)


def _within(name: str, document: Any, edits: Iterable[Edit], dialect: bool) -> Iterator[Removal]:
    from style_models.pipeline import by_passage, moved

    for passage, found in by_passage(document, list(edits)):
        for edit in found:
            if is_small(edit):
                yield Removal(name, passage.text, moved(edit, -passage.start), dialect)


def _naija(data: Path | None, rows: int, half: str) -> Iterator[Removal]:
    from style_models.edits.align import align_passage
    from style_models.judging.guards.dialect import shows_dialect

    sentences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(data_file(data, "naija_pidgin")):
        sentences[row["id"].split("__")[0]].append(row)
    for name in _documents(sentences, max(rows // 3, 10) if rows else 0, half):
        shown = shows_dialect(" ".join(row["plain"] or "" for row in sentences[name]))
        for row in sentences[name][:60]:
            plain, english = row["plain"] or "", row["english"] or ""
            if not 3 <= len(plain.split()) <= 20 or not english:
                continue
            edits = align_passage(plain, english, "foreign")
            # A sentence that differs in few places: otherwise words were aligned by chance.
            if len(edits) <= 3:
                for edit in filter(is_small, edits):
                    yield Removal(name, plain, edit, shown)


def _singlish(data: Path | None, rows: int, half: str) -> Iterator[Removal]:
    """Take particles out, put *be* and articles in, where the treebank's analysis shows the place."""
    from style_models.edits.align import align_passage
    from style_models.judging.guards.dialect import shows_dialect
    from style_models.text.detokenise import detokenise

    listed = {str(i): row for i, row in enumerate(rows_of(data_file(data, "singlish_treebank")))}
    for name in _documents(listed, rows, half):
        row = listed[name]
        tokens = row["text"].split()
        for changed in _standardised(tokens, row):
            before, after = detokenise(" ".join(tokens)), detokenise(" ".join(changed))
            for edit in filter(is_small, align_passage(before, after, "foreign")):
                yield Removal(name, before, edit, shows_dialect(before))


_PARTICLES = frozenset(
    "lah la leh lor loh meh mah hor sia siah liao ah one what wor har seh arh lar".split()
)


def _standardised(tokens: list[str], row: dict[str, Any]) -> Iterator[list[str]]:
    for i, (token, part, kind) in enumerate(zip(tokens, row["upos"], row["dep"], strict=True)):
        if kind == "discourse" and part in {"INTJ", "PART"} and token.lower() in _PARTICLES:
            yield tokens[:i] + tokens[i + 1 :]
        root = int(row["head"][i]) - 1
        if kind == "nsubj" and root > i and row["upos"][root] in {"ADJ", "NOUN"}:
            own = [row["dep"][k] for k in range(len(tokens)) if int(row["head"][k]) - 1 == root]
            if row["dep"][root] == "root" and not {"cop", "aux"} & set(own):
                many = token.lower() in {"they", "we", "you", "u"}
                form = "am" if token.lower() == "i" else "are" if many else "is"
                yield [*tokens[: i + 1], form, *tokens[i + 1 :]]


# ---------------------------------------------------------------- measuring


def _interval(values: list[float], clusters: list[str]) -> tuple[float, float]:
    """Return the 95% interval of the mean; 0 to 1 where there are too few clusters to tell."""
    from style_models.persona.statistics import mean_interval

    found = mean_interval(np.array(values), clusters) if values else None
    return (float(found[0]), float(found[1])) if found else (0.0, 1.0)


def _false_polish(found: list[Removal]) -> dict[str, Any]:
    from style_models.judging.change import Change
    from style_models.judging.guards import breached
    from style_models.judging.guards.dialect import check

    passed, passed_all, undetected = [], [], []
    clusters, examples = [], []
    for removal in found:
        change = Change(removal.passage, removal.edit, removal.dialect, removal.shown)
        caught = check(change) is not None
        passed.append(float(not caught))
        alone = Change(removal.passage, removal.edit, False, removal.shown)
        undetected.append(float(check(alone) is None))
        passed_all.append(float(not caught and breached(change) is None))
        clusters.append(removal.document)
        if passed_all[-1]:
            examples.append(
                f"{removal.edit.before!r} > {removal.edit.after!r} ({removal.edit.type})"
            )
    low, high = _interval(passed, clusters)
    shown = [removal.dialect for removal in found]
    return {
        "edits": len(found),
        "documents": len(set(clusters)),
        "share": float(np.mean(passed)) if passed else 1.0,
        "interval": [low, high],
        "share_by_features_alone": float(np.mean(undetected)) if passed else 1.0,
        "share_any_guard": float(np.mean(passed_all)) if passed else 1.0,
        "in_shown_dialect": float(np.mean(shown)) if shown else 0.0,
        "share_in_shown": float(
            np.mean([p for p, s in zip(passed, shown, strict=True) if s] or [0])
        ),
        "passed": examples[:400],
    }


def _judged(found: list[Removal], documents: int) -> dict[str, Any]:
    """Return the share that the whole judge calls polish, each edit judged by itself."""
    from style_models.judging.change import Change
    from style_models.judging.judge import Judge
    from style_models.judging.witness import Passage, Witness
    from style_models.rewriting.causal import load_rewriter

    names = list(dict.fromkeys(removal.document for removal in found))[:documents]
    chosen = [removal for removal in found if removal.document in set(names)]
    witness = Witness(load_rewriter())
    polish, clusters = [], []
    for start in range(0, len(chosen), AT_ONCE):
        part = chosen[start : start + AT_ONCE]
        changes = [Change(r.passage, r.edit, r.dialect, r.shown) for r in part]
        told = witness.testify([Passage([change], change.revised) for change in changes])
        for removal, change, testimonies in zip(part, changes, told, strict=True):
            (judgement,) = Judge.load().judge([change], testimonies)
            polish.append(float(judgement.verdict == "polish"))
            clusters.append(removal.document)
    low, high = _interval(polish, clusters)
    return {"edits": len(polish), "share": float(np.mean(polish)), "interval": [low, high]}


def _price(found: Iterator[tuple[str, str, Edit]]) -> dict[str, Any]:
    from style_models.judging.change import Change
    from style_models.judging.guards.dialect import check, shows_dialect

    blocked, clusters, examples = [], [], []
    for identifier, sentence, edit in found:
        reason = check(Change(sentence, edit, shows_dialect(sentence)))
        blocked.append(float(reason is not None))
        clusters.append(identifier)
        if reason:
            examples.append(f"{edit.before!r} > {edit.after!r}: {reason}")
    low, high = _interval(blocked, clusters)
    return {
        "edits": len(blocked),
        "share": float(np.mean(blocked)),
        "interval": [low, high],
        "examples": examples[:400],
    }


def _slips(found: list[Removal], most: int = 300) -> dict[str, Any]:
    """Plant one typing slip in each passage and ask whether its repair is let through, by kind."""
    from style_models.edits.align import align_passage
    from style_models.judging.change import Change, parsed
    from style_models.judging.guards.dialect import check
    from style_models.rewriting.corruption import DIALECT_SAFE, corrupt

    rng = random.Random(4)
    kinds: dict[str, list[bool]] = defaultdict(list)
    passages = list({removal.passage: removal.dialect for removal in found}.items())[:most]
    for passage, dialect in passages:
        slipped, slips = corrupt(parsed(passage), rng, 1, kinds=sorted(DIALECT_SAFE))
        if not slips:
            continue
        for edit in align_passage(slipped, passage, "foreign"):
            let = check(Change(slipped, edit, dialect)) is None
            kinds[slips[0].kind].append(let)
    every = [let for listed in kinds.values() for let in listed]
    return {
        "repairs": len(every),
        "let_through": float(np.mean(every)) if every else 0.0,
        "by_kind": {kind: float(np.mean(listed)) for kind, listed in sorted(kinds.items())},
    }


def render(result: dict[str, Any]) -> str:
    """Return the figures as text."""
    lines = [
        f"{result['features']} features",
        "",
        "False polish: edits that take dialect away, let through by the dialect guard",
    ]
    head = (
        f"{'':<30}{'edits':>7}{'docs':>6}{'share':>8}{'95%':>16}{'any guard':>11}{'features':>10}"
    )
    head += f"{'shown':>8}{'share there':>13}"
    lines.append(head)
    for name, found in result["sets"].items():
        lines.append(
            _row(name, found) + f"{found['in_shown_dialect']:>8.0%}{found['share_in_shown']:>13.1%}"
        )
    lines += ["", "Minimal pairs, the profile of a writer of the variety known"]
    for name, found in result["varieties"].items():
        lines.append(_row(name, found))
    worst = result["worst"]
    lines.append(
        f"worst set: {worst['set']} {worst['share']:.1%}; worst variety of the pairs: "
        f"{worst['variety']} {worst['variety_share'] or 0:.1%} (bound {worst['bound']:.0%})"
    )
    for name, found in result["judged"].items():
        low, high = found["interval"]
        lines.append(
            f"judge calls polish: {name} {found['share']:.1%} ({low:.1%}-{high:.1%}, {found['edits']} edits)"
        )
    lines += ["", "Price: gold corrections that the dialect guard blocks"]
    for name, found in result["price"].items():
        low, high = found["interval"]
        lines.append(
            f"  {name:<28}{found['edits']:>7}{found['share']:>14.1%}  ({low:.1%}-{high:.1%})"
        )
    lines += ["", "Typing slips planted in dialect sentences whose repair is let through"]
    for name, found in result["slips"].items():
        kinds = ", ".join(f"{kind} {share:.0%}" for kind, share in found["by_kind"].items())
        lines.append(f"  {name:<28}{found['repairs']:>7}{found['let_through']:>14.1%}  {kinds}")
    return "\n".join(lines)


def _row(name: str, found: dict[str, Any]) -> str:
    low, high = found["interval"]
    return (
        f"  {name:<28}{found['edits']:>7}{found['documents']:>6}{found['share']:>8.1%}"
        f"{f'{low:.1%}-{high:.1%}':>16}{found['share_any_guard']:>11.1%}"
        f"{found['share_by_features_alone']:>10.1%}"
    )
