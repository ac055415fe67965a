"""Ways to deny."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_AINT = r"(?<![\w'])(?:ain'?t|ain'|en't|(?<=\bhe )int|(?<=\bshe )int|(?<=\bit )int|(?<=that )int|(?<=there )int)(?!-)"
_DENIED = r"(?:ain'?t|ain'|(?:do|does|did|ca|wo|could|would|should|is|are|was|were|has|have|had|must)n'?t|cannot|never|without|hardly)"
_NONE = r"(?:no(?![.,!?]| (?:matter|longer|less|more than|fewer|sooner|doubt|one else|idea|problem))|nothing|nothin'?|nuthin'?|nobody|none|nowhere|no one|neither)"


def _third_dont(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:-1]:
        if (low(token) == "do" and low(doc[token.i + 1]) in {"n't", "nt"}) or low(token) in {
            "dont",
            "don",
        }:
            before = doc[token.i - 1]
            single = before.tag_ in {"NN", "NNP"} and not (
                token.i > 1 and low(doc[token.i - 2]) == "and"
            )
            questioned = token.i > 1 and low(doc[token.i - 2]) in {"does", "doesn't"}
            if (low(before) in {"he", "she", "it", "that", "this"} or single) and not questioned:
                yield span(before, doc[min(token.i + 1, len(doc) - 1)])


def _particle_before_verb(doc: Doc, particle: str) -> Iterator[tuple[int, int]]:
    for token in doc[1:-1]:
        before, verb = doc[token.i - 1], doc[token.i + 1]
        if low(token) != particle or before.pos_ in {"AUX", "VERB", "DET", "ADJ", "ADP"}:
            continue
        if low(before) in {"i", "you", "he", "she", "we", "they", "me", "dem", "e"} or (
            particle == "not" and before.pos_ in {"NOUN", "PROPN"}
        ):
            if (verb.pos_ in {"VERB", "AUX"} and verb.tag_ not in {"VBG", "MD"}) or low(verb) in {
                "fit",
                "dey",
                "get",
                "know",
                "go",
                "need",
                "wan",
                "wan'",
            }:
                yield span(before, verb)


FEATURES = (
    Feature("ain't-for-be", 155, "*ain't*", "That ain't fair.", matches(_AINT + r"(?!\w)(?= (?:a|an|the|no|my|your|his|her|it|that|this|fair|so|too|gon|gonna|going|\w+in[g']|right|here|there|just|even|true)\b)"), marked=True),
    Feature("ain't-for-have", 156, "*ain't*", "I ain't seen them yet.", matches(_AINT + r"(?= (?:\w+ed|seen|been|got|had|done|gone|heard|told|never|eaten|come|made|found)\b)"), marked=True),
    Feature("ain't", 157, "*ain't*", "Something I ain't know about.", matches(_AINT + r"(?!\w)(?! (?:a|an|the|no|my|your|his|her|it|that|this|fair|so|too|gon|gonna|going|\w+in[g']|right|here|there|just|even|true|\w+ed|seen|been|got|had|done|gone|heard|told|never|eaten|come|made|found)\b)"), marked=True),
    Feature("negative-concord", 154, "saying no twice to mean it once", "I don't want no help.", matches(rf"\b{_DENIED}(?!\w)(?:(?!\b(?:but|because|and|so|if|when|that|which|who)\b)[^.?!,;:]){{0,40}}?\b{_NONE}(?!\w)"), marked=True),
    Feature("negative-inversion", 226, "the denying word first", "Didn't nobody show up.", matches(r"(?:^|[.;:!?,\"(] ?|\band |\bbut |\bcause |\bso )(?:ain'?t|don'?t|didn'?t|can'?t|wasn'?t|won'?t|couldn'?t) (?:no ?body|nothing|nothin'|none|no \w+)\b"), marked=True),
    Feature("invariant-don't", 158, "*don't* with every person", "He don't like me.", _third_dont),
    Feature("never-for-past", 159, "*never* for one time in the past", "He never came yesterday.", matches(r"\b(?:i|you|he|she|it|we|they) never (?:\w+ed|came|went|saw|did|said|got|had|told|knew|made|gave|took)\b"), marked=True, dialect=False),
    Feature("no-before-verb", 160, "*no* before the verb", "I no want any job.", lambda doc: _particle_before_verb(doc, "no"), marked=True),
    Feature("not-before-verb", 161, "*not* before the verb", "The baby not ate food.", lambda doc: _particle_before_verb(doc, "not")),
    Feature("no-more-existential", 162, "*no more* for there is none", "No more food in the fridge.", matches(r"^\W*(?:no more|nomo) \w+")),
    Feature("amn't", 164, "*amn't*", "I'm late, amn't I?", matches(r"\bamn't\b"), marked=True),
)  # fmt: skip
