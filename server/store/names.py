"""Names of writers and registers."""

from __future__ import annotations

import unicodedata

from server.store.errors import BadName

LONGEST = 64
DEFAULT_WRITER = "me"


def checked_name(name: str, what: str = "writer") -> str:
    """Return ``name`` in Unicode's composed form (NFC), or raise :class:`BadName`.

    A name has 1 to 64 letters of any script (with their marks), digits, spaces, ``_``, ``.`` and
    ``-``, does not begin or end with a space, and is not made of dots alone (it stands in
    addresses).
    """
    name = unicodedata.normalize("NFC", name)
    usable = all(c in " _.-" or unicodedata.category(c)[0] in "LMN" for c in name)
    if not usable or not 1 <= len(name) <= LONGEST or name != name.strip() or not name.strip("."):
        raise BadName(
            f"the {what}'s name cannot be used: take 1 to {LONGEST} letters, digits, spaces, "
            "'_', '.' or '-'"
        )
    return name
