"""What of a model's answer is the rewritten sentence, and whether it is one at all.

General models put a word before their answer, quotation marks around it and an explanation behind
it; some answer the text or refuse it. What is no rewriting of the sentence is not proposed.
"""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

LONGER, SLACK = 1.6, 3
"""An answer of more words than ``LONGER`` times the sentence's and ``SLACK`` is no rewriting of it."""
SHORTER = 0.34
"""Nor is one of fewer words than this share of the sentence's."""
SHARED = 0.34
"""Nor one that shares fewer of its word beginnings with the sentence than this ..."""
ALIKE = 0.6
"""... unless its letters are this much alike, 0 to 1 (single words are misspelt beyond that)."""
SAME = 0.8
"""What sounds like a refusal is none where the letters are this much alike ("I cant", "I can't")."""
BEGINNING = 4  # letters of a word that its inflections share

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A```[\w-]*\n(.*?)\n?```\Z", re.DOTALL)
_TAGS = re.compile(r"\A\s*<(text(?:-\w+)?)>\s*(.*?)\s*(?:</\1>)?\s*\Z", re.DOTALL)
_LEAD = re.compile(
    r"\A\W*(?:(?:sure|certainly|of course|okay|absolutely)\b[^:\n]{0,80}[:!.\n]\s*)?"
    r"(?:(?:here(?:['’]s| is| are)\b[^:\n]{0,80}"
    r"|the (?:corrected|revised|rewritten|improved|edited|clearer|shorter)\b[^:\n]{0,60}"
    r"|(?:corrected|revised|rewritten|improved|edited|clearer|shorter|output|answer|result|text)"
    r"(?: (?:text|version|sentence))?)\**\s*:\s*\**)?",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    r"\n\s*(?:\W{0,3}(?:note|explanation|changes?(?: made)?|corrections?|i (?:have |only )?(?:changed|corrected))\b|\n)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\A\W*(?:(?:i['’]m|i am) (?:sorry|afraid|unable|not able)|sorry\b|i (?:can(?:no|['’])t|cannot|won['’]t)\b"
    r"|as an? (?:ai|assistant|language model)\b|there (?:is|are) no (?:errors?|mistakes?)\b"
    r"|the (?:text|sentence) is (?:already )?(?:correct|fine)\b|no (?:changes?|corrections?)\b)",
    re.IGNORECASE,
)
_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("«", "»"), ("`", "`"), ("**", "**"))
_WORD = re.compile(r"\w+")


def wording_in(answer: str, sentence: str) -> str:
    """Return the rewriting of ``sentence`` that ``answer`` holds, or ``sentence`` if it holds none.

    What the sentence itself begins or ends with (quotation marks, "Sure!") is never taken off.
    """
    found = _bare(answer, sentence)
    return found if found and is_rewriting(found, sentence) else sentence


def is_rewriting(answer: str, sentence: str) -> bool:
    """Tell whether ``answer`` says the sentence again, rather than answering, obeying or refusing it."""
    if answer == sentence:
        return True
    alike = ratio(answer.lower(), sentence.lower()) / 100
    if _REFUSAL.match(answer) and not _REFUSAL.match(sentence) and alike < SAME:
        return False
    if sentence.rstrip().endswith("?") and "?" not in answer:
        return False  # answered, not rewritten
    words, before = len(answer.split()), len(sentence.split())
    if not SHORTER * before <= words <= LONGER * before + SLACK:
        return False
    said, had = _beginnings(answer), _beginnings(sentence)
    if said and len(said & had) >= SHARED * len(said):
        return True
    return alike >= ALIKE


def _bare(answer: str, sentence: str) -> str:
    found = _THOUGHTS.sub("", answer).strip()
    if (fenced := _FENCE.match(found)) and "```" not in sentence:
        found = fenced.group(1).strip()
    if (lead := _LEAD.match(found)) and any(c.isalnum() for c in lead.group()):
        own = _LEAD.match(sentence)
        if not (own and own.group().strip()) and _first(found) != _first(sentence):
            found = found[lead.end() :].strip()
    if tagged := _TAGS.match(found):
        found = tagged.group(2)
    if (fenced := _FENCE.match(found)) and "```" not in sentence:
        found = fenced.group(1).strip()
    found = _AFTERWORD.split(found, maxsplit=1)[0].strip()
    for opening, closing in _QUOTES:
        inside = found[len(opening) : -len(closing)]
        if (
            len(found) > len(opening) + len(closing)
            and found.startswith(opening)
            and found.endswith(closing)
            and not (sentence.startswith(opening) and sentence.rstrip().endswith(closing))
            and opening not in inside
            and closing not in inside
        ):
            found = inside.strip()
    return " ".join(found.split())


def _first(text: str) -> str:
    word = _WORD.search(text)
    return word.group().lower() if word else ""


def _beginnings(text: str) -> set[str]:
    return {word.lower()[:BEGINNING] for word in _WORD.findall(text)}
