"""How often each guard stands in the way of what human correctors did.

Gold corrections of JFLEG and GMEG (learners, encyclopedia) and CWEB (websites): sources and
references are put back into running text, aligned as everywhere, and each edit is shown to each guard.
A corrector changes meaning too, and rewrites for fluency; so a share is a price, not an error rate.
Guards were developed on rows with even numbers; the figures are those of the odd ones.

The last table is the price as the writer pays it: an edit is held where it touches a protected span or
where :func:`style_models.judging.guards.breached` names a guard (plain slips let through), over JFLEG
and GMEG together, on the even rows, on which false alarms were read by hand, and on the odd ones.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from style_models.bench.corpora import TokenisedSentence, data_file, even, rows_of
from style_models.edits.edit import Edit

SETS = ("jfleg", "cweb", "gmeg")
# Sets of people who wanted their text corrected: what is held here was most likely a repair.
CORRECTED = ("jfleg", "gmeg")
PROTECTED = "protected spans"
# ERRANT's names for what mends form and no word: the plain repairs.
PLAIN = frozenset(
    "SPELL ORTH PUNCT VERB:SVA VERB:INFL NOUN:INFL NOUN:NUM VERB:FORM DET PREP MORPH CONTR ADJ:FORM NOUN:POSS".split()
)


def run(data: Path | None, rows: int = 600, half: str = "test") -> dict[str, object]:
    """Measure on the sets in the folder ``data``; ``rows`` is the most that is taken of each (0: all).

    ``half`` is ``test`` (odd rows) or ``develop`` (even rows).
    """
    result: dict[str, object] = {}
    for name in SETS:
        result[name] = _measured(gold_edits(data, name, rows, half))
    result["held_back"] = {
        each: held_back(data, rows, each) for each in ("develop", "test") if data is not None
    }
    return result


def held_back(data: Path | None, rows: int, half: str) -> dict[str, Any]:
    """Return what the product holds of human corrections of JFLEG and GMEG: shares of all edits (0 to 1).

    Of several guards the one counts that the writer is told of. ``milliseconds`` is the mean time for
    one edit, all guards and the parses of its two sentences together.
    """
    from style_models.judging.change import Change
    from style_models.judging.guards import breached
    from style_models.judging.guards.dialect import shows_dialect
    from style_models.text.protected import protected_spans, touching

    by: Counter[str] = Counter()
    edits, took = 0, 0.0
    for name in CORRECTED:
        for _, sentence, edit in gold_edits(data, name, rows, half):
            edits += 1
            began = time.perf_counter()
            if touching(protected_spans(sentence), edit.start, edit.end):
                by[PROTECTED] += 1
            elif breach := breached(Change(sentence, edit, shows_dialect(sentence))):
                by[breach[0].name] += 1
            took += time.perf_counter() - began
    return {
        "edits": edits,
        "any": by.total() / max(edits, 1),
        "by": {name: count / max(edits, 1) for name, count in by.most_common()},
        "milliseconds": 1000 * took / max(edits, 1),
    }


def gold_edits(
    data: Path | None, name: str, rows: int, half: str = "test"
) -> Iterator[tuple[str, str, Edit]]:
    """Yield row id, source and one gold edit, for every edit of each row's first changed reference."""
    from style_models.bench.polish import sample_of
    from style_models.edits.align import align_passage

    listed = [r for r in rows_of(data_file(data, name)) if even(r["id"]) == (half == "develop")]
    changed = [r for r in listed if any(ref != r["src"] for ref in r["refs"])]
    for row in sample_of(changed, rows):
        joined = name != "jfleg"
        source = TokenisedSentence.of(row["src"], join_hyphens=joined).text
        reference = next(ref for ref in row["refs"] if ref != row["src"])
        revised = TokenisedSentence.of(reference, join_hyphens=joined).text
        for edit in align_passage(source, revised, "gold"):
            yield row["id"], source, edit


def _measured(found: Iterator[tuple[str, str, Edit]]) -> dict[str, Any]:
    from style_models.judging.change import Change
    from style_models.judging.guards import guards
    from style_models.judging.guards.dialect import shows_dialect

    held: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    edits = repairs = any_held = plain_held = 0
    for _, sentence, edit in found:
        change = Change(sentence, edit, shows_dialect(sentence))
        by = [guard.name for guard in guards() if guard.check(change)]
        simple = edit.type.split(":", 1)[-1] in PLAIN
        edits += 1
        repairs += simple
        held.update(by)
        any_held += bool(by)
        if simple:
            plain.update(by)
            plain_held += bool(by)
    names = [guard.name for guard in guards()]
    return {
        "edits": edits,
        "plain_repairs": repairs,
        "held": {name: held[name] / max(edits, 1) for name in names},
        "held_plain": {name: plain[name] / max(repairs, 1) for name in names},
        "any": any_held / max(edits, 1),
        "any_plain": plain_held / max(repairs, 1),
    }


def render(result: dict[str, Any]) -> str:
    """Return the figures as text."""
    sets = [name for name in result if name != "held_back"]
    lines = ["Share of gold corrections that a guard holds back (all edits / plain repairs)", ""]
    lines.append(f"{'':<18}" + "".join(f"{name:>20}" for name in sets))
    for guard in result[sets[0]]["held"]:
        cells = "".join(
            f"{result[s]['held'][guard]:>11.1%} /{result[s]['held_plain'][guard]:>6.1%} "
            for s in sets
        )
        lines.append(f"{guard:<18}" + cells)
    cells = "".join(f"{result[s]['any']:>11.1%} /{result[s]['any_plain']:>6.1%} " for s in sets)
    lines.append(f"{'any guard':<18}" + cells)
    counts = "".join(f"{result[s]['edits']:>11} /{result[s]['plain_repairs']:>6} " for s in sets)
    lines.append(f"{'edits':<18}" + counts)
    lines += _rendered_price(result["held_back"])
    return "\n".join(lines)


def _rendered_price(halves: dict[str, dict[str, Any]]) -> list[str]:
    lines = ["", "Held back in the product, JFLEG and GMEG together (even rows / odd rows)", ""]
    names = {name: None for half in halves.values() for name in half["by"]}
    for name in names:
        cells = "".join(f"{half['by'].get(name, 0.0):>11.2%}" for half in halves.values())
        lines.append(f"{name:<18}" + cells)
    lines.append(f"{'any':<18}" + "".join(f"{half['any']:>11.2%}" for half in halves.values()))
    lines.append(f"{'edits':<18}" + "".join(f"{half['edits']:>11}" for half in halves.values()))
    took = "".join(f"{half['milliseconds']:>11.1f}" for half in halves.values())
    lines.append(f"{'ms an edit':<18}" + took)
    return lines
