"""Signs before numbers stay: minus four is not four, and less than five not more than five."""

from __future__ import annotations

import re

from style_models.judging.change import Change
from style_models.judging.guards._measures import quantities

VERDICT = "meaning"

_SIGNED = re.compile(r"[-−–+±<>≤≥≈~]|minus|negative|plus", re.IGNORECASE)


def check(change: Change) -> str | None:
    """Compare the signs of the sentence's numbers one by one; "−" and "minus" are one sign."""
    edit = change.edit
    if not _SIGNED.search(edit.before + edit.after):
        return None
    if "".join(edit.before.split()) == "".join(edit.after.split()):
        return None  # "Covid -19" lost a space
    before, after = quantities(change.sentence), quantities(change.revised)
    if len(before) != len(after):
        return None
    for old, new in zip(before, after, strict=True):
        if old.sign != new.sign:
            return f"the sign of {new.number} changes"
    return None
