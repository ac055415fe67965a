"""Whether dialect is taken for error, whether error in dialect is still mended, and at what price.

*False polish*: the share of edits that only take a dialect away which are called polish, by the dialect
guard alone (every edit that it lets through) and by the product (guards and judge, as a pasted revision
is judged). The edits come from the sets, not from our detectors: every small aligned change from dialect
to standard of ReDial and of Naija, the minimal pairs of eWAVE's features, and removals by rule from the
Singlish treebank's own analysis. Singlish and the pairs are judged one sentence at a time, with nothing
else known of the writer; the table of varieties has the pairs again as the text of a writer whose profile
shows the features of that variety.

*Slips*: the same word mistyped in the same way in a dialect sentence and in a standard one; how often the
repair is let through by the guards, and how often it is called polish. *Price*: gold corrections of
learners that the guard blocks.

Detectors were developed on features with even numbers and on documents whose hash is even; figures
are those of the odd ones. Intervals (95%) resample whole documents or features.
"""

from __future__ import annotations

import functools
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from style_models.bench.corpora import data_file, rows_of
from style_models.bench.guards import SETS, gold_edits
from style_models.edits.edit import Edit
from style_models.judging.change import Change

MOST_FALSE_POLISH = 0.03
# An edit of more words than this rewrites; it is no removal of a feature.
MOST_WORDS = 3
# A variety with fewer pairs than this has no row of its own.
FEWEST_PAIRS = 10
# So many slips are planted in each set, in passages no longer than this (characters).
SLIPS = 100
LONGEST = 400


PAIRS = "eWAVE pairs, sentence alone"
REDIAL, NAIJA, SINGLISH = (
    "African American (ReDial)",
    "Nigerian (Naija)",
    "Singapore (Singlish)",
)
# What planted slips are compared with: the standard wording of the same prompts, or people's web text.
STANDARD = {
    REDIAL: "the same prompts in standard",
    NAIJA: "standard web text",
    SINGLISH: "standard web text",
}


@dataclass(slots=True)
class Case:
    """A passage with its ``edits``, those that take dialect away being the small ones.

    ``document`` is what is resampled; ``dialect`` and ``shown`` are what is known of text and writer.
    """

    document: str
    passage: str
    edits: tuple[Edit, ...]
    dialect: bool
    shown: frozenset[str] = field(default_factory=frozenset)

    @property
    def removals(self) -> list[Edit]:
        """The edits that change a feature, and do not rewrite."""
        return [edit for edit in self.edits if is_small(edit)]

    def change(self, edit: Edit, dialect: bool | None = None) -> Change:
        """Return one edit as guards and judge see it."""
        known = self.dialect if dialect is None else dialect
        return Change(self.passage, edit, known, self.shown)


def run(
    data: Path | None, rows: int = 60, half: str = "test", judge: bool = True
) -> dict[str, object]:
    """Measure on the sets in the folder ``data``.

    ``rows``: most documents of each set (0: all; five times as many sentences of Singlish, which has no
    documents). ``half``: ``test`` or ``develop``. ``judge``: also ask the judge, which runs language
    models (three minutes of one core for the default rows; the guards take one).
    """
    from style_models.judging.dialect_features import features

    sets = {
        PAIRS: list(_pairs(data, half)),
        REDIAL: list(_redial(data, rows, half)),
        NAIJA: list(_naija(data, rows, half)),
        SINGLISH: list(_singlish(data, rows * 5, half)),
    }
    result: dict[str, Any] = {
        "features": len(features()),
        "half": half,
        "bound": MOST_FALSE_POLISH,
        "sets": {name: _false_polish(found, judge) for name, found in sets.items()},
        "varieties": {},
    }
    for variety in sorted({name for feature in features() for name in feature.varieties}):
        found = list(_pairs(data, half, variety))
        if len({case.document for case in found}) >= FEWEST_PAIRS:
            result["varieties"][variety] = _false_polish(found, judge)
    result["worst"] = _worst(result["sets"], result["varieties"], judge)
    result["slips"] = {
        name: _slips(found, _standard(data, name, rows), SLIPS if judge else 3 * SLIPS, judge)
        for name, found in sets.items()
        if name != PAIRS
    }
    result["price"] = {name: _price(gold_edits(data, name, rows * 5, half)) for name in SETS}
    return result


def _worst(sets: dict[str, Any], varieties: dict[str, Any], judge: bool) -> dict[str, Any]:
    """Return the variety with the highest share, of corpora and of pairs with the profile known."""
    by = "product" if judge else "guard"
    corpora = {name: found for name, found in sets.items() if name != PAIRS}
    every = {**corpora, **varieties}
    name = max(every, key=lambda each: every[each][by]["share"])
    return {"variety": name, "by": by, "share": every[name][by]["share"]}


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


def _pairs(data: Path | None, half: str, variety: str | None = None) -> Iterator[Case]:
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
        edits = tuple(align_passage(row["dialect"], row["standard"], "foreign"))
        dialect = shows_dialect(row["dialect"]) or speaks_dialect(shown)
        yield Case(str(number), row["dialect"], edits, dialect, shown)


def _redial(data: Path | None, rows: int, half: str) -> Iterator[Case]:
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


def _within(name: str, document: Any, edits: Iterable[Edit], dialect: bool) -> Iterator[Case]:
    from style_models.pipeline import by_passage, moved

    for passage, found in by_passage(document, list(edits)):
        inner = tuple(moved(edit, -passage.start) for edit in found)
        yield Case(name, passage.text, inner, dialect)


def _naija(data: Path | None, rows: int, half: str) -> Iterator[Case]:
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
            edits = tuple(align_passage(plain, english, "foreign"))
            # A sentence that differs in few places: otherwise words were aligned by chance.
            if len(edits) <= 3:
                yield Case(name, plain, edits, shown)


def _singlish(data: Path | None, rows: int, half: str) -> Iterator[Case]:
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
            edits = tuple(align_passage(before, after, "foreign"))
            yield Case(name, before, edits, shows_dialect(before))


_PARTICLES = frozenset(
    "lah la leh lor loh meh mah hor sia siah liao ah one what wor har seh arh lar".split()
)


def standardisations(
    tokens: Sequence[str], row: dict[str, Any]
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (first token, last token + 1, tokens instead) where the analysis shows Singlish grammar.

    ``tokens`` are those of ``row``, a sentence of the treebank: its particles go, and *be* comes in
    between a subject and a root that is no verb.
    """
    for i, (token, part, kind) in enumerate(zip(tokens, row["upos"], row["dep"], strict=True)):
        if kind == "discourse" and part in {"INTJ", "PART"} and token.lower() in _PARTICLES:
            yield i, i + 1, []
        root = int(row["head"][i]) - 1
        if kind == "nsubj" and root > i and row["upos"][root] in {"ADJ", "NOUN"}:
            own = [row["dep"][k] for k in range(len(tokens)) if int(row["head"][k]) - 1 == root]
            if row["dep"][root] == "root" and not {"cop", "aux"} & set(own):
                many = token.lower() in {"they", "we", "you", "u"}
                form = "am" if token.lower() == "i" else "are" if many else "is"
                yield i + 1, i + 1, [form]


def _standardised(tokens: list[str], row: dict[str, Any]) -> Iterator[list[str]]:
    for start, end, instead in standardisations(tokens, row):
        yield [*tokens[:start], *instead, *tokens[end:]]


# ---------------------------------------------------------------- measuring


def _share(values: Sequence[float], clusters: Sequence[str]) -> dict[str, Any]:
    """Return the share of ones with its 95% interval, whole clusters resampled.

    Where there is none, resampling says 0 to 0; then the upper end is what would show none in so many
    clusters once in twenty times.
    """
    from style_models.persona.statistics import mean_interval

    if not values:
        return {"edits": 0, "documents": 0, "share": 1.0, "interval": [0.0, 1.0]}
    number = len(set(clusters))
    found = mean_interval(np.array(values), list(clusters))
    low, high = (float(found[0]), float(found[1])) if found else (0.0, 1.0)
    if not any(values):
        high = 1 - 0.05 ** (1 / number)
    return {
        "edits": len(values),
        "documents": number,
        "share": float(np.mean(values)),
        "interval": [low, high],
    }


def _false_polish(cases: list[Case], judge: bool) -> dict[str, Any]:
    """Return what is let through by the guard, by all guards, and by guards and judge."""
    from style_models.judging.guards import breached
    from style_models.judging.guards.dialect import check

    guard, any_guard, detectors, product, unsure = [], [], [], [], []
    clusters, shown, passed = [], [], []
    for case in cases:
        removals = case.removals
        verdicts = _verdicts(case) if judge and removals else {}
        for edit in removals:
            change = case.change(edit)
            caught = check(change) is not None
            guard.append(float(not caught))
            detectors.append(float(check(case.change(edit, dialect=False)) is None))
            any_guard.append(float(not caught and breached(change) is None))
            clusters.append(case.document)
            shown.append(case.dialect)
            verdict = verdicts.get(edit, "")
            product.append(float(verdict == "polish"))
            unsure.append(float(verdict == "unsure"))
            if verdict == "polish" or (not judge and any_guard[-1]):
                passed.append(f"{edit.before!r} > {edit.after!r} ({edit.type})")
    found = {
        "guard": _share(guard, clusters),
        "any_guard": _share(any_guard, clusters),
        "detectors": _share(detectors, clusters),
        "shows_dialect": float(np.mean(shown)) if shown else 0.0,
        "passed": passed[:400],
    }
    if judge:
        found["product"] = _share(product, clusters)
        found["unsure"] = float(np.mean(unsure)) if unsure else 0.0
    return found


@functools.cache
def _pipeline() -> Any:
    from style_models.pipeline import load_pipeline

    return load_pipeline()


def _verdicts(case: Case) -> dict[Edit, str]:
    """Return the product's verdict on each edit, the passage taken as a pasted revision.

    Where guards hold all edits and leave the judge no say, the models are not asked.
    """
    from style_models.judging.guards import breached, may_yield
    from style_models.judging.guards.dialect import Kept
    from style_models.text.document import parse

    breaches = {edit: breached(case.change(edit)) for edit in case.edits}
    if all(hit and not may_yield(case.change(edit), hit) for edit, hit in breaches.items()):
        return {edit: hit[0].verdict for edit, hit in breaches.items() if hit}
    kept = Kept(case.dialect, case.shown, frozenset())
    judged = _pipeline().judged(parse(case.passage), case.edits, kept)
    return {edit: judgement.verdict for _, edit, judgement in judged}


def _price(found: Iterator[tuple[str, str, Edit]]) -> dict[str, Any]:
    from style_models.judging.guards.dialect import check, shows_dialect

    blocked, clusters, examples = [], [], []
    for identifier, sentence, edit in found:
        reason = check(Change(sentence, edit, shows_dialect(sentence)))
        blocked.append(float(reason is not None))
        clusters.append(identifier)
        if reason:
            examples.append(f"{edit.before!r} > {edit.after!r}: {reason}")
    return {**_share(blocked, clusters), "examples": examples[:400]}


# ---------------------------------------------------------------- slips


def _standard(data: Path | None, name: str, rows: int) -> dict[str, list[str]]:
    """Return standard sentences by document to plant the same slips in; "" holds those for any."""
    from style_models.bench.sentences import sentences
    from style_models.text.document import parse

    if name != REDIAL:
        assert data is not None
        return {"": [source.text for source in sentences(data, 20 * rows or 4000, 5)]}
    found = {}
    for row in rows_of(data_file(data, "redial_aave_sae")):
        if row["task"] != "algorithm":
            listed = [sentence.text.strip() for sentence in parse(row["standard"][:3000]).sentences]
            found[f"{row['task']}-{row['i']}"] = listed
    return found


def planted_alike(
    dialect: str, standard: Sequence[str], slip: tuple[int, int, str]
) -> tuple[str, str, str] | None:
    """Plant a slip in a dialect sentence, and in the first standard one that has the same words.

    ``slip`` is (start, end, text) in offsets of ``dialect``. Returns both mistyped sentences and the
    clean standard one, or ``None`` where no standard sentence has the words.
    """
    start, end, text = slip
    left, right = start, end
    while left > 0 and not dialect[left - 1].isspace():
        left -= 1
    while right < len(dialect) and not dialect[right].isspace():
        right += 1
    clean = dialect[left:right].strip(',.;:!?"()')
    wrong = (dialect[left:start] + text + dialect[end:right]).strip(',.;:!?"()')
    if not any(c.isalpha() for c in clean) or clean == wrong:
        return None
    whole = re.compile(rf"(?<![\w'’-]){re.escape(clean)}(?![\w'’-])")
    for sentence in standard:
        if found := whole.search(sentence):
            mistyped = sentence[: found.start()] + wrong + sentence[found.end() :]
            return dialect[:start] + text + dialect[end:], mistyped, sentence
    return None


def _slips(
    cases: list[Case], standard: dict[str, list[str]], most: int, judge: bool
) -> dict[str, Any]:
    """Plant the same slips in dialect and standard sentences and ask whether repairs are let through."""
    from style_models.judging.change import parsed
    from style_models.judging.guards.dialect import shows_dialect
    from style_models.rewriting.corruption import DIALECT_SAFE, corrupt

    rng = random.Random(4)
    kinds: dict[str, dict[str, list[dict[str, bool]]]] = {"dialect": {}, "standard": {}}
    passages = {case.passage: case for case in cases if len(case.passage) < LONGEST}
    pairs = 0
    for passage, case in passages.items():
        if pairs >= most:
            break
        _, slips = corrupt(parsed(passage), rng, 1, kinds=sorted(DIALECT_SAFE - {"final_stop"}))
        pool = standard.get(case.document, standard.get("", []))
        slip = (slips[0].start, slips[0].end, slips[0].text) if slips else None
        planted = planted_alike(passage, pool, slip) if slip else None
        if planted is None:
            continue
        pairs += 1
        for side, wrong, right, dialect in (
            ("dialect", planted[0], passage, case.dialect),
            ("standard", planted[1], planted[2], shows_dialect(planted[2])),
        ):
            answer = _repaired(wrong, right, dialect, judge)
            kinds[side].setdefault(slips[0].kind, []).append(answer)
    return {"slips": pairs, **{side: _rates(found, judge) for side, found in kinds.items()}}


def _repaired(wrong: str, right: str, dialect: bool, judge: bool) -> dict[str, bool]:
    """Tell whether guards, and guards and judge, let every edit of a repair through."""
    from style_models.edits.align import align_passage
    from style_models.judging.guards import breached
    from style_models.judging.guards.dialect import check

    case = Case("", wrong, tuple(align_passage(wrong, right, "foreign")), dialect)
    changes = [case.change(edit) for edit in case.edits]
    answer = {
        "guard": all(check(change) is None for change in changes),
        "any_guard": all(breached(change) is None for change in changes),
    }
    if judge:
        verdicts = _verdicts(case)
        answer["product"] = all(verdicts[edit] == "polish" for edit in case.edits)
    return answer


def _rates(kinds: dict[str, list[dict[str, bool]]], judge: bool = False) -> dict[str, Any]:
    """Return the shares that are let through, of all and by kind; ``None`` where no slip was planted."""
    every = [answer for listed in kinds.values() for answer in listed]
    asked = ["guard", "any_guard", *(["product"] if judge else [])]
    return {
        **{by: float(np.mean([one[by] for one in every])) if every else None for by in asked},
        "by_kind": {
            kind: {
                "slips": len(listed),
                **{by: float(np.mean([answer[by] for answer in listed])) for by in asked},
            }
            for kind, listed in sorted(kinds.items())
        },
    }


# ---------------------------------------------------------------- printing


def render(result: dict[str, Any]) -> str:
    """Return the figures as text."""
    judge = "product" in next(iter(result["sets"].values()))
    bound = result["bound"]
    lines = [
        f"{result['features']} dialect features; measured on the {result['half']} half",
        "",
        f"FALSE POLISH: edits that only take dialect away and are called polish (at most {bound:.0%})",
        f"  {'':<30}{'edits':>6}{'docs':>6}{'dialect guard':>15}{'all guards':>12}"
        + (f"{'guards and judge, 95%':>28}{'unsure':>8}" if judge else ""),
    ]
    for name, found in result["sets"].items():
        lines.append(f"  {name:<30}{_row(found)}")
    lines.append(
        "  Pairs and Singlish: one sentence, nothing else known of the writer."
        " A text that shows a dialect is held by the guard."
    )
    lines += ["", "THE PAIRS BY VARIETY, as the text of a writer whose profile shows its features"]
    by = "product" if judge else "guard"
    cells = [
        f"{name:<10}{found[by]['edits']:>4}{found[by]['share']:>7.1%}"
        for name, found in result["varieties"].items()
    ]
    for at in range(0, len(cells), 4):
        lines.append("  " + "     ".join(cells[at : at + 4]))
    worst = result["worst"]
    asked = "guards and judge" if judge else "the dialect guard alone"
    met = "within" if worst["share"] <= bound else "OVER"
    lines += [
        "",
        f"  Worst variety by {asked}: {worst['variety']}, {worst['share']:.1%} ({met} {bound:.0%})",
        "",
        "THE SAME SLIPS planted in dialect and in standard sentences: repairs let through",
        f"  {'':<48}{'slips':>6}{'dialect guard':>15}{'all guards':>12}"
        + (f"{'guards and judge':>18}" if judge else ""),
    ]
    for name, found in result["slips"].items():
        for side, title in (("dialect", name), ("standard", f"  {STANDARD[name]}")):
            lines.append(f"  {title:<48}{found['slips']:>6}{_passed(found[side])}")
    lines += ["", f"  {'by kind (' + asked + ')':<48}{'slips':>6}{'dialect':>15}{'standard':>12}"]
    for name, found in result["slips"].items():
        for kind, row in found["dialect"]["by_kind"].items():
            other = found["standard"]["by_kind"][kind]
            title = f"{name}: {kind.replace('_', ' ')}"
            lines.append(
                f"  {title:<48}{row['slips']:>6}{row.get(by, row['any_guard']):>15.0%}"
                f"{other.get(by, other['any_guard']):>12.0%}"
            )
    lines += [
        "",
        "PRICE: people's corrections of learners and web pages that the dialect guard blocks",
    ]
    for name, found in result["price"].items():
        low, high = found["interval"]
        lines.append(
            f"  {name:<30}{found['edits']:>6} edits{found['share']:>8.1%}  ({low:.1%} to {high:.1%})"
        )
    return "\n".join(lines)


def _row(found: dict[str, Any]) -> str:
    guard = found["guard"]
    row = f"{guard['edits']:>6}{guard['documents']:>6}{guard['share']:>15.1%}"
    row += f"{found['any_guard']['share']:>12.1%}"
    if "product" in found:
        low, high = found["product"]["interval"]
        row += f"{found['product']['share']:>12.1%}{f'({low:.1%} to {high:.1%})':>16}"
        row += f"{found['unsure']:>8.1%}"
    return row


def _passed(found: dict[str, Any]) -> str:
    def cell(by: str, width: int) -> str:
        return f"{'none':>{width}}" if found[by] is None else f"{found[by]:>{width}.0%}"

    row = cell("guard", 15) + cell("any_guard", 12)
    return row + (cell("product", 18) if "product" in found else "")
