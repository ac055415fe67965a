"""What stands between quotation marks stays word for word, however short it is.

Quotations of four words and more no engine may touch at all (see
:mod:`style_models.text.protected`). A shorter one is a term, a title or a word held at arm's length: its
spelling may be mended, its words not exchanged, and the marks stay.
"""

from __future__ import annotations

import difflib
import re

from style_models.judging.change import Change, is_known, joined
from style_models.judging.slips import is_plain_slip

VERDICT = "meaning"

# A word that is none, and the one that is meant, share this much.
ALIKE = 0.6

_QUOTED = re.compile(
    r"\"[^\"\n]{1,60}?\"|“[^”\n]{1,60}?”|«[^»\n]{1,60}?»|„[^“”\n]{1,60}?[“”]|‘[^’\n]{1,40}?’(?!\w)|(?<!\w)'(?=\w)[^'\n]{1,40}?(?<=[\w.,!?])'(?!\w)"
)


def check(change: Change) -> str | None:
    """Look for a quotation that the edit reaches into, or strips of its marks."""
    edit = change.edit
    if is_plain_slip(change) or _is_mended(change):
        return None
    for match in _QUOTED.finditer(change.sentence):
        start, end = match.start() + 1, match.end() - 1
        inside = (edit.start < end and start < edit.end) or start < edit.start == edit.end < end
        if inside and joined(edit.before) != joined(edit.after):
            return f"{match.group()} is quoted: its words stay"
    return None


def _is_mended(change: Change) -> bool:
    """Tell whether each word that changes is in no list and becomes one like it."""
    left, right = change.wider
    pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    return len(left) == len(right) and all(
        not is_known(a) and difflib.SequenceMatcher(None, a, b).ratio() >= ALIKE for a, b in pairs
    )
