"""Take the topic out of a text: content words become their shape and ending.

What is left are function words, punctuation, line breaks, capitals, and suffixes: how it is said,
not what it is about. ``"We quickly parsed 30 logs."`` becomes ``"We *ly *ed 0 *s."``.
"""

from __future__ import annotations

import re

# Closed-class English words and a few stance words (after spaCy's English stop words, MIT).
FUNCTION_WORDS = frozenset(
    """
    'd 'll 'm 're 's 've a about above across actually after afterwards again against all almost
    alone along already also although always am among amongst amount an and another any anyhow
    anyone anything anyway anywhere are aren't around as at back be became because become
    becomes becoming been before beforehand behind being below beside besides best better
    between beyond both bottom but by ca call can can't cannot could couldn't did didn't
    different do does doesn't doing don't done down due during e.g each eight either eleven else
    elsewhere empty enough etc even ever every everyone everything everywhere except few fifteen
    fifty first five for former formerly forty four from front full further get getting give go
    goes going good got great had hadn't has hasn't have haven't he hence her here here's
    hereafter hereby herein hereupon hers herself him himself his how however hundred i i'd i'll
    i'm i've i.e if in indeed instead into is isn't it it's its itself just keep kind know last
    later latter latterly least less let's like lot lots made make makes making many may maybe
    me meanwhile might mine more moreover most mostly move much must my myself n't name namely
    need needed needs neither never nevertheless new next nine no nobody none noone nor not
    nothing now nowhere n‘t of off often ok okay on once one only onto or other others otherwise
    our ours ourselves out over own part people per perhaps please pretty put quite rather re
    really regarding said same say says second see seem seemed seeming seems serious several she
    should shouldn't show side since six sixty so some somehow someone something sometime
    sometimes somewhere soon sort still such take ten than that that's the their them themselves
    then thence there there's thereafter thereby therefore therein thereupon these they they're
    they've thing things think third this those though thought three through throughout thru
    thus to today together too top toward towards twelve twenty two under unless until up upon
    us used using usually various very via vs want wanted wants was wasn't way we we'd we'll
    we're we've well went were weren't what what's whatever when whence whenever where
    whereafter whereas whereby wherein whereupon wherever whether which while whither who who's
    whoever whole whom whose why will with within without won't would wouldn't yes yet you you'd
    you'll you're you've your yours yourself yourselves ‘d ‘ll ‘m ‘re ‘s ‘ve
    """.split()
)

# Longest first, so that "ization" wins over "ation".
_SUFFIXES = tuple(
    sorted(
        """ization ational fulness ousness iveness ments tions sions ation ment tion sion ness able
        ible ance ence less ical ally ings ism ist ity ive ous ful ing est ies ion ize ise ify ers
        ors ant ent age ary ory al ed ly er or es en ic th y s""".split(),
        key=lambda suffix: (-len(suffix), suffix),
    )
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:/]\d+)*|\n+|[^\w\s]|_+", re.UNICODE)
BREAK = "¶"


def masked(text: str) -> tuple[str, list[str]]:
    """Return the masked text, and its tokens with function words in lower case.

    Content words keep ``#`` (all capitals), ``^`` (capital first) or ``*`` and their suffix; a
    hyphenated one ends in ``-``; numbers become ``0`` (up to three characters) or ``00``; line
    breaks are the token :data:`BREAK`. A text without words or marks gives an empty list.
    """
    pieces: list[str] = []
    tokens: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        if match.start() > end:
            pieces.append(" ")
        end = match.end()
        if word[0] == "\n":
            pieces.append("\n")
            tokens.append(BREAK)
            continue
        shown = token = word
        if word[0].isalpha():
            lower = word.lower().replace("’", "'")
            if lower in FUNCTION_WORDS:
                shown, token = word.replace("’", "'"), lower
            else:
                shown = token = _shape(word) + _ending(lower)
        elif word[0].isdigit():
            shown = token = "0" if len(word) < 4 else "00"
        pieces.append(shown)
        tokens.append(token)
    return "".join(pieces), tokens


def content_words(text: str) -> list[str]:
    """Return the words that :func:`masked` hides, in lower case: what the text is about."""
    words = (match.group().lower().replace("’", "'") for match in _TOKEN.finditer(text))
    return [word for word in words if word[0].isalpha() and word not in FUNCTION_WORDS]


def _shape(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return "#"
    return "^" if word[0].isupper() else "*"


def _ending(lower: str) -> str:
    if "-" in lower:
        return "-"
    return next((s for s in _SUFFIXES if len(lower) > len(s) + 2 and lower.endswith(s)), "")
