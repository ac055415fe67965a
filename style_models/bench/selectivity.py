# ruff: noqa: E501
"""Whether each axis hears its own matter and not its neighbours': operators against axes.

Every operator of :mod:`style_models.judging.operators` is put once into real held-out sentences. Its
own form axis has to move by :data:`OWN` standard deviations (of that axis over reference sentences),
the others in the median by at most :data:`OTHERS`. Reader axes are rated by paragraph and
correlated, so there the operator is used wherever it can be in a paragraph, and the axes meant
should be among the three that move most. Time and reliability of the form axes come with it:
``python -m style_models.bench.selectivity --data DIR`` writes ``persona/axes/card.md``.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import random
import re
import statistics
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import style_models.persona.axes
from style_models.bench.sentences import Source, dialect_sentences, paragraphs, sentences
from style_models.errors import InputError
from style_models.judging.operators import apply_operator, edited, operators
from style_models.persona.axes import FORM_AXES
from style_models.persona.counted_text import CountedText, normalise

OWN = 0.5
OTHERS = 0.1
WANTED = 200
RESERVE = 20_000  # sentences from which operators that seldom apply draw
RESAMPLES = 500
LENGTHS = (50, 100, 200, 400)
# Paragraphs of web text as long as the writers' own, in words.
FEWEST_WORDS, MOST_WORDS = 40, 150
# Counted on sentences: "words" is length itself, the rest needs more text than a sentence has.
ON_SENTENCES = [axis for axis in FORM_AXES.values() if axis.reported and axis.least_words <= 20]


def _counts(text: str) -> dict[str, float]:
    counted = CountedText(text)
    words = len(counted.words)
    return {axis.name: axis.measure(counted) for axis in ON_SENTENCES if words >= axis.least_words}


def _hints() -> dict[str, re.Pattern[str]]:
    """Return, for operators that seldom apply, what a sentence must hold to be worth parsing for them."""
    from style_models.persona.counted_text import phrases
    from style_models.text.expressive import EMOJI, EMOTICON, LENGTHENED
    from style_models.text.spelling_pairs import american_of, british_of
    from style_models.text.wordings import counted, wordings

    def words(text: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{text})\b", re.I)

    def any_of(terms: Iterable[str]) -> re.Pattern[str]:
        return re.compile(phrases(terms).pattern, re.I)

    modal = words("may|might|could|seems?|seemed|appears?")
    return {
        "plainer_word": any_of(counted("rare")),
        "weaken_verdict": any_of(counted("verdict")),
        "flatten_feeling": any_of(counted("feeling")),
        "make_uncasual": any_of(counted("informal")),
        "intensify_feeling": any_of(one.plain for one in wordings("feeling")),
        "soften_blame": any_of(one.plain for one in wordings("softened")),
        "americanise": any_of(american_of()),
        "anglicise": any_of(british_of()),
        "shorten_word": LENGTHENED,
        "drop_emoji": re.compile(f"{EMOJI.pattern}|{EMOTICON.pattern}"),
        "drop_courtesy": words("please|kindly|thanks|thank you"),
        "plain_connective": re.compile(r"^(?:However|Therefore|Thus|Hence|Furthermore|Moreover|Consequently)\b"),
        "drop_opinion_phrase": words("i think|i believe|i feel|i guess|in my|personally|i suppose"),
        "surer": modal,
        "drop_hedge": words("perhaps|maybe|probably|possibly|often|usually|generally|somewhat|almost|mostly|sometimes|rather|quite|fairly"),
        "affirm": words("not|\\w+n['’]t|cannot"),
        "release": words("should|must"),
        "dash_to_comma": re.compile(r"\w(?: [-–—] | -- |—)\w"),
        "drop_semicolon": re.compile(r"[a-z]; [a-z]"),
        "drop_dots": re.compile(r"\.{3}|…"),
        "generalise": words("some|many|most|several|often|usually|sometimes|generally|someone|something"),
        "limit": words("all|every|always|never|everyone|everything|nothing|none"),
        "impersonal": words("my"),
        "split_sentence": re.compile(r",? (?:and|but|so) (?:the|it|he|she|they|we|you|i|this)\b", re.I),
        "to_active": re.compile(r"\b(?:is|are|was|were) \w+(?:ed|en|t|wn|de) by\b"),
        "machine_triple": words("clear|safe|effective|fair|strong|simple|new|open|social|economic|growth|trust|work|knowledge|quality|support|safety|learning|education"),
    }  # fmt: skip


def form(data: Path, most: int = 1_500, seed: int = 3) -> dict[str, Any]:
    """Return, per operator, how far its own and the other form axes move on held-out sentences."""
    from style_models.text.document import parser

    pool = sentences(data, most, seed) + dialect_sentences(data, 1200, seed)
    twos = sentences(data, 500, seed, pairs=True)
    reference = [_counts(source.text) for source in pool[:2000]]
    sd = {
        axis.name: statistics.pstdev([row[axis.name] for row in reference if axis.name in row])
        for axis in ON_SENTENCES
    }
    rng = random.Random(seed)
    shifts: dict[str, list[dict[str, float]]] = {one.name: [] for one in operators()}
    # All operators look at the first sentences; of the many more only those are parsed that may hold
    # what an operator without its two hundred looks for.
    hints: dict[str, list[Any]] = {name: [pattern, 0] for name, pattern in _hints().items()}
    more = sentences(data, RESERVE, seed)[most:]

    def asked() -> Iterator[Source]:
        yield from twos
        yield from pool
        for source in more:
            for name, hint in hints.items():
                if (
                    len(shifts[name]) < WANTED
                    and hint[1] < 5 * WANTED
                    and hint[0].search(source.text)
                ):
                    hint[1] += 1
                    yield source
                    break

    first, second = itertools.tee(asked())
    docs = parser().pipe((source.text for source in first), disable=["ner"], batch_size=32)
    for number, (source, doc) in enumerate(zip(second, docs, strict=False)):
        wanting = [one for one in operators() if len(shifts[one.name]) < WANTED]
        if not wanting:
            break
        before: dict[str, float] | None = None
        for operator in wanting:
            if (number < len(twos)) != (operator.name == "join_sentences"):
                continue
            places = apply_operator(operator, doc, rng, 1)
            if not places:
                continue
            before = before or _counts(source.text)
            after = _counts(edited(source.text, places))
            if operator.axis not in after or operator.axis not in before:
                continue  # shorter than that axis needs
            shifts[operator.name].append(
                {
                    name: (after[name] - before[name]) / (sd[name] or 1.0)
                    for name in before
                    if name in after
                }
            )
    rows: dict[str, dict[str, Any]] = {}
    for operator in operators():
        found = shifts[operator.name]
        if not found:
            rows[operator.name] = {"axis": operator.axis, "sentences": 0}
            continue
        moved = {
            name: statistics.median([abs(row[name]) for row in found if name in row])
            for name in sd
            if any(name in row for row in found)
        }
        own = [row[operator.axis] * operator.direction for row in found]
        rest = sorted(((v, n) for n, v in moved.items() if n != operator.axis), reverse=True)
        rows[operator.name] = {
            "axis": operator.axis,
            "direction": operator.direction,
            "sentences": len(found),
            "own": round(statistics.median(own), 3),
            "others": round(statistics.median([value for value, _ in rest]), 3),
            "leaks": {name: round(value, 2) for value, name in rest if value > OTHERS},
        }
    return {"sd": {name: round(value, 3) for name, value in sd.items()}, "operators": rows}


def reader(data: Path, most: int = 14, seed: int = 3) -> dict[str, Any]:
    """Return, per operator, the mean shift of every reader axis on paragraphs, in SD.

    They are paragraphs of the persona set's writers on whom the reader model was not trained; an
    operator that finds fewer than ``most`` places there goes on to web text (EWT) as long as theirs, so
    its row mixes the two: ``web`` says how many are web text. ``among_three_resampled`` is the share
    of :data:`RESAMPLES` draws of the paragraphs in which an axis meant is among the three most moved.
    """
    from style_models.persona.reader_model import ReaderModel
    from style_models.text.document import parser

    model = ReaderModel.load()
    own, others = [], []
    for document, text in paragraphs(data):
        kind, name = document.split("/", 1)
        if kind == "persona" and not _trained(model, name):
            own.append(normalise(text))
        elif kind == "ewt" and FEWEST_WORDS <= len(text.split()) <= MOST_WORDS:
            others.append(normalise(text))
    draw = random.Random(seed)
    draw.shuffle(own)
    draw.shuffle(others)
    # Web text only for operators that the writers' own paragraphs give too few places.
    texts = own + others
    rng = random.Random(seed)
    changed: dict[str, list[tuple[str, str]]] = {one.name: [] for one in operators()}
    web = dict.fromkeys(changed, 0)
    docs = parser().pipe(texts, disable=["ner"], batch_size=16)
    for number, (text, doc) in enumerate(zip(texts, docs, strict=True)):
        if all(len(listed) >= most for listed in changed.values()):
            break
        for operator in operators():
            if len(changed[operator.name]) < most:
                places = apply_operator(operator, doc, rng, 50)
                if places:
                    changed[operator.name].append((text, edited(text, places)))
                    web[operator.name] += number >= len(own)
    rows: dict[str, dict[str, Any]] = {}
    for operator in operators():
        pairs = changed[operator.name]
        if len(pairs) < 8:
            rows[operator.name] = {"paragraphs": len(pairs)}
            continue
        read = model.read([side for pair in pairs for side in pair])
        units = np.array([model.sd[name] for name in model.axes])
        moved = (read[1::2] - read[::2]) / units
        mean = moved.mean(axis=0)
        order = np.argsort(-np.abs(mean))
        top = [model.axes[i] for i in order[:3]]
        meant = np.array([i for i, name in enumerate(model.axes) if name in operator.heard], int)
        rows[operator.name] = {
            "paragraphs": len(pairs),
            "web": web[operator.name],
            "heard": list(operator.heard),
            "top": {model.axes[i]: round(float(mean[i]), 3) for i in order[:3]},
            "among_three": bool(set(top) & set(operator.heard)) if operator.heard else None,
            "among_three_resampled": _met_again(moved, meant, seed) if operator.heard else None,
            "shifts": {name: round(float(v), 3) for name, v in zip(model.axes, mean, strict=True)},
        }
    return rows


def _met_again(moved: Any, meant: Any, seed: int) -> float:
    """Return how often one of the axes ``meant`` is among the three most moved, paragraphs resampled.

    ``moved``: paragraphs by axes, in SD. ``meant``: positions of axes.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(moved), (RESAMPLES, len(moved)))
    most = np.argsort(-np.abs(moved[drawn].mean(axis=1)), axis=1)[:, :3]
    return round(float(np.isin(most, meant).any(axis=1).mean()), 3)


def count_interval(chances: Iterable[float], level: float = 0.95) -> tuple[int, int]:
    """Return the interval of how many of independent events come true, each with its own chance."""
    spread = np.ones(1)
    for chance in chances:
        spread = np.convolve(spread, [1 - chance, chance])
    below = np.cumsum(spread)
    tail = (1 - level) / 2
    # Sums of rounded terms may end a hair below 1.
    return int(np.searchsorted(below, tail)), int(np.searchsorted(below, 1 - tail - 1e-9))


def _trained(model: Any, writer: str) -> bool:
    from style_models.persona.reader_model import writer_hash

    return writer_hash(writer) in model.trained_on


def speed(data: Path) -> dict[str, float]:
    """Return milliseconds for a 300-word text on all form axes, and for spaCy parsing it."""
    from style_models.text.document import parser

    words = " ".join(text for _, text in paragraphs(data)).split()[2000:2300]
    text = " ".join(words)
    pipeline = parser()

    def best(function: Any) -> float:
        times = []
        for _ in range(7):
            begun = time.process_time()
            function()
            times.append(time.process_time() - begun)
        return 1000 * statistics.median(times)

    def count() -> None:
        counted = CountedText(text)
        for axis in FORM_AXES.values():
            axis.measure(counted)

    count()
    pipeline(text)
    axes, parse = best(count), best(lambda: pipeline(text))
    return {"axes_ms": round(axes, 1), "parse_ms": round(parse, 1), "ratio": round(axes / parse, 2)}


def reliability(data: Path, most: int = 400) -> dict[str, dict[int, tuple[int, float | None]]]:
    """Return, per axis and length, documents and split-half reliability (Spearman-Brown).

    A window of that many words of each blog post or essay is cut into its odd and its even
    sentences; their correlation over documents is stepped up to the whole length.
    """
    documents: dict[str, list[str]] = {}
    for name, paragraph in paragraphs(data):
        if name.startswith(("blog", "standardebooks", "argrewrite")):
            documents.setdefault(name, []).append(paragraph)
    names = sorted(documents, key=lambda name: hashlib.sha256(name.encode()).digest())
    # Three document types in the mix as they come would be mostly one: take turns.
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(name.split("/")[0], []).append(name)
    share = max(1, most // len(kinds))
    chosen = [name for listed in kinds.values() for name in listed[:share]]
    halves: dict[int, list[tuple[CountedText, CountedText]]] = {n: [] for n in LENGTHS}
    for name in chosen:
        cut = CountedText("\n\n".join(documents[name])).sentences
        for length in LENGTHS:
            window, held = [], 0
            for sentence in cut:
                window.append(sentence)
                held += len(sentence.split())
                if held >= length:
                    break
            if held >= length and len(window) >= 4:
                odd, even = " ".join(window[::2]), " ".join(window[1::2])
                halves[length].append((CountedText(odd), CountedText(even)))
    found: dict[str, dict[int, tuple[int, float | None]]] = {}
    for axis in FORM_AXES.values():
        if not axis.reported:
            continue  # the length of half a text says nothing
        found[axis.name] = {}
        for length, pairs in halves.items():
            values = [
                (axis.measure(a), axis.measure(b))
                for a, b in pairs
                if min(len(a.words), len(b.words)) >= axis.least_words
            ]
            found[axis.name][length] = (len(values), _stepped_up(values))
    return found


def _stepped_up(values: list[tuple[float, float]]) -> float | None:
    if len(values) < 30:
        return None
    table = np.array(values)
    if min(table.std(axis=0)) < 1e-9:
        return None
    r = float(np.corrcoef(table.T)[0, 1])
    return round(2 * r / (1 + r), 2) if r > -1 else None


def run(data: Path | None, rows: int = 14) -> dict[str, Any]:
    """Measure selectivity, time and reliability on the sets in the folder ``data``.

    ``rows`` is the number of paragraphs that each operator is tried on for the reader axes.
    """
    if data is None or not data.is_dir():
        raise InputError("this bench needs --data: the folder that holds the data files")
    return {
        "form": form(data),
        "reader": reader(data, rows),
        "speed": speed(data),
        "reliability": reliability(data),
    }


def _by_chance(meant: int, axes: int) -> float:
    """Return the probability that three axes drawn at random hold one of the ``meant``."""
    return 1 - math.comb(axes - meant, 3) / math.comb(axes, 3)


def fails(row: dict[str, Any]) -> str:
    """Return why an operator fails on form axes, or nothing."""
    if row["sentences"] == 0:
        return "no sentence"
    why = []
    if row["own"] < OWN:
        why.append("own")
    if row["others"] > OTHERS:
        why.append("others")
    return ", ".join(why)


def render(result: dict[str, Any]) -> str:
    """Return the figures as text."""
    lines = [
        "FORM AXES: one use of the operator in a held-out sentence, shifts in SD of that axis over sentences",
        f"{'operator':<21}{'axis':<20}{'n':>4}{'own':>7}{'others':>8}  also moved, the three most (median over .1) / fails",
    ]
    rows = result["form"]["operators"]
    for name, row in rows.items():
        if not row["sentences"]:
            lines.append(f"{name:<21}{row['axis']:<20}   0  FAILS: no sentence")
            continue
        leaks = ", ".join(f"{key} {value}" for key, value in list(row["leaks"].items())[:3])
        bad = fails(row)
        few = f"  (no more than {row['sentences']} sentences have a place for it)"
        lines.append(
            f"{name:<21}{row['axis']:<20}{row['sentences']:>4}{row['own']:>7.2f}{row['others']:>8.3f}"
            f"  {leaks}{'  FAILS: ' + bad if bad else ''}"
            f"{few if row['sentences'] < WANTED else ''}"
        )
    good = sum(not fails(row) for row in rows.values())
    whole = sum(not fails(row) and row["sentences"] >= WANTED for row in rows.values())
    lines.append(
        f"{good} of {len(rows)} operators move their own axis by {OWN} SD and the others by a median of at most"
        f" {OTHERS}; {whole} of them on {WANTED} sentences"
    )
    lines += [
        "",
        "READER AXES: operator wherever it can be in a writer's own paragraph (or in web text where those",
        "are too few); the three most moved (mean, SD), and whether an axis that it was written for is there",
    ]
    again: list[float] = []
    asked = met = 0
    chance = 0.0
    for name, row in result["reader"].items():
        if "top" not in row:
            lines.append(f"{name:<21}{row['paragraphs']:>4} paragraphs: too few")
            continue
        top = ", ".join(f"{key} {value:+.2f}" for key, value in row["top"].items())
        mark = "" if row["among_three"] is None else ("yes" if row["among_three"] else "NO")
        asked += row["among_three"] is not None
        met += bool(row["among_three"])
        if row["among_three"] is not None:
            chance += _by_chance(len(row["heard"]), len(row["shifts"]))
            if row.get("among_three_resampled") is not None:
                again.append(row["among_three_resampled"])
        lines.append(f"{name:<21}{row['paragraphs']:>4}  {top:<66}{mark:>4}")
    lines.append(
        f"an axis meant is among the three most moved for {met} of {asked} operators"
        f" (three axes drawn at random: {chance:.1f})"
    )
    if asked and len(again) == asked:
        low, high = count_interval(again)
        lines.append(f"with the paragraphs drawn anew {low} to {high} of {asked} (95%)")
    took = result["speed"]
    lines += [
        "",
        f"TIME: a 300-word text on all {len(FORM_AXES)} form axes {took['axes_ms']} ms (processor time, one core); "
        f"spaCy parsing alone {took['parse_ms']} ms; ratio {took['ratio']}",
        "",
        "RELIABILITY: odd against even sentences of blogs and essays, stepped up (Spearman-Brown)",
        f"{'axis':<24}" + "".join(f"{f'{n} words':>12}" for n in LENGTHS),
    ]
    for name, by_length in result["reliability"].items():
        cells = "".join(
            f"{'-' if value is None else f'{value:.2f}':>12}" for _, value in by_length.values()
        )
        lines.append(f"{name:<24}{cells}")
    counts = next(iter(result["reliability"].values()))
    lines.append(f"{'documents':<24}" + "".join(f"{number:>12}" for number, _ in counts.values()))
    return "\n".join(lines)


def matrix(rows: dict[str, Any]) -> str:
    """Return the leakage matrix of reader axes as text."""
    full = {name: row for name, row in rows.items() if "shifts" in row}
    axes = list(next(iter(full.values()))["shifts"])
    lines = [f"{'':<21}" + "".join(f"{axis[:6]:>7}" for axis in axes)]
    for name, row in full.items():
        lines.append(f"{name:<21}" + "".join(f"{row['shifts'][axis]:>+7.2f}" for axis in axes))
    return "\n".join(lines)


def card(result: dict[str, Any]) -> str:
    """Return the card of the form axes and operators, with this run's figures."""
    return f"""# Form axes and operators

## What it is

{len(FORM_AXES)} form axes (`style_models/persona/axes/`), counted without a parser or language model, and
{len(operators())} operators (`style_models/judging/operators/`) that move one of them each. An axis states no value for
a text shorter than its `least_words`. Counts compare versions of a text; none of them grades writing.

## Data and licence

Measured on *ship* sets only, held-out documents by a hash of the name: UniversalDependencies/UD_English-EWT
(CC BY-SA 4.0), 18F, GSA (public domain) and Rust blogs (MIT or Apache-2.0), omidkashefi/ArgRewrite and
paul-rottger/ai-distortion (CC BY 4.0), Standard Ebooks (CC0), UD_Naija-NSC (CC BY-SA 4.0), wanghm92/Sing_Par
(MIT), redial_dialect_robustness_fairness (MIT), SALT-NLP/multi-value (Apache-2.0). Word lists are our own; common words
are wordfreq's (CC BY-SA 4.0).

## How trained

Nothing is, but for `machine_accent` (its card is in `weights/machine_accent`). This card is written by
`python -m style_models.bench.selectivity --data DIR`.

## Figures

```
{render(result)}
```

Reader axes moved by each operator, mean shift in SD of own texts:

```
{matrix(result["reader"])}
```

## Limits

- "others" is the median over all other axes, and most of them stay at 0 for any one word; so read the named
  axes beside it, each with its own median over the sentences.
- "Also moved" is not always a leak: "I think" is an opinion phrase and holds a first person, a formal word is
  mostly a long one. Such kin move together by definition.
- An operator and the axis it moves often share one word list, so the own shift says that the count
  works on real sentences, not that readers hear it. What readers hear stands in the second table.
- One word in a sentence of 20 is five in a hundred: shifts of rates look large on sentences. On 400 words
  the same edit is a twentieth of that.
- Rare things (emoji, lengthened words, dialect) have reliability near 0, or none, in blogs and essays, since
  hardly any of these texts has one; it says nothing about texts that do.
- Reader axes: an operator passes where any of the axes that it was written for (up to seven for feelings) is
  among the three; small shifts of correlated axes on few paragraphs, so the ranks are loose.
- Split halves of one document measure sameness within it, not within a writer.
- Replacements are grammatical in nearly all places, not in all: the parser errs on noisy text.

## Who is not represented

Dialect features are counted by a short list; most Englishes have features it does not hold. Learners and
children are not among the texts; the blogs are by US government staff and programmers.
"""


def main() -> None:
    """Parse the command line, measure, print, and write the card."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--rows", type=int, default=14, help="paragraphs for the reader axes")
    arguments.add_argument("--json", type=Path, help="also write the figures here")
    given = arguments.parse_args()
    result = run(given.data, given.rows)
    print(render(result))
    if given.json:
        given.json.write_text(json.dumps(result), encoding="utf-8")
    folder = Path(style_models.persona.axes.__file__).parent
    (folder / "card.md").write_text(card(result), encoding="utf-8")


if __name__ == "__main__":
    main()
