"""British and American spelling: both are right, and turning one into the other is never polish.

Two spellings are the same word in two varieties if they agree once the regular differences are
taken out. The rules are those of any style guide's table; the single words are those that no
rule covers.
"""

from __future__ import annotations

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|er$|ers$|able$|ful$|less$|ite$|ites$|ism$|ist$|al$|ly$|hood$)", "or"),
        (r"is(?=(?:e|es|ed|er|ers|ing|ation|ations|able|ational)$)", "iz"),
        (r"ys(?=(?:e|es|ed|er|ers|ing)$)", "yz"),
        (r"(?<=[bt])re(?=$|s$|d$)", "er"),
        (r"ll(?=(?:ed|ing|er|ers|or|ors|ous|ist|ists|ment|ments|ful|fully)$)", "l"),
        (r"(?<=[a-z]i)ll(?=$|s$|ment$|ments$)", "l"),
        (r"ogue(?=$|s$)", "og"),
        (r"(?<=[a-z]{2})ence(?=$|s$|less$)", "ense"),
        (r"(?<=pract)ic(?=(?:e|es|ed|ing)$)", "is"),
        (r"(?<=[a-z])ae(?=[a-z])|(?<=[mfl])oe(?=[a-z])", "e"),
        (r"(?<=judg|ledg)e(?=ment)", ""),
        (r"(?<=[a-z])ph(?=ur)", "f"),
        (r"(?<=[a-z])wards$", "ward"),
        (r"(?<=pp|tt)(?=ed$|ing$)", ""),
        (r"(?<=gram)me(?=$|s$)", ""),
        (r"(?<=mo)u(?=ld(?:$|s$|ed$|ing$|y$))", ""),
        (r"(?<=foc)uss(?=ed$|ing$|es$)", "us"),
        (r"(?<=learn|burnt|spell|dream|spoil)ed$", "t"),
    )
)  # fmt: skip
_WORDS = {
    "grey": "gray", "tyre": "tire", "kerb": "curb", "plough": "plow", "cheque": "check",
    "sceptic": "skeptic", "sceptical": "skeptical", "scepticism": "skepticism", "aluminium": "aluminum",
    "pyjamas": "pajamas", "moustache": "mustache", "cosy": "cozy", "storey": "story", "mum": "mom",
    "mums": "moms", "whilst": "while", "amongst": "among", "programme": "program", "programmes": "programs",
    "ageing": "aging", "artefact": "artifact", "draught": "draft", "manoeuvre": "maneuver",
    "jewellery": "jewelry", "speciality": "specialty", "travelling": "traveling", "maths": "math",
    "learnt": "learned", "burnt": "burned", "spelt": "spelled", "dreamt": "dreamed", "got": "gotten",
    "ok": "okay", "licence": "license", "defence": "defense", "offence": "offense", "enrol": "enroll",
    "fulfil": "fulfill", "skilful": "skillful", "wilful": "willful", "instalment": "installment",
    "orientated": "oriented", "towards": "toward", "afterwards": "afterward", "backwards": "backward",
    "alright": "all right", "adviser": "advisor", "focussed": "focused", "focussing": "focusing",
    "judgement": "judgment", "acknowledgement": "acknowledgment", "likeable": "likable",
    "sizeable": "sizable", "yoghurt": "yogurt", "doughnut": "donut", "omelette": "omelet",
    "tonne": "ton", "metre": "meter", "litre": "liter", "fibre": "fiber", "theatre": "theater",
    "centre": "center", "catalogue": "catalog", "dialogue": "dialog", "analogue": "analog",
}  # fmt: skip


def canonical(word: str) -> str:
    """Return a key that is equal for the spellings of one word in two varieties."""
    key = word.lower()
    key = _WORDS.get(key, key)
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return key


def same_word_elsewhere(before: str, after: str) -> bool:
    """Tell whether two different wordings are the same in another standard variety of English."""
    left, right = before.split(), after.split()
    if not left or before.lower() == after.lower():
        return False
    if len(left) != len(right):
        return canonical(before) == canonical(after)
    return all(a == b or canonical(a) == canonical(b) for a, b in zip(left, right, strict=True))
