"""Guards: what must never change unseen, whoever proposed it. One guard, one file.

Each module of this package holds ``VERDICT`` (``meaning`` or ``distortion``) and
``check(change) -> str | None``, which returns a reason in plain words where the change breaks what
it guards. A guard is found by being here; its name is the module's. What several share stands in modules
with an underscore before their name.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from style_models.judging.change import Change
from style_models.judging.slips import is_plain_slip

# These hold also where the writer asked for a feature to be mended.
NEVER_ASKED = frozenset({"names", "accents", "dates", "units", "roles", "logic"})
# These are asked even of a plain slip: a name, a unit or a dialect word looks misspelt to a word list.
OF_SLIPS = frozenset({"names", "accents", "units", "signs", "dialect", "variety"})


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard's name, what a breach is, and the check itself."""

    name: str
    verdict: str
    check: Callable[[Change], str | None]


@functools.cache
def guards() -> tuple[Guard, ...]:
    """Return all guards, in alphabetical order."""
    found = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.append(Guard(info.name.replace("_", "-"), module.VERDICT, module.check))
    return tuple(found)


def may_yield(change: Change, breach: tuple[Guard, str]) -> bool:
    """Tell whether a breach is a guess that a very sure judge may overrule."""
    from style_models.judging.guards.dialect import UNNAMED, may_be_slip

    return breach[1] == UNNAMED and may_be_slip(change)


def breached(change: Change) -> tuple[Guard, str] | None:
    """Return the guard that the change breaks, with the reason.

    Of several the dialect guard comes first, since what looks like another breach is then a feature
    of the dialect (a double negation, a dropped particle), then those of meaning.
    """
    from style_models.judging.guards.dialect import is_fixed

    # What the writer asked to have mended looks like a breach of these: "nothing" to "anything".
    asked = change.fixes and is_fixed(change)
    slip = is_plain_slip(change)
    hits = [
        (guard, reason)
        for guard in guards()
        if not (asked and guard.name not in NEVER_ASKED)
        and not (slip and guard.name not in OF_SLIPS)
        and (reason := guard.check(change))
    ]
    hits.sort(key=lambda hit: (hit[0].name != "dialect", hit[0].verdict != "meaning"))
    return hits[0] if hits else None
