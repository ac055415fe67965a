"""Which of several stays, where a letter or a Roman numeral tells: Table A, grade B, Henry VIII."""

from __future__ import annotations

import re
from collections import Counter

from style_models.judging.change import Change

VERDICT = "meaning"

_ROMAN = re.compile(
    r"(?<![\w'’])(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w'’])"
)
# One letter is a label behind a word; "I" and "A" begin sentences and name persons.
_LETTER = re.compile(r"(?<=[^\W\d_]{3} )[A-Z](?=[\s.,;:!?)]|$)(?!['’])")
_AFTER_THESE = re.compile(r"(?:table|figure|fig|part|section|appendix|group|class|type|grade|level|chapter|vitamin|hepatitis|plan|option|team|block|unit|"
                          r"phase|stage|point|exhibit|room|gate|terminal|zone|line|step|world war|act|scene|book|volume|vol|elizabeth|henry|charles|louis|"
                          r"george|edward|richard|james|william|pope [a-z]+|john paul|benedict|pius|philip|alexander|peter|catherine)\.? $", re.IGNORECASE)  # fmt: skip
# A letter and its figures: "B12", "H2O", "A4", "MI5", "3D", "2b".
_MIXED = re.compile(
    r"(?<![\w.-])(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[A-Za-z\d]+(?:-[A-Za-z\d]+)*(?![\w-])"
)
_COUNTED = re.compile(
    r"^\d+(?:st|nd|rd|th|s|am|pm|[-–]?[a-z]{2,}|k|m|g|l|h|b|ft|in)\b|^\d+(?:-[a-z]+)+$",
    re.IGNORECASE,
)


def _labels(text: str) -> Counter[str]:
    found = Counter(match.group() for match in _ROMAN.finditer(text))
    for match in _LETTER.finditer(text):
        if match.group() not in "IA" or _AFTER_THESE.search(text[: match.start()]):
            found[match.group()] += 1
    for match in _MIXED.finditer(text):
        if not _COUNTED.match(match.group()):
            found[match.group().upper().replace("-", "")] += 1
    return found


def check(change: Change) -> str | None:
    """Look for a label that gives way to another, in the sentence as a whole."""
    edit = change.edit
    if not re.search(r"[A-Z\d]", edit.before) or not re.search(r"[A-Z\d]", edit.after):
        return None
    letters = edit.before.strip(" .,;"), edit.after.strip(" .,;")
    if all(len(one) == 1 and one.isupper() for one in letters) and letters[0] != letters[1]:
        if not set(letters) <= {"I", "A"}:
            return f"“{letters[0]}” is not “{letters[1]}”"
    before, after = _labels(change.sentence), _labels(change.revised)
    gone, new = before - after, after - before
    if gone and new:
        return f"“{next(iter(gone))}” is not “{next(iter(new))}”"
    return None
