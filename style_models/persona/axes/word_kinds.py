"""Kinds of words: told by their endings or from short closed lists."""

from __future__ import annotations

import re
from collections.abc import Callable

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText, phrases

_ABSTRACT = re.compile(r"\b\w{4,}(?:tion|sion|ment|ity|ness|ance|ence|ism)s?\b")
_LY = re.compile(r"\b\w{3,}ly\b")
_NEGATION = re.compile(r"\b(?:not|no|never|nor|neither|without|cannot|nothing|nobody)\b|n't\b")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got) (?:\w+ly )?(?:\w{2,}ed|done|made|given|taken|"
    r"seen|known|held|kept|put|paid|built|brought|left|lost|sent|shown|spent|told|thought)\b"
)
_ARTICLES = re.compile(r"\b(?:the|a|an)\b")
_PREPOSITIONS = re.compile(r"\b(?:of|in|for|by|with|from|through|between|among|within|across)\b")
_VAGUE = phrases(
    [
        "thing",
        "things",
        "stuff",
        "lots",
        "lot",
        "a bit",
        "get",
        "gets",
        "getting",
        "got",
        "bad",
        "big",
        "good",
        "loads",
        "nice",
        "ok",
        "okay",
        "people",
        "things",
        "way",
        "like",
    ]
)
_PLEASANT = phrases(
    [
        "benefit",
        "benefits",
        "better",
        "best",
        "care",
        "chance",
        "fair",
        "free",
        "freedom",
        "future",
        "good",
        "great",
        "happy",
        "help",
        "helps",
        "hope",
        "hopefully",
        "improve",
        "love",
        "opportunity",
        "opportunities",
        "positive",
        "progress",
        "protect",
        "safe",
        "success",
        "support",
        "together",
        "trust",
        "value",
        "welcome",
        "well",
        "wonderful",
        "exciting",
        "excellent",
        "brighter",
        "thrive",
    ]
)
_UNPLEASANT = phrases(
    [
        "abuse",
        "afraid",
        "awful",
        "bad",
        "crime",
        "criminal",
        "cruel",
        "damage",
        "danger",
        "dangerous",
        "death",
        "destroy",
        "disaster",
        "disgrace",
        "disgusting",
        "exploit",
        "fail",
        "failed",
        "failure",
        "fear",
        "greed",
        "greedy",
        "harm",
        "harmful",
        "hate",
        "horrible",
        "kill",
        "lies",
        "pain",
        "poor",
        "problem",
        "problems",
        "ridiculous",
        "risk",
        "risks",
        "shame",
        "shameful",
        "stupid",
        "suffer",
        "suffering",
        "terrible",
        "threat",
        "unacceptable",
        "unfair",
        "victim",
        "victims",
        "violence",
        "waste",
        "wasted",
        "worse",
        "worst",
        "wrong",
        "worry",
        "worried",
        "corrupt",
        "sick",
        "evil",
    ]
)


def _pattern(compiled: re.Pattern[str]) -> Callable[[CountedText], float]:
    return lambda text: text.rate(compiled)


_PER = "per 100 words"

AXES = (
    FormAxis("abstract_nouns", "abstract nouns", "-tion, -ment, -ity", _PER, _pattern(_ABSTRACT)),
    FormAxis("adverbs", "words in -ly", "words in -ly", _PER, _pattern(_LY)),
    FormAxis("negations", "negations", "not, no, never, n't", _PER, _pattern(_NEGATION)),
    FormAxis("passives", "passives", "a form of be and a participle", _PER, _pattern(_PASSIVE)),
    FormAxis("articles", "articles", "the, a, an", _PER, _pattern(_ARTICLES), reported=False),
    FormAxis(
        "prepositions", "prepositions", "of, in, for", _PER, _pattern(_PREPOSITIONS), reported=False
    ),
    FormAxis("everyday_words", "everyday words", "thing, lot, get, good", _PER, _pattern(_VAGUE)),
    FormAxis("pleasant_words", "pleasant words", "benefit, hope, help", _PER, _pattern(_PLEASANT)),
    FormAxis(
        "unpleasant_words", "unpleasant words", "danger, worst, fail", _PER, _pattern(_UNPLEASANT)
    ),
)
