"""How good the polish is, and how often it touches text that needs none.

JFLEG (learners): GLEU of the source, of the corpus's spell-check, of the untrained model, of the
adapter's proposal, of the result, and of one human against the other three. CWEB (websites): share
of sentences left unchanged that both annotators left alone, and share of rows edited by both in
which at least one applied edit is one that an annotator made, span and wording alike.

Thresholds were set on rows with even numbers; the figures are those of the odd ones.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from style_models.bench.corpora import TokenisedSentence, data_file, even, rows_of, smallest
from style_models.bench.gleu import gleu
from style_models.edits.edit import Edit


def run(data: Path | None, rows: int = 600, untrained: bool = True) -> dict[str, object]:
    """Measure on ``jfleg`` and ``cweb`` in the folder ``data`` (or on the one file it names).

    ``rows`` is the most that is taken of each part (0: all), chosen by a hash of the row's id.
    """
    from style_models.pipeline import load_pipeline

    pipeline = load_pipeline()
    wanted = [data] if data is not None and data.is_file() else ["jfleg", "cweb"]
    result: dict[str, object] = {}
    for name in wanted:
        path = name if isinstance(name, Path) else data_file(data, name)
        listed = [row for row in rows_of(path) if not even(row["id"])]
        if listed and "spellchecked" in listed[0]:
            result["jfleg"] = _jfleg(pipeline, sample_of(listed, rows), untrained)
        else:
            result["cweb"] = _cweb(pipeline, listed, rows)
    return result


def edits_of(pipeline: Any, text: str) -> list[Any]:
    """Return the considered edits of a text in mode polish, for a writer who has taught nothing."""
    from style_models.learning.preferences import Preferences
    from style_models.rewriting.modes import mode_named
    from style_models.text.document import parse

    return list(pipeline.considered(parse(text), mode_named("polish"), Preferences.population()))


def gold(row: dict[str, Any]) -> set[tuple[int, int, str]]:
    """Return the corrections of either annotator, each as small as it gets."""
    tokens = row["src"].split()
    found = set()
    for annotator in row["edits"]:
        for start, end, _, correction in annotator:
            after = [*tokens[:start], *correction.split(), *tokens[end:]]
            found.add(smallest(tokens, after))
    return found


def sentence_of(row: dict[str, Any]) -> TokenisedSentence:
    """Return a row's source as running text; CWEB splits hyphens, JFLEG does not."""
    return TokenisedSentence.of(row["src"], join_hyphens="edits" in row)


def sample_of(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return at most ``most`` rows (0: all), the same ones each time."""
    if not most or len(rows) <= most:
        return rows
    return sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())[:most]


def _jfleg(pipeline: Any, rows: Sequence[dict[str, Any]], untrained: bool) -> dict[str, Any]:
    from style_models.edits.align import align_passage
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.rewriting.causal import CausalRewriter, load_rewriter

    sources = [row["src"].split() for row in rows]
    references = [[reference.split() for reference in row["refs"]] for row in rows]
    result, union, drafts = [], [], []
    trained = load_rewriter(None)
    for number, row in enumerate(rows):
        sentence = sentence_of(row)
        found = edits_of(pipeline, sentence.text)
        result.append(sentence.tokens_after([item.edit for item in found if item.applied]))
        union.append(sentence.tokens_after([item.edit for item in found]))
        drafts.append(_drafted(sentence, trained, align_passage))
        _progress("jfleg", number, len(rows))
    scores = {
        "source": gleu(sources, references, sources),
        "spell_checked": gleu(sources, references, [row["spellchecked"].split() for row in rows]),
    }
    if untrained:
        plain = CausalRewriter(str(pulled_path(REWRITER)))
        answers = []
        for number, row in enumerate(rows):
            answers.append(_drafted(sentence_of(row), plain, align_passage))
            _progress("jfleg, untrained", number, len(rows))
        scores["untrained_model"] = gleu(sources, references, answers)
    scores["adapter_alone"] = gleu(sources, references, drafts)
    scores["proposal"] = gleu(sources, references, union)
    scores["result"] = gleu(sources, references, result)
    people = len(references[0])
    scores["human"] = (
        sum(
            gleu(
                sources,
                [[r for k, r in enumerate(listed) if k != person] for listed in references],
                [listed[person] for listed in references],
            )
            for person in range(people)
        )
        / people
    )
    return {"rows": len(rows), "gleu": {name: round(score, 2) for name, score in scores.items()}}


def _drafted(sentence: TokenisedSentence, rewriter: Any, align_passage: Any) -> list[str]:
    drafted = rewriter.propose(sentence.text)
    edits: list[Edit] = align_passage(sentence.text, drafted, "model")
    return sentence.tokens_after(edits)


def _cweb(pipeline: Any, rows: Sequence[dict[str, Any]], most: int) -> dict[str, Any]:
    alone = sample_of([row for row in rows if not any(row["edits"])], most)
    edited = sample_of([row for row in rows if all(row["edits"])], most)
    unchanged = 0
    for number, row in enumerate(alone):
        found = edits_of(pipeline, sentence_of(row).text)
        unchanged += not any(item.applied for item in found)
        _progress("cweb, left alone", number, len(alone))
    right = offered = made = correct = 0
    for number, row in enumerate(edited):
        sentence = sentence_of(row)
        found = edits_of(pipeline, sentence.text)
        wanted = gold(row)
        applied = [sentence.correction(item.edit) in wanted for item in found if item.applied]
        right += any(applied)
        made, correct = made + len(applied), correct + sum(applied)
        offered += any(sentence.correction(item.edit) in wanted for item in found)
        _progress("cweb, edited", number, len(edited))
    return {
        "left_alone_rows": len(alone),
        "left_alone_unchanged": round(unchanged / max(1, len(alone)), 4),
        "edited_rows": len(edited),
        "edited_with_a_right_edit": round(right / max(1, len(edited)), 4),
        "edited_with_a_right_edit_applied_or_held": round(offered / max(1, len(edited)), 4),
        "applied_edits": made,
        "applied_edits_that_an_annotator_made": round(correct / max(1, made), 4),
    }


def _progress(what: str, number: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if number + 1 == total else "\r"
        print(f"{what}: {number + 1} of {total}", end=end, file=sys.stderr, flush=True)


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    lines = []
    if found := result.get("jfleg"):
        lines.append(f"JFLEG dev, {found['rows']} sentences that no threshold was set on: GLEU")
        lines += [
            f"  {name.replace('_', ' '):<18}{score:6.2f}" for name, score in found["gleu"].items()
        ]
    if found := result.get("cweb"):
        lines += [
            "CWEB dev, rows that no threshold was set on",
            f"  left alone by both annotators: {found['left_alone_unchanged']:.1%} of "
            f"{found['left_alone_rows']} come back unchanged",
            f"  edited by both: {found['edited_with_a_right_edit']:.1%} of {found['edited_rows']} get a right "
            f"edit ({found['edited_with_a_right_edit_applied_or_held']:.1%} counting held-back edits)",
            f"  of {found['applied_edits']} edits applied there "
            f"{found['applied_edits_that_an_annotator_made']:.1%} are an annotator's, to the letter",
        ]
    return "\n".join(lines)
