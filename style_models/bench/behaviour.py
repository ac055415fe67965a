# ruff: noqa: E501
"""Minimal pairs by axis and guard: what must be held back is, what is a repair passes.

From real held-out sentences of the *ship* sets three kinds of pairs are made: every operator of
:mod:`style_models.judging.operators` once (held, whatever it moves), what the guards keep (a name, a
number, a date, who is meant, who did it, a sentence), and repairs (a slip planted, the person's own
sentence put back). Hard pairs written by hand, in ``tests/behaviour`` of the sources, come with them. A
pair is right if every edit of a repair is called polish, and of the others none. The guards are asked
about all pairs, the judge, which runs language models, about the hand-written ones and some of each kind.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from style_models.bench.corpora import rows_of
from style_models.bench.sentences import GENERAL, Source, dialect_sentences, sentences
from style_models.errors import InputError
from style_models.judging.operators import apply_operator, edited, operators

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from style_models.judging.operators import Operator

Place = tuple[int, int, str]
HAND_WRITTEN = Path(__file__).parents[2] / "tests" / "behaviour"
MOST_SHOWN = 12
REPAIRS = ("misspelling", "agreement", "doubled_word", "homophone", "article", "verb_form", "noun_number", "apostrophe")  # fmt: skip
_PEOPLE = (
    "Nguyen", "Okafor", "Siobhan", "Priya", "Xiaoyu", "Kowalski", "Fatima", "Hernandez", "Kwame", "Aiyana",
    "O'Brien", "Yusuf", "Mehmet", "Ingrid", "Ananya", "Tevita", "Zanele", "Smith",
)  # fmt: skip
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SWAPPED = {
    "he": "she", "she": "he", "they": "he", "we": "they", "his": "her", "him": "them", "their": "his",
    "them": "him", "our": "their", "us": "them", "himself": "herself",
}  # fmt: skip
_COMPARED = {"more": "less", "less": "more", "better": "worse", "worse": "better", "higher": "lower", "lower": "higher", "larger": "smaller", "before": "after", "after": "before", "most": "least", "increase": "decrease", "increased": "decreased", "fewer": "more"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """One minimal pair. ``expect`` is polish, distortion or meaning; ``kind`` operator, guard or slip."""

    kind: str
    about: str
    before: str
    after: str
    expect: str
    variety: str = GENERAL


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a pair: the verdict on each of its edits, and the guards that were broken."""

    verdicts: tuple[str, ...]
    guards: tuple[str, ...]

    def right(self, expect: str) -> bool:
        """Tell whether it is what was expected; ``held`` and every verdict but polish ask for no polish."""
        if expect == "polish":
            return bool(self.verdicts) and all(verdict == "polish" for verdict in self.verdicts)
        return bool(self.verdicts) and "polish" not in self.verdicts


# ---------------------------------------------------------------- what is asked


def guards_alone(before: str, after: str) -> Answer:
    """Ask the guards: the verdict of the one that is broken, or polish where none is."""
    from style_models.edits.align import align
    from style_models.judging.change import Change
    from style_models.judging.guards import breached
    from style_models.judging.guards.dialect import shows_dialect

    dialect = shows_dialect(before)
    verdicts, names = [], []
    for edit in align(before, after):
        hit = breached(Change(before, edit, dialect))
        verdicts.append(hit[0].verdict if hit else "polish")
        if hit:
            names.append(hit[0].name)
    return Answer(tuple(verdicts), tuple(names))


@functools.cache
def _pipeline() -> Any:
    from style_models.pipeline import load_pipeline

    return load_pipeline()


def guards_and_judge(before: str, after: str) -> Answer:
    """Ask guards and judge, as about a pasted revision."""
    from style_models.edits.align import align
    from style_models.judging.guards.dialect import kept_in
    from style_models.learning.preferences import Preferences
    from style_models.text.document import parse

    kept = kept_in(before, Preferences.population())
    judged = _pipeline().judged(parse(before), align(before, after), kept)
    return Answer(
        tuple(judgement.verdict for _, _, judgement in judged),
        tuple(judgement.guard for _, _, judgement in judged if judgement.guard),
    )


# ---------------------------------------------------------------- pairs for the guards


def _names(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for ent in doc.ents:
        if (
            ent.label_ == "PERSON"
            and ent[-1].pos_ == "PROPN"
            and ent[-1].is_alpha
            and len(ent[-1]) > 2
        ):
            token = ent[-1]
            new = rng.choice([name for name in _PEOPLE if name != token.text])
            yield token.idx, token.idx + len(token), new


def _numbers(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in re.finditer(r"(?<![\w.,/:-])\d{1,4}(?![\w/:-]|[.,]\d)", doc.text):
        old = int(match.group())
        yield match.start(), match.end(), str(old + rng.choice([1, 2, 10]))


def _dates(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        for listed in (_DAYS, _MONTHS):
            if token.text in listed and token.text not in {"May", "March"}:
                yield (
                    token.idx,
                    token.idx + len(token),
                    rng.choice([d for d in listed if d != token.text]),
                )


def _people(doc: Doc, rng: random.Random) -> Iterator[Place]:
    from style_models.judging.operator import like

    for token in doc:
        new = _SWAPPED.get(token.lower_)
        if new and token.pos_ in {"PRON", "DET"} and not token.is_upper:
            after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
            if token.lower_ in {"they", "we"} and after in {
                "are",
                "were",
                "have",
                "'re",
                "'ve",
                "do",
            }:
                continue
            if token.lower_ == "they" and token.head.tag_ == "VBP":
                continue
            yield token.idx, token.idx + len(token), like(new, token.text)


def _compared(doc: Doc, rng: random.Random) -> Iterator[Place]:
    from style_models.judging.operator import like

    for token in doc:
        new = _COMPARED.get(token.lower_)
        if new and not token.ent_type_:
            yield token.idx, token.idx + len(token), like(new, token.text)


def _roles(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Who did it and whom it was done to change places; two names or two plain nouns."""
    for verb in doc:
        if verb.pos_ != "VERB" or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
        target = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
        if subject is None or target is None or {subject.pos_, target.pos_} - {"PROPN", "NOUN"}:
            continue
        others = {c.dep_ for c in [*subject.children, *target.children]}
        if subject.tag_ != target.tag_ or others - {"det", "poss"}:
            continue
        if subject.left_edge.i == 0 and subject.left_edge.pos_ not in {"PROPN", "DET"}:
            continue
        left = (subject.idx, subject.idx + len(subject))
        right = (target.idx, target.idx + len(target))
        between = doc.text[left[1] : right[0]]
        yield left[0], right[1], f"{target.text}{between}{subject.text}"


def _words(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """A content word goes, where the rest is still a sentence: an adjective before its noun."""
    for token in doc:
        if token.dep_ == "amod" and token.tag_ == "JJ" and token.whitespace_ and token.i:
            following: Token = doc[token.i + 1]
            if following.pos_ == "NOUN" and doc[token.i - 1].lower_ not in {"a", "an"}:
                yield token.idx, token.idx + len(token) + 1, ""


def _clauses(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """A condition or reason at the end goes: "if ...", "unless ...", "because ..."."""
    for match in re.finditer(
        r",? (?:if|unless|because|although|except|until|only when) [^.,;!?]{8,80}(?=[.!?]\s*$)",
        doc.text,
    ):
        yield match.start(), match.end(), ""


GUARDED: dict[str, tuple[str, Callable[[Doc, random.Random], Iterator[Place]]]] = {
    "a name changes": ("meaning", _names),
    "a number changes": ("meaning", _numbers),
    "a date changes": ("meaning", _dates),
    "someone else is meant": ("meaning", _people),
    "a comparison turns": ("meaning", _compared),
    "who did it changes": ("meaning", _roles),
    "a word is dropped": ("meaning", _words),
    "a condition is dropped": ("meaning", _clauses),
}


# ---------------------------------------------------------------- making the pairs


def pairs(data: Path, each: int = 32, seed: int = 11) -> list[Pair]:
    """Return up to ``each`` pairs for every operator, guard and slip; the same for the same seed."""
    from style_models.rewriting.corruption import corrupt
    from style_models.text.document import parser

    rng = random.Random(seed)
    dialects = dialect_sentences(data, 150, seed)
    rng.shuffle(dialects)  # else the first set fills every quota
    pool = dialects + sentences(data, 2500, seed)
    twos = sentences(data, 2 * each, seed, pairs=True)
    made: dict[str, list[Pair]] = {}
    docs = parser().pipe(source.text for source in [*twos, *pool])
    for number, (source, doc) in enumerate(zip([*twos, *pool], docs, strict=True)):
        double = number < len(twos)
        for operator in operators():
            listed = made.setdefault(operator.name, [])
            # Dialect sentences are few among the pairs of an operator that is not about dialect.
            common = source.variety == GENERAL or operator.axis == "dialect_features"
            quota = each if common else each // 5
            if double == (operator.name == "join_sentences") and len(listed) < quota:
                _operated(operator, doc, source, rng, made)
        if double:
            text = doc.text
            first = next(iter(doc.sents)).text.strip()
            if len(made.setdefault("a sentence is dropped", [])) < each and first != text.strip():
                made["a sentence is dropped"].append(
                    Pair("guard", "a sentence is dropped", text, first, "meaning", source.variety)
                )
            continue
        for name, (verdict, places) in GUARDED.items():
            quota = each if source.variety == GENERAL else each // 5
            if len(made.setdefault(name, [])) < quota:
                found = [p for p in places(doc, rng) if doc.text[p[0] : p[1]] != p[2]]
                if found:
                    after = edited(doc.text, [rng.choice(found)])
                    made[name].append(Pair("guard", name, doc.text, after, verdict, source.variety))
        # In dialect text only slips that no dialect has are planted, so that each repair is one.
        safe = ("misspelling", "doubled_word", "homophone")
        for name in REPAIRS if source.variety == GENERAL else safe:
            listed = made.setdefault(name, [])
            quota = each if source.variety == GENERAL else each // 4
            own = sum(one.variety == source.variety for one in listed)
            if own < quota:
                slipped, slips = corrupt(doc, rng, 1, [name])
                if slips:
                    listed.append(Pair("slip", name, slipped, doc.text, "polish", source.variety))
    return [pair for listed in made.values() for pair in listed]


def _operated(
    operator: Operator, doc: Doc, source: Source, rng: random.Random, made: dict[str, list[Pair]]
) -> None:
    places = apply_operator(operator, doc, rng, 1)
    if places:
        after = edited(doc.text, places)
        made.setdefault(operator.name, []).append(
            Pair(operator.axis, operator.name, doc.text, after, operator.verdict, source.variety)
        )


# ---------------------------------------------------------------- the bench


def ask(some: Iterable[Pair], asked: Callable[[str, str], Answer]) -> list[tuple[Pair, Answer]]:
    """Ask about every pair."""
    return [(pair, asked(pair.before, pair.after)) for pair in some]


def table(
    answers: Sequence[tuple[Pair, Answer]], key: Callable[[Pair], str]
) -> dict[str, dict[str, Any]]:
    """Return, by ``key``, how many pairs came out right."""
    found: dict[str, list[bool]] = {}
    for pair, answer in answers:
        found.setdefault(key(pair), []).append(answer.right(pair.expect))
    return {
        name: {"pairs": len(right), "passed": round(sum(right) / len(right), 3)}
        for name, right in sorted(found.items())
    }


def hand_written(folder: Path = HAND_WRITTEN) -> list[Pair]:
    """Return the hard pairs written by hand: none where the sources are not at hand."""
    return [
        Pair("by hand", f"{path.stem}: {row['about']}", row["before"], row["after"], row["expect"])
        for path in sorted(folder.glob("*.jsonl"))
        for row in rows_of(path)
    ]


def part(pair: Pair) -> str:
    """Return the table that a pair belongs to."""
    if pair.kind == "by hand":
        return "by hand"
    return {"guard": "guards", "slip": "repairs"}.get(pair.kind, "axes")


def run(data: Path | None, rows: int = 4) -> dict[str, Any]:
    """Ask the guards about all pairs, the judge about ``rows`` of each kind too (0: about none)."""
    if data is None or not data.is_dir():
        raise InputError("this bench needs --data: the folder that holds the data files")
    made, by_hand = pairs(data), hand_written()
    every = [*made, *by_hand]
    chosen = _some(every, rows) if rows else []
    asked = {"guards": ask(every, guards_alone), "judge": ask(chosen, guards_and_judge)}
    result: dict[str, Any] = {"pairs": len(made), "by_hand": len(by_hand), "judged": len(chosen)}
    for name in PARTS:
        own = {
            by: [answer for answer in answers if part(answer[0]) == name]
            for by, answers in asked.items()
        }
        result[name] = _tables(name, own)
    result["wrong"] = [
        {"about": pair.about, "before": pair.before, "after": pair.after, "expect": pair.expect,
         "verdicts": list(answer.verdicts), "english": pair.variety}
        for pair, answer in asked["judge"] if not answer.right(pair.expect)
    ]  # fmt: skip
    return result


def _tables(name: str, own: dict[str, list[tuple[Pair, Answer]]]) -> dict[str, Any]:
    axes, by_hand = name == "axes", name == "by hand"
    return {
        "all": _both(own, lambda pair: name),
        "by kind": _both(own, lambda pair: pair.kind if axes else _about(pair)),
        "by operator": _both(own, lambda pair: pair.about) if axes else {},
        "by English": {} if by_hand else _both(own, lambda pair: pair.variety),
    }


def _about(pair: Pair) -> str:
    return pair.about.split(":")[0] if pair.kind == "by hand" else pair.about.replace("_", " ")


def _some(every: Sequence[Pair], rows: int) -> list[Pair]:
    """Return ``rows`` pairs of each kind, half as many from each dialect, and all written by hand."""
    seen: dict[tuple[str, str], int] = {}
    some = []
    for pair in every:
        key = (pair.about, pair.variety)
        seen[key] = seen.get(key, 0) + 1
        common = pair.variety == GENERAL or pair.kind in {"slip", "dialect_features"}
        if pair.kind == "by hand" or seen[key] <= (rows if common else max(1, rows // 4)):
            some.append(pair)
    return some


def _both(
    answers: dict[str, list[tuple[Pair, Answer]]], key: Callable[[Pair], str]
) -> dict[str, dict[str, Any]]:
    """Return, by ``key``, the pairs and the share that came out right with guards, and with the judge."""
    alone, judged = table(answers["guards"], key), table(answers["judge"], key)
    return {
        name: {
            "pairs": row["pairs"],
            "guards": row["passed"],
            "judged": judged.get(name, {}).get("pairs", 0),
            "judge": judged.get(name, {}).get("passed"),
        }
        for name, row in alone.items()
    }


TITLES = {
    "axes": "OPERATORS, by the axis they move: no edit may be called polish",
    "guards": "WHAT THE GUARDS KEEP: no edit may be called polish",
    "repairs": "REPAIRS of planted slips: every edit must be called polish",
    "by hand": "HARD PAIRS written by hand",
}
PARTS = tuple(TITLES)


def render(result: dict[str, Any]) -> str:
    """Return the tables as text."""
    lines = [
        f"{result['pairs']} minimal pairs made of held-out sentences, {result['by_hand']} written by hand;",
        f"guards asked about all, guards and judge about {result['judged']}. Share that came out right:",
    ]
    for name, title in TITLES.items():
        found = result[name]
        lines += ["", title, _line("", "pairs", "guards", "judged", "guards and judge")]
        for key, row in found["by kind"].items():
            lines.append(_line(key.replace("_", " "), *_cells(row)))
        lines += [_line("all", *_cells(row)) for row in found["all"].values()]
        if name != "by hand" and len(found["by English"]) > 1:
            for key, row in found["by English"].items():
                lines.append(_line(f"of these {key}", *_cells(row)))
    if result["wrong"]:
        lines += [
            "",
            f"WRONG with guards and judge ({len(result['wrong'])}; --json has them whole)",
        ]
        for row in result["wrong"][:MOST_SHOWN]:
            told = ", ".join(dict.fromkeys(row["verdicts"])) or "no edit"
            lines.append(f"  {row['about']}, called {told}:")
            lines += [f"    {_cut(row['before'])}", f"    {_cut(row['after'])}"]
    return "\n".join(lines)


def _cells(row: dict[str, Any]) -> tuple[str, str, str, str]:
    judge = "" if row["judge"] is None else f"{row['judge']:.0%}"
    return str(row["pairs"]), f"{row['guards']:.0%}", str(row["judged"] or ""), judge


def _line(name: str, pairs: str, guards: str, judged: str, judge: str) -> str:
    return f"  {name:<38}{pairs:>6}{guards:>9}{judged:>9}{judge:>18}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:107]}..."
