"""Dialect sentences and their standard twins, with the same slip planted in the same word of both.

Where a set holds both sides of one content, the twin is the other side: ReDial's prompts sentence by
sentence, eWAVE's minimal pairs, Nigerian Pidgin and its translators' English. Singlish has no other side:
its twin is a sentence of standard web text that has the same word, the nearest in length. Beside it stand
the same Singlish sentences with particles taken out and *be* put in by rule: what is left of a gap there
comes of these alone, and not of chat.

No document here was trained on: those that the detector's, the tagger's and the edit judge's recipes
kept back, and of the minimal pairs (on which nothing was trained) the odd features, which no dialect
detector was developed on.
"""

from __future__ import annotations

import difflib
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from style_models.bench.corpora import data_file, rows_of
from style_models.bench.dialect import standardisations
from style_models.rewriting.corruption import DIALECT_SAFE, OPERATORS
from style_models.text.detokenise import detokenise

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from style_models.text.protected import ProtectedSpan

REDIAL, NAIJA, SINGLISH, PAIRS, BY_RULE = (
    "African American (ReDial)",
    "Nigerian Pidgin (Naija)",
    "Singapore (Singlish)",
    "eWAVE's minimal pairs",
    "Singlish, less by rule",
)
SETS = {
    REDIAL: "redial_aave_sae",
    NAIJA: "naija_pidgin",
    SINGLISH: "singlish_treebank",
    PAIRS: "multivalue_feature_pairs",
    BY_RULE: "singlish_treebank",
}
STANDARD = ("ud_ewt_docs", "emobank")
"""Where Singlish finds its twins: the kept-back documents of these."""

KINDS = tuple(sorted(DIALECT_SAFE - {"final_stop"}))
"""Slips that are no feature of any dialect, within the sentence."""

SHORTEST, LONGEST = 4, 40  # words of a sentence
ALIKE = 0.3  # share of words in common from which on two sentences of one prompt are twins
SLIPS = 4  # most slips a sentence, each in a copy of its own
_SPACED = frozenset({"joined", "spacing"})
# "bad bad", "go go" are words said twice in Singapore and elsewhere; these are not.
_NEVER_SAID_TWICE = frozenset(
    "the a an of to in on at for from with by and or is are was my your his their our it he we they if".split()
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a twin: the ``clean`` sentence and the ``wrong`` one.

    ``start`` to ``end`` is the mistyped stretch in ``wrong``, whole words, that was ``word`` before.
    """

    clean: str
    wrong: str
    start: int
    end: int
    word: str

    @property
    def grown(self) -> int:
        """How much longer the wrong sentence is than the clean one, in characters."""
        return len(self.wrong) - len(self.clean)


@dataclass(frozen=True, slots=True)
class Twin:
    """The same slip in a dialect sentence and in a standard one.

    ``group`` is the set's title, ``document`` what is resampled, ``unit`` the dialect sentence's number
    in it, ``kind`` the operator that planted the slip, ``ewave`` the number of a minimal pair's feature.
    """

    group: str
    document: str
    unit: int
    kind: str
    dialect: Side
    standard: Side
    ewave: int = 0


@dataclass(slots=True)
class Unit:
    """A dialect sentence with the standard sentences in which its twin may be found."""

    group: str
    document: str
    number: int
    dialect: str
    standard: Sequence[str] = field(default_factory=tuple)
    ewave: int = 0


def never_trained_on(document: str) -> bool:
    """Tell whether neither detector nor tagger nor edit judge learned from a document ("set/name")."""
    # Looked up late: the recipes call this bench.
    from style_models.recipes.detector import kept_back
    from style_models.recipes.restoration import held_out

    return kept_back(document) and not held_out(document)


# ---------------------------------------------------------------- sentences


def units(data: Path, groups: Iterable[str] = tuple(SETS)) -> Iterator[Unit]:
    """Yield the held-out dialect sentences of the ``groups`` with their standard sides."""
    readers = {
        REDIAL: _redial,
        NAIJA: _naija,
        SINGLISH: _singlish,
        PAIRS: _pairs,
        BY_RULE: _singlish_by_rule,
    }
    for group in groups:
        yield from readers[group](data)


def _fits(text: str) -> bool:
    return SHORTEST <= len(text.split()) <= LONGEST


def _redial(data: Path) -> Iterator[Unit]:
    from style_models.text.document import parse

    # Prompts share instructions: each wording counts once, on either side.
    seen: set[str] = set()
    for row in rows_of(data_file(data, SETS[REDIAL])):
        document = f"{SETS[REDIAL]}/{row['task']}-{row['i']}"
        if row["task"] == "algorithm" or not never_trained_on(document):
            continue
        sides = [
            [s.text for s in parse(row[side][:3000]).sentences if s.is_english and _fits(s.text)]
            for side in ("dialect", "standard")
        ]
        for number, text in enumerate(sides[0]):
            other = _most_alike(text, sides[1])
            if other and text not in seen and text != other:
                seen.add(text)
                yield Unit(REDIAL, document, number, text, (other,))


def _most_alike(text: str, others: Sequence[str]) -> str | None:
    """Return the sentence with the most words in common in the same order, if it has enough."""

    def alike(other: str) -> float:
        matcher = difflib.SequenceMatcher(None, text.lower().split(), other.lower().split())
        return matcher.ratio()

    best = max(others, key=alike, default=None)
    return best if best is not None and alike(best) >= ALIKE else None


def _naija(data: Path) -> Iterator[Unit]:
    seen: set[str] = set()
    for number, row in enumerate(rows_of(data_file(data, SETS[NAIJA]))):
        document = f"{SETS[NAIJA]}/{row['id'].split('__')[0]}"
        text, english = (" ".join((row[side] or "").split()) for side in ("plain", "english"))
        wanted = _fits(text) and _fits(english) and text != english and text not in seen
        if wanted and never_trained_on(document):
            seen.add(text)
            yield Unit(NAIJA, document, number, text, (english,))


def _singlish_rows(data: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for row in rows_of(data_file(data, SETS[SINGLISH])):
        name = hashlib.sha256(row["text"].encode()).hexdigest()[:8]
        document, text = f"{SETS[SINGLISH]}/{name}", " ".join(detokenise(row["text"]).split())
        if _fits(text) and never_trained_on(document):
            yield document, text, row


def _singlish(data: Path) -> Iterator[Unit]:
    found = list(_singlish_rows(data))
    pool = _standard_sentences(data) if found else []
    for document, text, _ in found:
        length = len(text.split())
        nearest = sorted(pool, key=lambda sentence: abs(len(sentence.split()) - length))
        yield Unit(SINGLISH, document, 0, text, nearest)


def _singlish_by_rule(data: Path) -> Iterator[Unit]:
    for document, text, row in _singlish_rows(data):
        changed = row["text"].split()
        for start, end, instead in reversed(list(standardisations(changed, row))):
            changed[start:end] = instead
        standard = " ".join(detokenise(" ".join(changed)).split())
        if standard != text:
            yield Unit(BY_RULE, document, 0, text, (standard,))


def _standard_sentences(data: Path) -> list[str]:
    from style_models.recipes.detector import clean_sentences, documents

    kept = []
    for name in STANDARD:
        listed = [(d, t) for d, t in documents(data, name) if never_trained_on(d)]
        kept += [doc.text.strip() for _, doc in clean_sentences(name, listed)]
    return [text for text in dict.fromkeys(kept) if _fits(text)]


def _pairs(data: Path) -> Iterator[Unit]:
    for number, row in enumerate(rows_of(data_file(data, SETS[PAIRS]))):
        feature = int(row["ewave_id"])
        if feature % 2 and row["dialect"] != row["standard"]:
            document = f"{SETS[PAIRS]}/{feature}"
            yield Unit(PAIRS, document, number, row["dialect"], (row["standard"],), feature)


# ---------------------------------------------------------------- planting


def planted(unit: Unit, rng: random.Random, most: int = SLIPS) -> list[Twin]:
    """Return up to ``most`` twins of a sentence, no two with a slip in the same word.

    Operators are drawn by the error model's own weights. A slip counts only where a standard sentence
    has the same word, stretch for stretch, where it touches nothing protected, and where what it
    writes is no mark of a dialect itself.
    """
    from style_models.judging.change import parsed
    from style_models.text.document import parse

    doc, spans = parsed(unit.dialect), parse(unit.dialect).protected
    weights = [OPERATORS[kind][0] for kind in KINDS]
    found: list[Twin] = []
    taken: set[str] = set()
    for _ in range(most * 3):
        if len(found) == most:
            break
        kind = rng.choices(KINDS, weights)[0]
        if twin := _twin(unit, doc, spans, kind, taken, rng):
            taken.add(twin.dialect.word)
            found.append(twin)
    return found


def _twin(
    unit: Unit,
    doc: Doc,
    spans: tuple[ProtectedSpan, ...],
    kind: str,
    taken: set[str],
    rng: random.Random,
) -> Twin | None:
    from style_models.text.protected import touching

    places = list(OPERATORS[kind][1](doc, rng))
    rng.shuffle(places)
    for start, end, text in places:
        side = mistyped(unit.dialect, start, end, text, kind in _SPACED)
        if side is None or side.word in taken or touching(spans, start, end):
            continue
        if kind == "doubled_word" and side.word.lower() not in _NEVER_SAID_TWICE:
            continue
        wrong = side.wrong[side.start : side.end]
        if _marks(side.wrong) > _marks(side.clean):
            continue
        for sentence in unit.standard:
            if other := alike_in(sentence, unit.dialect, side, wrong, kind in _SPACED):
                return Twin(unit.group, unit.document, unit.number, kind, side, other, unit.ewave)
    return None


def _marks(text: str) -> int:
    from style_models.judging.dialect_features import marked_in

    return sum(marked_in(text).values())


def mistyped(text: str, start: int, end: int, wrong: str, spaced: bool = False) -> Side | None:
    """Return ``text`` with ``start`` to ``end`` replaced by ``wrong``, as a side of a twin.

    The stretch is widened to whole words, to everything between two spaces if ``spaced``. ``None``
    where it holds no letter or nothing changes.
    """

    def inside(at: int) -> bool:
        return not text[at].isspace() if spaced else bool(re.match(r"[\w'’-]", text[at]))

    left, right = start, end
    while left > 0 and inside(left - 1):
        left -= 1
    while right < len(text) and inside(right):
        right += 1
    word = text[left:right]
    changed = text[:start] + wrong + text[end:]
    if not any(c.isalpha() for c in word) or changed == text:
        return None
    return Side(text, changed, left, right + len(changed) - len(text), word)


def alike_in(
    sentence: str, dialect: str, side: Side, wrong: str, spaced: bool = False
) -> Side | None:
    """Return the twin's side: ``wrong`` for the same word, at the place that is relatively nearest."""
    edge = r"\S" if spaced else r"[\w'’-]"
    pattern = rf"(?<!{edge}){re.escape(side.word)}(?!{edge})"
    places = [found.start() for found in re.finditer(pattern, sentence)]
    if not places:
        return None
    where = side.start / len(dialect)
    start = min(places, key=lambda at: abs(at / len(sentence) - where))
    end = start + len(side.word)
    changed = sentence[:start] + wrong + sentence[end:]
    return Side(sentence, changed, start, start + len(wrong), side.word)


def twins(data: Path, most: int = 0, seed: int = 5, slips: int = SLIPS) -> list[Twin]:
    """Return the twins of all sets, at most ``most`` sentences of each (0: all), always the same ones.

    Sentences come in an order of their own, so that the first are a sample of whole documents.
    """
    listed: dict[str, list[Unit]] = defaultdict(list)
    for unit in units(data):
        listed[unit.group].append(unit)
    found = []
    for group in listed.values():
        count: Counter[str] = Counter()
        for unit in sorted(group, key=_order):
            if most and count.total() >= most:
                break
            rng = random.Random(f"{seed} {unit.document} {unit.number}")
            made = planted(unit, rng, slips)
            count[unit.group] += bool(made)
            found += made
    return found


def _order(unit: Unit) -> tuple[Any, ...]:
    name = hashlib.sha256(f"order {unit.document}".encode()).hexdigest()
    # Recordings are long and few: their sentences take turns.
    if unit.group == NAIJA:
        return (hashlib.sha256(f"{unit.number}".encode()).hexdigest(),)
    return (name, unit.number)
