"""A dialect is not an error: what the writer's text or profile shows of one is kept.

An edit that takes a feature away (see :mod:`style_models.judging.dialect_features`) is distortion if
the feature is a mark of dialect by itself, if the writer's profile shows it, or if the text shows a
dialect. Elsewhere "she go" is a slip and may be repaired. In a text that shows a dialect other
changes of grammar are held too, since no list of features is whole; slips of the keyboard are not.
A feature that the writer asked to have mended is never held.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from style_models.judging.change import Change, is_known, parsed, words
from style_models.judging.dialect_features import feature_named, found, marked_in
from style_models.judging.dialect_features._feature import Pattern
from style_models.judging.slips import are_swapped

if TYPE_CHECKING:
    from style_models.judging.dialect_features import Feature
    from style_models.learning.preferences import Preferences

VERDICT = "distortion"

# How much a feature says of a text, where it is not 1: some show a dialect almost alone, some are
# heard in any talk.
_STRONG = frozenset(
    "habitual-be negative-concord double-modal finna gon ain't ain't-for-be ain't-for-have lah leh lor meh "
    "liao sia naija-dey naija-don naija-words naija-di naija-am na-focus sef abi th-as-you-say-it th-in-that scots-nae completive-done "
    "negative-inversion caribbean-words innit singlish-exclamation singlish-words".split()
)
_WEAK = frozenset(
    "clipped-word real-good than-what sat-stood me-in-joint-subject myself-in-joint-subject y'all ye "
    "needs-washed for-complement most-first final-but yet-still this-here existential-it is-with-i "
    "participle-for-past double-relative who-all regular-comparison be-done yon stressed-been not-before-verb hor dun plural-them relative-as relative-at".split()
)
_HABITUAL = re.compile(
    r"(?<!should )(?<!would )(?<!could )(?<!will )(?<!can )(?<!must )(?<!might )(?<!may )(?<!let )(?<!shall )"
    r"\b(?:i|we|you|they|he|she|it|that|people|folks) be (?:always |all |just )?\w+in[g']",
    re.IGNORECASE,
)
# Word by word: kept in any text, though no feature's detector claims them.
_WORDS = frozenset("bloody eh chop comot sabi".split())
# Said to the listener: taking one out mends nothing, whatever the text. Some only behind a clause.
_PARTICLES = frozenset(
    "lah larh lar la leh lor loh lo meh mah ma hor har sia siah liao ah ahh arh arhh wor abi sef".split()
)
# Of these some are words elsewhere ("LA", "lo" in Italian), the others are not.
_ONLY_PARTICLES = frozenset("lah larh leh lor meh liao arh arhh".split())
_BEHIND_A_PARTICLE = re.compile(
    r"\s*(?:[^\w\s]|$|(?:haha+|lol|bro|boy|boh|tio|sia|but|then|because|cos|so|u|you|pls)\b)",
    re.IGNORECASE,
)
_BEHIND_A_CLAUSE = frozenset("ah mah final-one final-what".split())
# Here the standard has a word or an ending more: another word in the place of one mends none of them.
_WITHOUT = frozenset(
    "zero-s zero-have zero-be-progressive zero-be-noun zero-be-adjective zero-be-place no-article zero-plural "
    "measure-without-s zero-past unchanged-past no-possessive-s no-relative bare-perfect bare-after-allow "
    "bare-after-start uninverted-question bare-yes-no-question".split()
)
# People's corrections of learners and web pages (even rows) take each of these out at most once in 3,000
# edits: where one goes, it is rather a dialect that goes.
_SELDOM_SLIPS = frozenset(
    "he-possessive they-possessive we-possessive i-possessive us-possessive him-possessive them-possessive "
    "subject-form-as-object object-form-as-subject finish-perfect ever-perfect were-levelling measure-without-s "
    "unstressed-did naija-go naija-fit existential-have relative-one too-for-very no-more-existential "
    "bare-after-start not-before-verb zero-be-place southern-words than-alone".split()
)
_OWNERS = frozenset("my your his her its our their mine yours hers ours theirs".split())
_BE = frozenset("am is are was were be".split())
_SHORT_BE = ("'s", "'re", "'m")
# Written as in chat, in small letters. "x", "r" and "n" are letters in a formula too, and a small "i" or
# three dots stand in anybody's text.
_CHATTED = re.compile(
    r"(?<![\w'])(?:u(?= (?:know|no|see|can|cannot|are|r|have|so|all|guys|one|like|want|think|say|said|dun|oso|got|go|should|"
    r"will|must|also|never|already|mean|need|get|come|better|not)\b)|ur|pls|plz|lol|haha+|oso|wat|coz|ppl|tmr|tml|abt|alr)(?![\w'])"
)
# Two of these say as much as one of those.
_HALF_CHATTED = re.compile(
    r"(?<![\w'])(?:[uU]|bro|dun|cos|ok(?=\?)|nt|b4|hor|wah|wor)(?![\w'])|(?<=[a-z]{3} )n(?= [a-z]{3})"
    r"|\.\.+|\?\?+|!!+|^(?!i\b)[a-z]"
)
_GRAMMAR = {
    "R:VERB:SVA", "M:VERB", "M:VERB:TENSE", "R:VERB:TENSE", "R:VERB:FORM", "R:VERB", "M:DET", "U:DET", "R:DET",
    "R:NOUN:NUM", "R:VERB:INFL", "M:PREP", "U:PREP", "M:PRON", "U:PRON", "R:PRON", "U:VERB", "R:MORPH",
    "M:PART", "R:WO", "U:ADV", "M:OTHER", "R:OTHER", "U:OTHER", "M:NOUN:POSS", "R:NOUN:POSS", "R:CONTR",
    "M:CONJ", "R:CONJ", "R:PREP", "R:ADV", "M:ADV", "R:ADJ:FORM", "U:PART", "R:PART", "U:NOUN", "U:INTJ", "M:CONTR",
    "U:CONJ", "R:NOUN:INFL", "M:VERB:FORM", "U:VERB:TENSE", "U:VERB:FORM", "R:ADJ", "M:NOUN", "R:NOUN", "U:CONTR",
}  # fmt: skip
_SOUNDS = (
    ("th", "t"), ("th", "d"), ("th", "f"), ("^th", "t"), ("^th", "d"), ("ing$", "in"), ("er$", "a"), ("er$", "ah"),
    ("or$", "a"), ("ng$", "n"), ("d$", ""), ("t$", ""), ("ow$", "a"), ("ver$", "va"), ("ther", "da"),
)  # fmt: skip
_SOUND_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "write right rite", "know no", "their there they're", "your you're", "its it's", "to too two", "then than",
        "were where", "of off", "lose loose", "fell feel", "quiet quite", "here hear", "by buy bye", "piece peace",
        "weather whether", "would wood", "week weak", "meet meat", "threw through", "accept except", "affect effect",
        "brake break", "passed past", "principal principle", "site sight", "whose who's", "led lead",
        "advice advise", "of if", "form from", "tow two", "wander wonder", "plain plane", "sale sail", "hole whole",
        "won one", "our are", "new knew", "bare bear", "role roll", "wait weight", "be bee", "see sea", "son sun",
    )
)  # fmt: skip
LONGEST_LOOK = 20_000
ALIKE = 0.7
FEWEST_MARKED = 2
NEAR = 2  # letters
UNNAMED = "this may be the grammar of your English, not a mistake"
"""What is said where no feature is named: the text shows a dialect, and the edit changes grammar."""


class Kept(NamedTuple):
    """What a text and its writer's profile say of the dialect: the last fields of a Change."""

    dialect: bool
    shown: frozenset[str]
    fixes: frozenset[str]


def kept_in(text: str, preferences: Preferences) -> Kept:
    """Return what is to be kept of the dialect in this text of this writer's."""
    dialect = shows_dialect(text) or speaks_dialect(preferences.shown)
    return Kept(dialect, preferences.shown, preferences.fixes)


def speaks_dialect(shown: frozenset[str]) -> bool:
    """Tell whether a profile that shows these features is that of somebody who speaks a dialect."""
    known = (feature_named(name) for name in shown)
    marked = [f for f in known if f and f.marked and f.dialect and f.name not in _WEAK]
    return len(marked) >= FEWEST_MARKED


@functools.lru_cache(maxsize=32)
def shows_dialect(text: str) -> bool:
    """Tell whether a text shows a dialect by marks that are no slips elsewhere.

    One strong mark, or two others, in a text of up to 80 words; about one in 200 words in a longer
    one, so that a quotation does not make the whole a dialect. The first :data:`LONGEST_LOOK`
    characters are read.
    """
    text = text[:LONGEST_LOOK]
    counts = marked_in(text)
    if habitual := len(_HABITUAL.findall(text.replace("’", "'"))):
        counts["habitual-be"] = habitual
    score = sum(
        count * (1.5 if name in _STRONG else 0.5 if name in _WEAK else 1.0)
        for name, count in counts.items()
    )
    length = len(text.split())
    return score >= (1.5 if length < 80 else max(2.0, length / 200))


def removed(change: Change) -> tuple[Feature, ...]:
    """Return the features that stand where the edit is and no longer do once it is made."""
    start, end = _whole_words(change.sentence, change.edit.start, change.edit.end)
    before = _touching(change.sentence, start, end)
    if not before:
        return ()
    start, end = _whole_words(
        change.revised, change.edit.start, change.edit.start + len(change.edit.after)
    )
    after = _touching(change.revised, start, end)
    gone = [name for name, spans in before.items() if len(spans) > len(after.get(name, ()))]
    return tuple(feature for name in gone if (feature := feature_named(name)))


def is_fixed(change: Change) -> bool:
    """Tell whether the edit mends just what the writer asked to have mended."""
    if not change.fixes:
        return False
    gone = {feature.name for feature in removed(change) if _is_kept(feature, change)}
    asked = {feature.name for feature in removed(change)} & change.fixes
    return bool(asked) and gone <= change.fixes


def check(change: Change) -> str | None:
    """Keep marked features always, others where the text or the profile shows them."""
    left, right = change.wider
    gone = [feature for feature in removed(change) if feature.name not in change.fixes]
    if change.fixes and is_fixed(change):
        return None
    if _is_typed_twice(change) and not any(feature.name == "said-twice" for feature in gone):
        return None
    slip = _is_slip(change)
    # What the edit covers whole comes first: it names the feature best.
    gone.sort(key=lambda feature: not _covered(feature, change))
    said = bool(words(change.edit.before)) and not words(change.edit.after)
    for feature in gone:
        if not _mends(feature, change):
            continue
        kept = _is_kept(feature, change) or (said and feature.name in _BEHIND_A_CLAUSE)
        if kept and (not slip or _covered(feature, change)):
            return f"“{_shown(feature, change)}”: {feature.label.replace('*', '')} is part of your English"
    if slip:
        return None
    if lost := [w for w in left if w in _WORDS and w not in right]:
        return f"“{lost[0]}” is how you say it"
    if said and _is_particle(change):
        return f"“{change.edit.before.strip()}” is how you say it"
    if _may_be_dialect(change, gone):
        return UNNAMED
    if change.dialect and (change.edit.type in _GRAMMAR or change.edit.type == "R:SPELL"):
        return UNNAMED
    return None


def _is_particle(change: Change) -> bool:
    """Tell whether the edit takes out a particle: small letters, behind a clause and before a mark or the end.

    "LA" is a city and "lo" an article elsewhere; capitals count among capitals only.
    """
    before = change.edit.before.strip(" ,")
    if not set(words(before)) <= _PARTICLES:
        return False
    ahead, behind = change.sentence[: change.edit.start], change.sentence[change.edit.end :]
    if before != before.lower() and any(c.islower() for c in ahead[-15:] + behind[:15]):
        return False
    if set(words(before)) <= _ONLY_PARTICLES:
        return True
    closes = not before[-1:].isalpha() or bool(_BEHIND_A_PARTICLE.match(behind))
    return closes and bool(words(ahead))


def may_be_slip(change: Change) -> bool:
    """Tell whether what this guard holds unnamed may be a slip all the same.

    One word for another, "one" for "on", "went" for "want": at most two letters apart and not forms of
    one word; or whatever is held in a text that shows no dialect. The guard cannot tell; the judge
    may, where it is very sure.
    """
    return not change.dialect or _is_other_word(change)


def _may_be_dialect(change: Change, gone: Iterable[Feature]) -> bool:
    """Tell whether the edit takes out what is seldom a slip, or was left out as in talk."""
    if any(feature.name in _SELDOM_SLIPS and _mends(feature, change) for feature in gone):
        return True
    return _puts_be_in(change) and _sounds_spoken(change)


def _is_other_word(change: Change) -> bool:
    from rapidfuzz.distance import Levenshtein

    from style_models.judging.lexicon import same_lemma

    left, right = words(change.edit.before), words(change.edit.after)
    return (
        len(left) == len(right) == 1
        and Levenshtein.distance(left[0], right[0]) <= NEAR
        and not same_lemma(left, right)
    )


def _mends(feature: Feature, change: Change) -> bool:
    """Tell whether an edit that makes a feature's place look standard can be meant to.

    "he bus" to "the bus" is no *his*, and "buck" to "back" puts no article in.
    """
    if feature.name in _WITHOUT:
        return not _is_other_word(change)
    if feature.name.endswith("-possessive"):
        return not _is_other_word(change) or bool(_OWNERS & set(words(change.edit.after)))
    return True


def _puts_be_in(change: Change) -> bool:
    """Tell whether the edit does no more than put a form of *be* in."""
    left, right = change.wider
    if words(change.edit.before):
        return False
    here = change.edit.after.replace("’", "'").strip().lower()
    if here in _BE:
        return True
    # "its" to "it's" comes in two edits, of which the second is no "its's".
    glued = len(left) == len(right) == 1 and not left[0].endswith("s")
    return glued and right[0] in {left[0] + be for be in _SHORT_BE}


def _sounds_spoken(change: Change) -> bool:
    """Tell whether the sentence has another feature of some dialect, or the signs of chat."""
    signs = len(_HALF_CHATTED.findall(change.sentence))
    if signs > 1 or _CHATTED.search(change.sentence):
        return True
    start, end = _whole_words(change.sentence, change.edit.start, change.edit.end)
    still = _found(change.revised)
    for name, spans in _found(change.sentence).items():
        feature = feature_named(name)
        if name not in still:
            continue  # seen only because the parser missed the word that is now there
        elsewhere = any(last < start or end < first for first, last in spans)
        if feature and feature.dialect and elsewhere:
            return True
    return False


def _is_kept(feature: Feature, change: Change) -> bool:
    if feature.name in change.shown:
        return True
    return feature.dialect and (feature.marked or change.dialect)


@functools.lru_cache(maxsize=256)
def _found(text: str) -> dict[str, tuple[tuple[int, int], ...]]:
    return found(parsed(text))


def forget_dialect() -> None:
    """Drop the sentences that were looked at last; they are kept for speed alone."""
    _found.cache_clear()
    shows_dialect.cache_clear()


def _touching(text: str, start: int, end: int) -> dict[str, list[tuple[int, int]]]:
    near = {
        name: [span for span in spans if span[0] <= end and start <= span[1]]
        for name, spans in _found(text).items()
    }
    return {name: spans for name, spans in near.items() if spans}


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _covered(feature: Feature, change: Change) -> bool:
    """Tell whether the feature is one of words and lies within those that the edit changes."""
    if not isinstance(feature.finder, Pattern):
        return False
    start, end = _whole_words(change.sentence, change.edit.start, change.edit.end)
    spans = _found(change.sentence).get(feature.name, ())
    return any(start <= span[0] and span[1] <= end for span in spans)


def _shown(feature: Feature, change: Change) -> str:
    start, end = _whole_words(change.sentence, change.edit.start, change.edit.end)
    spans = _touching(change.sentence, start, end)[feature.name]
    first, last = min(spans, key=lambda span: span[1] - span[0])
    return change.sentence[first:last].strip()


def _is_typed_twice(change: Change) -> bool:
    """Tell whether the edit takes out a word that stands there twice ("the the")."""
    before, after = words(change.edit.before), words(change.edit.after)
    once = [w for i, w in enumerate(before) if not i or w != before[i - 1]]
    if len(once) < len(before) and once == after:
        return True
    if after or not before:
        return False
    near = words(change.sentence[: change.edit.start])[-len(before) :]
    return before in (near, words(change.sentence[change.edit.end :])[: len(before)])


def _is_slip(change: Change) -> bool:
    """Tell whether the edit mends letters, spaces or a word that sounds like the one meant."""
    before, after = change.wider
    if _letters(before) == _letters(after):
        return True
    if set(before) | set(after) <= {"a", "an"} and before and after:
        return True
    pairs = [(a, b) for a, b in zip(before, after, strict=False) if a != b]
    if len(before) != len(after) or not pairs:
        return False
    return all(_is_mistyped(a, b) or are_swapped(a, b) for a, b in pairs)


def _is_mistyped(before: str, after: str) -> bool:
    if any(before in group and after in group for group in _SOUND_ALIKE):
        return True
    if is_known(before) or not is_known(after) or len(before) < 3 or _as_spoken(after, before):
        return False
    # "spendin" is no slip for "spend".
    if before.endswith("in") and is_known(before + "g") and not after.endswith("ing"):
        return False
    return difflib.SequenceMatcher(None, before, after).ratio() >= ALIKE


def _as_spoken(word: str, spelling: str) -> bool:
    """Tell whether ``spelling`` writes down how ``word`` is said in some English."""
    spoken = spelling.rstrip("'")
    return any(spoken == re.sub(pattern, sound, word) for pattern, sound in _SOUNDS)


def _letters(listed: list[str]) -> str:
    return "".join(listed).replace("'", "").replace("-", "")
