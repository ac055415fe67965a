"""How good the polish is, and how often it touches text that needs none.

JFLEG (learners): GLEU of the source, of the corpus's spell-check, of the untrained model, of the
adapter's and the tagger's wording alone, of the proposal, of the result, and of one human against the
other three; first the ceiling: the human reduced to edits of error types, since references are partly
style. GMEG: the same of essays, Wikipedia and Yahoo answers. F0.5 of edits beside it. CWEB (websites): share
of sentences left unchanged that both annotators left alone, and share of rows edited by both in
which at least one applied edit is one that an annotator made, span and wording alike.

Thresholds were set on rows with even numbers; the figures are those of the odd ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from style_models.bench.corpora import TokenisedSentence, data_file, even, rows_of, smallest
from style_models.bench.correction import Corrected, without_fluency
from style_models.bench.gleu import gleu
from style_models.bench.progress import progress
from style_models.edits.edit import Edit

TOGETHER = 16


def run(data: Path | None, rows: int = 600, untrained: bool = True) -> dict[str, object]:
    """Measure on ``jfleg`` and ``cweb`` in the folder ``data`` (or on the one file it names).

    ``rows`` is the most that is taken of each part (0: all), chosen by a hash of the row's id.
    """
    from style_models.pipeline import load_pipeline

    pipeline = load_pipeline()
    wanted = [data] if data is not None and data.is_file() else ["jfleg", "gmeg", "cweb"]
    result: dict[str, object] = {}
    for name in wanted:
        path = name if isinstance(name, Path) else data_file(data, name)
        listed = [row for row in rows_of(path) if not even(row["id"])]
        if listed and "spellchecked" in listed[0]:
            result["jfleg"] = _learners(pipeline, sample_of(listed, rows), untrained)
        elif listed and "edits" not in listed[0]:
            result["gmeg"] = _learners(pipeline, sample_of(listed, rows), False)
        else:
            result["cweb"] = _cweb(pipeline, listed, rows)
    return result


def considered_all(pipeline: Any, texts: Sequence[str], what: str) -> list[list[Any]]:
    """Return the considered edits of each text in mode polish, for a writer who has taught nothing.

    Texts are worked on :data:`TOGETHER` at a time; ``what`` is shown as progress.
    """
    from style_models.pipeline import MOST_TOGETHER

    found = []
    for at in range(0, len(texts), TOGETHER):
        runs = [pipeline.begin(text) for text in texts[at : at + TOGETHER]]
        pipeline.work_through(runs, MOST_TOGETHER)
        found += [run.considered for run in runs]
        progress(what, min(at + TOGETHER, len(texts)), len(texts))
    return found


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


def _learners(pipeline: Any, rows: Sequence[dict[str, Any]], untrained: bool) -> dict[str, Any]:
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.rewriting.causal import CausalRewriter, load_rewriter
    from style_models.rewriting.tagger import Tagger

    corpus = Corrected(rows)
    texts = corpus.texts
    ours: dict[str, list[list[Edit]]] = {"proposal": [], "result": []}
    for found in considered_all(pipeline, texts, "learners"):
        ours["proposal"].append([item.edit for item in found])
        ours["result"].append([item.edit for item in found if item.applied])
    nothing = [""] * len(texts)
    wordings = {}
    if untrained:
        plain = CausalRewriter(str(pulled_path(REWRITER)))
        wordings["untrained_model"] = plain.propose_all(texts, nothing)
    wordings["adapter_alone"] = load_rewriter(None).propose_all(texts, nothing)
    if Tagger.is_available():
        wordings["tagger_alone"] = Tagger.load().mend(texts)
    made = {name: corpus.aligned(listed, "model") for name, listed in wordings.items()} | ours
    scores = {"source": corpus.gleu(corpus.sources)}
    if "spellchecked" in rows[0]:
        scores["spell_checked"] = corpus.gleu([row["spellchecked"].split() for row in rows])
    edits = {name: corpus.scores(listed) for name, listed in made.items()}
    scores |= {name: found.pop("gleu") for name, found in edits.items()}
    scores["human"], scores["human_error_types"] = _people(corpus)
    return {"rows": len(rows), "gleu": scores, "edits": edits}


def _people(corpus: Corrected) -> tuple[float, float]:
    """Return GLEU of one person against the others, whole and with edits of error types alone."""
    people = min(map(len, corpus.references))
    whole, reduced = [], []
    for person in range(people):
        others = [[r for k, r in enumerate(each) if k != person] for each in corpus.references]
        theirs = [each[person] for each in corpus.references]
        slips = [
            sentence.tokens_after(without_fluency(sentence.text, written[person]))
            for sentence, written in zip(corpus.sentences, corpus.written, strict=True)
        ]
        whole.append(gleu(corpus.sources, others, theirs))
        reduced.append(gleu(corpus.sources, others, slips))
    return round(sum(whole) / people, 2), round(sum(reduced) / people, 2)


def _cweb(pipeline: Any, rows: Sequence[dict[str, Any]], most: int) -> dict[str, Any]:
    alone = sample_of([row for row in rows if not any(row["edits"])], most)
    edited = sample_of([row for row in rows if all(row["edits"])], most)
    texts = [sentence_of(row).text for row in alone]
    unchanged = sum(
        not any(item.applied for item in found)
        for found in considered_all(pipeline, texts, "cweb, left alone")
    )
    right = offered = made = correct = 0
    sentences = [sentence_of(row) for row in edited]
    judged = considered_all(pipeline, [s.text for s in sentences], "cweb, edited")
    for row, sentence, found in zip(edited, sentences, judged, strict=True):
        wanted = gold(row)
        applied = [sentence.correction(item.edit) in wanted for item in found if item.applied]
        right += any(applied)
        made, correct = made + len(applied), correct + sum(applied)
        offered += any(sentence.correction(item.edit) in wanted for item in found)
    return {
        "left_alone_rows": len(alone),
        "left_alone_unchanged": round(unchanged / max(1, len(alone)), 4),
        "edited_rows": len(edited),
        "edited_with_a_right_edit": round(right / max(1, len(edited)), 4),
        "edited_with_a_right_edit_applied_or_held": round(offered / max(1, len(edited)), 4),
        "applied_edits": made,
        "applied_edits_that_an_annotator_made": round(correct / max(1, made), 4),
    }


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    lines = []
    for key, title in (("jfleg", "JFLEG dev"), ("gmeg", "GMEG")):
        if found := result.get(key):
            lines.append(f"{title}, {found['rows']} sentences that no threshold was set on")
            lines.append("                       GLEU   precision   recall     F0.5")
            for name, score in found["gleu"].items():
                edits = found["edits"].get(name)
                more = (
                    f"{edits['precision']:12.3f}{edits['recall']:9.3f}{edits['f0.5']:9.3f}"
                    if edits
                    else ""
                )
                lines.append(f"  {name.replace('_', ' '):<19}{score:6.2f}{more}")
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
