"""Take a revision apart into edits with ERRANT (Bryant et al. 2017), over our own parses.

ERRANT counts in tokens, forgets white space and is quadratic in the length. Here the sentences of
both texts are matched first, ERRANT sees one matched group at a time, and its token spans are turned
back into characters of the original, white space included. So this always holds, whatever the
texts are::

    apply_edits(original, align(original, revised)) == revised
"""

from __future__ import annotations

import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from style_models.edits.edit import Edit
from style_models.models.releasing import releasable
from style_models.text.document import collapse, paragraphs, parser

if TYPE_CHECKING:
    from spacy.tokens import Doc

# ERRANT takes 0.07 s for 100 tokens and 3 s for 800: a group longer than this is cut by common
# words first.
LONGEST_GROUP = 120
WHITE_SPACE_TYPE = "R:ORTH"


def apply_edits(original: str, edits: Iterable[Edit]) -> str:
    """Return ``original`` with the (sorted, disjoint) edits applied.

    Raises ``ValueError`` if two edits overlap or one does not find its ``before`` in place.
    """
    parts, at = [], 0
    for edit in edits:
        if edit.start < at or original[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit at {edit.start}-{edit.end} does not fit the text")
        parts += [original[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, original[at:]])


def align(original: str, revised: str, origin: str = "foreign") -> list[Edit]:
    """Return the sorted, disjoint edits that turn ``original`` into ``revised``, byte for byte."""
    edits: list[Edit] = []
    for (start, end), (r_start, r_end) in _groups(original, revised):
        for edit in align_passage(original[start:end], revised[r_start:r_end], origin):
            moved = Edit(
                edit.start + start, edit.end + start, edit.before, edit.after, edit.type, origin
            )
            # Two edits at one place (an insertion and what follows it) are one.
            if edits and edits[-1].start == moved.start:
                last = edits.pop()
                moved = Edit(
                    last.start,
                    moved.end,
                    last.before + moved.before,
                    last.after + moved.after,
                    last.type if moved.type == WHITE_SPACE_TYPE else moved.type,
                    origin,
                )
            if moved.before != moved.after:
                edits.append(moved)
    return edits


def align_passage(original: str, revised: str, origin: str) -> list[Edit]:
    """Return the edits between two passages of about a sentence each."""
    if original == revised:
        return []
    if not original.strip() or not revised.strip():
        if not original.strip() and not revised.strip():
            kind = WHITE_SPACE_TYPE
        else:
            kind = "M:OTHER" if revised.strip() else "U:OTHER"
        return [Edit(0, len(original), original, revised, kind, origin)]
    left, left_origin = collapse(original)
    right, right_origin = collapse(revised)
    source, target = _tokens(left), _tokens(right)
    spans = _errant_spans(source, target)
    return list(
        _regions(original, left_origin, source, revised, right_origin, target, spans, origin)
    )


def kinds_of(original: str, edits: Sequence[Edit]) -> list[str]:
    """Return an ERRANT type for each of ``edits``, found by aligning with that edit alone."""
    kinds = []
    for edit in edits:
        alone = align_passage(original, apply_edits(original, [edit]), edit.origin)
        kinds.append(alone[0].type if alone else WHITE_SPACE_TYPE)
    return kinds


# ---------------------------------------------------------------- ERRANT


@releasable
@functools.cache
def _annotator() -> Any:
    import errant

    return errant.load("en", parser())


@functools.lru_cache(maxsize=512)
def _tokens(text: str) -> Doc:
    """Parse without names; the collapsed text leaves no white-space tokens but at its borders."""
    stripped = text.strip()
    doc = parser()(stripped, disable=["ner"])
    if len(stripped) != len(text):
        doc.user_data["shift"] = len(text) - len(text.lstrip())
    return doc


def forget_passages() -> None:
    """Drop the passages that were parsed last; they are kept for speed alone."""
    _tokens.cache_clear()


def _errant_spans(source: Doc, target: Doc) -> list[tuple[int, int, int, int, str]]:
    annotator = _annotator()
    if max(len(source), len(target)) > LONGEST_GROUP:
        return list(_long_spans(source, target))
    alignment = annotator.align(source, target)
    found: list[tuple[int, int, int, int, str]] = []
    for edit in annotator.merge(alignment):
        for span in _without_final_mark(source, target, edit):
            part = type(edit)(source, target, span)
            o_start, o_end, c_start, c_end = span
            found.append((o_start, o_end, c_start, c_end, str(annotator.classify(part).type)))
    return found


def _without_final_mark(source: Doc, target: Doc, edit: Any) -> list[list[int]]:
    """Split "siences -> sciences," in two: a word was mended and a mark put behind it."""
    whole = [edit.o_start, edit.o_end, edit.c_start, edit.c_end]
    o_start, o_end, c_start, c_end = whole
    if o_end == o_start or c_end - c_start < 2:
        return [whole]
    if not target[c_end - 1].is_punct or source[o_end - 1].is_punct:
        return [whole]
    return [[o_start, o_end, c_start, c_end - 1], [o_end, o_end, c_end - 1, c_end]]


def _long_spans(source: Doc, target: Doc) -> Iterator[tuple[int, int, int, int, str]]:
    """Cut by runs of equal words, then let ERRANT see what lies between."""
    left, right = [t.text for t in source], [t.text for t in target]
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for tag, o_start, o_end, c_start, c_end in blocks:
        if tag == "equal":
            continue
        if (
            min(o_end - o_start, c_end - c_start) == 0
            or max(o_end - o_start, c_end - c_start) > LONGEST_GROUP
        ):
            kind = "M:OTHER" if o_start == o_end else "U:OTHER" if c_start == c_end else "R:OTHER"
            yield o_start, o_end, c_start, c_end, kind
            continue
        inner = _errant_spans(source[o_start:o_end].as_doc(), target[c_start:c_end].as_doc())
        for a, b, c, d, kind in inner:
            yield a + o_start, b + o_start, c + c_start, d + c_start, kind


# ---------------------------------------------------------------- tokens back to characters


def _place(doc: Doc, index: int) -> tuple[int, int]:
    shift = doc.user_data.get("shift", 0)
    token = doc[index]
    return token.idx + shift, token.idx + shift + len(token.text)


def _regions(
    original: str, left_origin: list[int], source: Doc,
    revised: str, right_origin: list[int], target: Doc,
    spans: list[tuple[int, int, int, int, str]], origin: str,
) -> Iterator[Edit]:  # fmt: skip
    """Turn token spans into character edits, and differing white space into edits of its own.

    Walks over the tokens that both sides share. Between two of them lies a region of the original
    and one of the revision; where they differ, there is an edit.
    """

    def chars(doc: Doc, back: list[int], index: int) -> tuple[int, int]:
        start, end = _place(doc, index)
        return back[start], back[end - 1] + 1

    o_at = c_at = 0  # characters that are accounted for
    o_next = c_next = 0  # tokens that are accounted for
    previous_was_edit = False

    def between(o_end: int, c_end: int, kind: str) -> Iterator[Edit]:
        before, after = original[o_at:o_end], revised[c_at:c_end]
        if before != after:
            yield trimmed(o_at, before, after, kind, origin)

    for o_start, o_end, c_start, c_end, kind in [
        *sorted(spans), (len(source), len(source), len(target), len(target), ""),
    ]:  # fmt: skip
        while o_next < o_start and c_next < c_start:
            left, right = chars(source, left_origin, o_next), chars(target, right_origin, c_next)
            yield from between(left[0], right[0], WHITE_SPACE_TYPE)
            o_at, c_at = left[1], right[1]
            if original[left[0] : left[1]] != revised[right[0] : right[1]]:
                yield Edit(
                    *left, original[slice(*left)], revised[slice(*right)], WHITE_SPACE_TYPE, origin
                )
            o_next, c_next = o_next + 1, c_next + 1
            previous_was_edit = False
        if not kind:
            break
        # The gap before the edit: if it is the same on both sides it stays outside the edit.
        o_stop = chars(source, left_origin, o_end - 1)[1] if o_end > o_start else o_at
        c_stop = chars(target, right_origin, c_end - 1)[1] if c_end > c_start else c_at
        if (
            o_end == o_start
            and not previous_was_edit
            and c_end < len(target)
            and o_end < len(source)
        ):
            # An insertion: take the gap after it too, so that its own white space lies inside.
            o_stop = chars(source, left_origin, o_end)[0]
            c_stop = chars(target, right_origin, c_end)[0]
        elif c_end == c_start and o_end < len(source) and c_end < len(target):
            o_stop = chars(source, left_origin, o_end)[0]
            c_stop = chars(target, right_origin, c_end)[0]
        yield from between(o_stop, c_stop, kind)
        o_at, c_at, o_next, c_next = o_stop, c_stop, o_end, c_end
        previous_was_edit = True
    yield from between(len(original), len(revised), WHITE_SPACE_TYPE)


def trimmed(start: int, before: str, after: str, kind: str, origin: str) -> Edit:
    """Leave out white space that both sides share at their borders."""
    while before and after and before[0] == after[0] and before[0].isspace():
        before, after, start = before[1:], after[1:], start + 1
    while before and after and before[-1] == after[-1] and before[-1].isspace():
        if before.endswith("\r\n") != after.endswith("\r\n"):
            break
        before, after = before[:-1], after[:-1]
    return Edit(start, start + len(before), before, after, kind, origin)


# ---------------------------------------------------------------- sentences to sentences

_WORD = re.compile(r"\w+|[^\w\s]")
Span = tuple[int, int]


def _sentences(text: str) -> list[Span]:
    """Cut ``text`` into sentences that leave no character out: each runs up to the next one."""
    starts = [0]
    spans = list(paragraphs(text))
    collapsed = [collapse(text[start:end]) for start, end in spans]
    docs = parser().pipe((clean for clean, _ in collapsed), disable=["ner", "lemmatizer"])
    for (start, _), (_, origin), doc in zip(spans, collapsed, docs, strict=True):
        starts += [start + origin[sent.start_char] for sent in doc.sents]
    starts = sorted({*starts, 0})
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _groups(original: str, revised: str) -> list[tuple[Span, Span]]:
    """Match sentences to sentences: equal ones first, the rest by shared words, one to two at most."""
    if original == revised:
        return []
    if not original or not revised:
        return [((0, len(original)), (0, len(revised)))]
    left, right = _sentences(original), _sentences(revised)
    texts = [original[a:b] for a, b in left], [revised[a:b] for a, b in right]
    # Equal sentences at both ends first: where sentences repeat, the longest common run that
    # difflib looks for may lie elsewhere.
    head, tail = _shared_ends(*texts)
    inner = texts[0][head : len(left) - tail], texts[1][head : len(right) - tail]
    matcher = difflib.SequenceMatcher(None, *inner, autojunk=False)
    groups: list[tuple[Span, Span]] = []
    for tag, *bounds in matcher.get_opcodes():
        if tag == "equal":
            continue
        a, b, c, d = (bound + head for bound in bounds)
        for (i, j), (k, m) in _beads(texts[0][a:b], texts[1][c:d]):
            groups.append((_cover(left, a + i, a + j), _cover(right, c + k, c + m)))
    return groups


def _shared_ends(left: list[str], right: list[str]) -> Span:
    """Return how many items are equal at the start, and how many of the rest at the end."""
    most = min(len(left), len(right))
    head = 0
    while head < most and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < most - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return head, tail


def _cover(spans: list[Span], first: int, last: int) -> Span:
    if first == last:
        at = spans[first][0] if first < len(spans) else spans[-1][1]
        return at, at
    return spans[first][0], spans[last - 1][1]


# What a bead costs beside the words that it leaves unmatched: one to one is the rule.
_BEADS = {(1, 1): 0.0, (2, 1): 1.0, (1, 2): 1.0, (2, 2): 2.0, (1, 0): 1.0, (0, 1): 1.0}
_BAND = 60


def _beads(left: list[str], right: list[str]) -> list[tuple[Span, Span]]:
    """Match two runs of sentences by dynamic programming over shared words (Gale and Church 1993)."""
    if not left or not right:
        return [((0, len(left)), (0, len(right)))]
    words = (
        [Counter(_WORD.findall(t.lower())) for t in left],
        [Counter(_WORD.findall(t.lower())) for t in right],
    )
    best: dict[Span, tuple[float, Span]] = {(0, 0): (0.0, (0, 0))}
    slope = len(right) / len(left)
    for i in range(len(left) + 1):
        middle = round(i * slope)
        for k in range(max(0, middle - _BAND), min(len(right), middle + _BAND) + 1):
            if (i, k) not in best:
                continue
            cost = best[i, k][0]
            for (di, dk), penalty in _BEADS.items():
                if i + di > len(left) or k + dk > len(right):
                    continue
                a = sum(words[0][i : i + di], Counter())
                b = sum(words[1][k : k + dk], Counter())
                unmatched = (a - b).total() + (b - a).total()
                found = cost + unmatched + penalty
                if found < best.get((i + di, k + dk), (float("inf"),))[0]:
                    best[i + di, k + dk] = (found, (i, k))
    at = (len(left), len(right))
    if at not in best:
        return [((0, len(left)), (0, len(right)))]
    beads: list[tuple[Span, Span]] = []
    while at != (0, 0):
        before = best[at][1]
        beads.append(((before[0], at[0]), (before[1], at[1])))
        at = before
    return beads[::-1]
