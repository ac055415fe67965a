"""Words of a marked tone: formal, casual, strong in feeling or in judgement."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText, phrases
from style_models.text.wordings import counted

# Marked in the pairs, everyday elsewhere ("reduce", "find out"): swapping them says something, counting them not.
_EVERYDAY = frozenset(
    "allow allows allowed allowing provide provides provided providing reduce reduces reduced reducing "
    "appear appears appeared response responses opportunity opportunities prevent prevents preventing "
    "require requires required requiring significant final entire entirely concept concepts "
    "discussion discussions challenge challenges highlight highlights strategy strategies objective objectives "
    "primarily area insight overall vital ensuring".split()
)


@functools.cache
def _terms(tone: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    terms = counted(tone) - (_EVERYDAY if tone in {"formal", "machine"} else frozenset())
    groups = [term for term in terms if " " in term]
    return frozenset(terms) - set(groups), phrases(groups) if groups else None


def _rate(tone: str) -> Callable[[CountedText], float]:
    def measure(text: CountedText) -> float:
        single, groups = _terms(tone)
        found = sum(word in single for word in text.lower)
        if groups is not None:
            found += sum(1 for _ in groups.finditer(text.plain))
        return text.per_hundred(found)

    return measure


_PER = "per 100 words"

AXES = (
    FormAxis(
        "formal_words", "formal words", "utilise, obtain, numerous", _PER, _rate("formal")
    ),
    FormAxis("informal_words", "casual words", "kids, stuff, awesome", _PER, _rate("informal")),
    FormAxis(
        "strong_feelings", "words of strong feeling", "love, terrified, furious", _PER,
        _rate("feeling"),
    ),
    FormAxis(
        "strong_verdicts", "strong verdicts", "excellent, appalling, disaster", _PER,
        _rate("verdict"),
    ),
    FormAxis(
        "machine_words", "words that language models favour", "furthermore, delve, crucial", _PER,
        _rate("machine"),
    ),
)  # fmt: skip
