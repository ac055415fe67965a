"""Edits whose answer is known, from public sets: what the judge learns from and is measured on.

Every block keeps its documents or writers whole: a third of them (:func:`is_measured`) is measured
on and never learned from. Repairs and re-voicings come from the *same originals* wherever the set
allows it, since a judge trained on corrections of one corpus against rewrites of another learns the
corpus.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from style_models.bench.corpora import TokenisedSentence, data_file, rows_of
from style_models.edits.edit import Edit

if TYPE_CHECKING:
    from spacy.language import Language

POLISH, DISTORTION, MEANING, UNKNOWN = 0, 1, 2, -1
LONGEST = 420
"""Characters of a passage; longer ones are left out."""
SURROUNDINGS = 320

VARIETIES = ("redial_aave_sae", "singlish_treebank", "naija_pidgin")
SAME_ORIGINALS = ("rewrite", "imbd", "study")
LEARNED = (
    "planted", *SAME_ORIGINALS, "operators", "changed", *VARIETIES, "argrewrite", "paradetox", "flips",
)  # fmt: skip
MEASURED_ONLY = ("jfleg", "gmeg", "cweb", "re3sci")


@dataclass(frozen=True)
class KnownPassage:
    """One passage with its edits and their labels.

    ``group`` names the document or writer, ``text`` the original document that several passages may
    share (pairs are kept or dropped whole), ``sources`` what made each edit: a slip or operator name,
    a model, ``human``. Labels are ``POLISH``, ``DISTORTION``, ``MEANING``, or ``UNKNOWN`` where both
    answers could be given.
    """

    block: str
    group: str
    sentence: str
    revised: str
    edits: tuple[Edit, ...]
    labels: tuple[int, ...]
    sources: tuple[str, ...]
    left: str = ""
    right: str = ""
    text: str = ""


def is_measured(group: str) -> bool:
    """Tell whether a document or writer belongs to the third that is never learned from."""
    name, _, member = group.partition("/")
    if name == "persona_paragraphs":
        from style_models.recipes.reader_axes import is_held_out

        return is_held_out(member)
    if name in MEASURED_ONLY:
        return True
    return int(hashlib.sha256(f"judge/{group}".encode()).hexdigest(), 16) % 3 == 0


def known_passages(data: Path, seed: int = 0, share: float = 1.0) -> Iterator[KnownPassage]:
    """Yield the passages of all blocks; ``share`` scales how many of each are taken."""
    import spacy

    from style_models.models.load import parser_path

    nlp = spacy.load(parser_path(), exclude=["ner"])
    for name, block in BLOCKS.items():
        yield from block(data, nlp, random.Random(f"{seed}/{name}"), share)


def _sample(rows: Sequence[Any], count: float, rng: random.Random) -> list[Any]:
    rows = list(rows)
    rng.shuffle(rows)
    return rows[: max(1, round(count))]


@functools.lru_cache(maxsize=2)
def _kept_back(data: Path, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return (document, paragraph) that the error detector was not trained on."""
    from style_models.recipes.detector import documents, kept_back

    return tuple(
        (document, text)
        for name in names
        for document, text in documents(data, name)
        if kept_back(document)
    )


def _clean_sentences(
    data: Path, nlp: Language, rng: random.Random, count: float
) -> Iterator[tuple[str, Any, str, str]]:
    from style_models.recipes.detector import SOURCES
    from style_models.recipes.restoration import DIALECTS

    names = tuple(name for name in SOURCES if name not in DIALECTS)
    pool = list(_kept_back(data, names))
    rng.shuffle(pool)
    taken = 0
    for document, text in pool:
        doc = nlp(text[:4000])
        for sentence in doc.sents:
            clean = sentence.text.strip()
            if (
                5 <= len(sentence) <= 45
                and clean[0].isupper()
                and clean[-1] in ".?!"
                and rng.random() < 0.5
            ):
                left = doc.text[
                    max(0, sentence.start_char - SURROUNDINGS // 2) : sentence.start_char
                ]
                right = doc.text[sentence.start_char + len(clean) :][: SURROUNDINGS // 2]
                yield document, sentence.as_doc(), left, right
                taken += 1
                if taken >= count:
                    return


# ---------------------------------------------------------------- repairs and rewrites


def _corrupted(doc: Any, rng: random.Random) -> tuple[str, list[Any]]:
    from style_models.recipes.restoration import NATIVE_SLIPS
    from style_models.rewriting.corruption import corrupt

    if rng.random() < 0.5:
        return corrupt(doc, rng, max(1, min(6, round(len(doc) * rng.uniform(0.05, 0.2)))))
    return corrupt(doc, rng, rng.choice([1, 1, 2]), NATIVE_SLIPS, NATIVE_SLIPS)


def planted(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """Slips planted in clean sentences, and their repair."""
    for document, doc, left, right in _clean_sentences(data, nlp, rng, 2600 * share):
        target = doc.text.strip()
        source, slips = _corrupted(doc, rng)
        if slips:
            yield _repaired("planted", document, source.strip(), target, left, right)


def _repaired(
    block: str,
    group: str,
    source: str,
    target: str,
    left: str = "",
    right: str = "",
    text: str = "",
) -> KnownPassage:
    from style_models.edits.align import align

    edits = tuple(align(source, target))
    return KnownPassage(
        block,
        group,
        source,
        target,
        edits,
        (POLISH,) * len(edits),
        ("repair",) * len(edits),
        left,
        right,
        text,
    )


def _rewritten(
    block: str,
    group: str,
    original: str,
    rewrite: str,
    model: str,
    nlp: Language,
    rng: random.Random,
) -> Iterator[KnownPassage]:
    """Yield, for one original: planted slips repaired, and a model's rewrite of the very same text.

    In half of the originals the rewrite is compared with the clean text, in half with the text that
    has the slips, as when both are mended and re-voiced at once. An edit that takes back a slip to
    the letter is a repair; one that touches a slip otherwise could be called either and is marked
    ``UNKNOWN``.
    """
    from style_models.edits.align import align
    from style_models.pipeline import by_passage, moved
    from style_models.text.document import parse

    doc = nlp(original)
    pieces, sentences = [], []
    for sentence in doc.sents:
        clean = sentence.as_doc()
        source, _ = (clean.text, []) if len(sentence) < 4 else _corrupted(clean, rng)
        tail = sentence.text_with_ws[len(sentence.text) :]
        # Slips at a sentence's very end may eat its space; the text is joined as it was.
        pieces.append(
            source.rstrip() + (tail or (" " if clean.text_with_ws[-1:].isspace() else ""))
        )
        sentences.append((source.strip(), clean.text.strip()))
    slipped = "".join(pieces).strip()
    for source, target in sentences:
        if source != target and len(source) < LONGEST:
            yield _repaired(block, group, source, target, text=original)
    base = slipped if rng.random() < 0.5 else original
    repairs = (
        {(e.start, e.end, e.after) for e in align(base, original)} if base != original else set()
    )
    touched = [(a, b) for a, b, _ in repairs]
    document = parse(base)
    for passage, edits in by_passage(document, align(base, rewrite)):
        if len(passage.text) > LONGEST:
            continue
        labels = []
        for e in edits:
            if (e.start, e.end, e.after) in repairs:
                labels.append(POLISH)
            elif any(a <= e.end and e.start <= b for a, b in touched) or _mends_spelling(e):
                labels.append(UNKNOWN)
            else:
                labels.append(DISTORTION)
        inner = tuple(moved(e, -passage.start) for e in edits)
        end = passage.start + len(passage.text)
        from style_models.edits.align import apply_edits

        yield KnownPassage(
            block, group, passage.text, apply_edits(passage.text, inner), inner, tuple(labels),
            tuple(("repair" if label == POLISH else model) for label in labels),
            base[max(0, passage.start - SURROUNDINGS // 2) : passage.start], base[end : end + SURROUNDINGS // 2], original,
        )  # fmt: skip


def _mends_spelling(edit: Edit) -> bool:
    """Tell whether an edit of a rewrite may be an honest repair of the writer's own slip."""
    from rapidfuzz.distance import Levenshtein

    from style_models.judging.change import is_known, joined, words

    left, right = words(edit.before), words(edit.after)
    if {*left, *right} == {"a", "an"}:
        return True
    # "dont" and "don't", "i" and "I": the same letters.
    same = joined(edit.before) == joined(edit.after) != ""
    if same or edit.type.endswith(("SPELL", "ORTH")):
        return True
    return (
        len(left) == len(right) == 1
        and not is_known(left[0]) and is_known(right[0])
        and Levenshtein.distance(left[0], right[0]) <= 2
    )  # fmt: skip


def rewrite(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """L2R: a person's paragraph and a language model's rewrite of it, one rewrite an original."""
    from style_models.recipes.detector import kept_back

    seen: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(data_file(data, "l2r_rewrites")):
        document = f"l2r_rewrites/{row['domain']}-{row['i']}"
        if kept_back(document) and 80 < len(row["original"]) < 1500 and row["rewrite"].strip():
            seen.setdefault(document, []).append(row)
    for document in _sample(sorted(seen), 190 * share, rng):
        row = rng.choice(seen[document])
        yield from _rewritten(
            "rewrite",
            document,
            " ".join(row["original"].split()),
            " ".join(row["rewrite"].split()),
            row["model"],
            nlp,
            rng,
        )


def imbd(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """ImBD: language models asked to polish or to rewrite a person's passage."""
    from style_models.recipes.detector import fingerprint, kept_back

    seen: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(data_file(data, "imbd_polish_rewrite")):
        document = f"imbd_polish_rewrite/{fingerprint(' '.join(row['original'].split()))}"
        if kept_back(document):
            seen.setdefault(document, []).append(row)
    for document in _sample(sorted(seen), 60 * share, rng):
        row = rng.choice(seen[document])
        original, revised = " ".join(row["original"].split()), " ".join(row["revised"].split())
        cut = len(original) if len(original) < 1100 else original.rfind(". ", 0, 1100) + 1
        if cut > 200 and cut == len(original):
            yield from _rewritten(
                "imbd", document, original, revised, f"{row['model']} {row['op']}", nlp, rng
            )


def study(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """The study's own paragraphs and the AI versions that revised them (improve, rewrite).

    Measured are exactly the writers that the reader model has never seen.
    """
    own: dict[tuple[str, str], str] = {}
    rows = list(rows_of(data_file(data, "persona_paragraphs")))
    for row in rows:
        if row["kind"] == "writer":
            own[row["writer"], row["proposition"]] = row["text"]
    pairs = [
        r
        for r in rows
        if r["condition"] in {"improve", "rewrite"} and (r["writer"], r["proposition"]) in own
    ]
    for row in _sample(pairs, 230 * share, rng):
        original = " ".join(own[row["writer"], row["proposition"]].split())
        yield from _rewritten(
            "study",
            study_writer(row["writer"]),
            original,
            " ".join(row["text"].split()),
            f"{row['model']} {row['condition']}",
            nlp,
            rng,
        )


def study_writer(writer: str) -> str:
    """Return the group name of a writer of the study."""
    return f"persona_paragraphs/{writer}"


# ---------------------------------------------------------------- distortion by construction


def operators(
    data: Path, nlp: Language, rng: random.Random, share: float
) -> Iterator[KnownPassage]:
    """Clean sentences with one axis moved by an operator."""
    from style_models.edits.align import align, apply_edits
    from style_models.judging.operator import apply_operator
    from style_models.judging.operators import operators as all_operators

    wanted = {operator.name: round(150 * share) for operator in all_operators()}
    sentences = _clean_sentences(data, nlp, rng, 9000 * share)
    for document, doc, left, right in sentences:
        open_ones = [o for o in all_operators() if wanted[o.name] > 0]
        if not open_ones:
            return
        rng.shuffle(open_ones)
        done = 0
        for operator in open_ones:
            places = apply_operator(operator, doc, rng, 1)
            if not places or done == 2:
                continue
            start, end, text = places[0]
            revised = doc.text[:start] + text + doc.text[end:]
            edits = tuple(align(doc.text, revised))
            label = MEANING if operator.verdict == "meaning" else DISTORTION
            wanted[operator.name] -= 1
            done += 1
            yield KnownPassage(
                "operators", document, doc.text, apply_edits(doc.text, edits), edits, (label,) * len(edits),
                (operator.name,) * len(edits), left, right,
            )  # fmt: skip


def changed(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """Clean sentences in which a content word is another one of its kind, or is gone."""
    from style_models.edits.align import align

    found = list(_clean_sentences(data, nlp, rng, 400 * share))
    others: dict[str, list[str]] = {}
    for _, doc, _, _ in found:
        for token in doc:
            if token.is_alpha and token.is_lower:
                others.setdefault(token.tag_, []).append(token.text)
    for document, doc, left, right in found:
        content = [
            t for t in doc if t.pos_ in {"NOUN", "VERB", "ADJ"} and t.is_lower and t.is_alpha
        ]
        if not content:
            continue
        token = rng.choice(content)
        word = "" if rng.random() < 0.25 else rng.choice(others[token.tag_])
        end = token.idx + len(token) + (1 if not word and token.whitespace_ else 0)
        revised = doc.text[: token.idx] + word + doc.text[end:]
        edits = tuple(align(doc.text, revised))
        if edits:
            yield KnownPassage(
                "changed",
                document,
                doc.text,
                revised,
                edits,
                (MEANING,) * len(edits),
                ("changed",) * len(edits),
                left,
                right,
            )


# ---------------------------------------------------------------- dialects


def dialects(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """Dialect sentences: slips planted and repaired, and features of the dialect standardised.

    African American English against the same speakers' standard wording (ReDial); planted slips in
    Singlish and Nigerian Pidgin too. Only sentences that the detector was not trained on.
    """
    from style_models.edits.align import align
    from style_models.recipes.detector import documents, kept_back
    from style_models.rewriting.corruption import DIALECT_SAFE, corrupt

    for name in ("redial_aave_sae", "singlish_treebank", "naija_pidgin"):
        pool = [(d, t) for d, t in documents(data, name) if kept_back(d) and 20 < len(t) < LONGEST]
        for document, text in _sample(pool, 400 * share, rng):
            source, slips = corrupt(nlp(text), rng, rng.choice([1, 1, 2]), DIALECT_SAFE)
            if slips:
                yield _repaired(name, document, source.strip(), text)
    rows = list(rows_of(data_file(data, "redial_aave_sae")))
    for row in _sample(rows, 300 * share, rng):
        document = f"redial_aave_sae/{row['task']}-{row['i']}"
        lines = zip(row["dialect"].split("\n"), row["standard"].split("\n"), strict=False)
        for dialect, standard in lines:
            old, new = " ".join(dialect.split()), " ".join(standard.split())
            # A speaker's rewording of a whole line is no single feature: only near lines are taken.
            edits = tuple(align(old, new)) if 20 < len(old) < LONGEST and new else ()
            if edits and sum(len(e.before) for e in edits) < 0.4 * len(old):
                labels = tuple(
                    UNKNOWN if _mends_spelling(e) or e.type.endswith("PUNCT") else DISTORTION
                    for e in edits
                )
                yield KnownPassage(
                    "redial_aave_sae",
                    document,
                    old,
                    new,
                    edits,
                    labels,
                    ("standardised",) * len(edits),
                )


# ---------------------------------------------------------------- people's own revisions

_PURPOSES = {
    "Conventions/Grammar/Spelling": POLISH, "Claims/Ideas": MEANING, "Evidence": MEANING,
    "Warrant/Reasoning/Backing": MEANING, "Rebuttal/Reservation": MEANING, "General Content Development": MEANING,
}  # fmt: skip


def argrewrite(
    data: Path, nlp: Language, rng: random.Random, share: float
) -> Iterator[KnownPassage]:
    """Students' revisions of their own essays, labelled by purpose; only sentences that were modified."""
    rows = [
        r for r in rows_of(data_file(data, "argrewrite_v2_revisions"))
        if r["purpose"] in _PURPOSES and r["old"].strip() and r["new"].strip()
    ]  # fmt: skip
    for row in _sample(rows, 1400 * share, rng):
        yield from _pair(
            "argrewrite",
            f"argrewrite/{row['writer']}",
            row["old"],
            row["new"],
            _PURPOSES[row["purpose"]],
            row["purpose"],
        )


def re3sci(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """Authors' revisions of papers: grammar against claim (measured only)."""
    rows = [
        r for r in rows_of(data_file(data, "re3sci_edit_intent"))
        if r["intent"] in {"Grammar", "Claim"} and r["old"].strip() and r["new"].strip()
    ]  # fmt: skip
    for row in _sample(rows, 700 * share, rng):
        yield from _pair(
            "re3sci",
            f"re3sci/{row['doc']}",
            row["old"],
            row["new"],
            POLISH if row["intent"] == "Grammar" else MEANING,
            row["intent"],
        )


def paradetox(
    data: Path, nlp: Language, rng: random.Random, share: float
) -> Iterator[KnownPassage]:
    """Offensive sentences that people put neutrally: meaning kept, voice gone."""
    from style_models.text.detokenise import detokenise

    for row in _sample(list(rows_of(data_file(data, "paradetox"))), 700 * share, rng):
        source = detokenise(row["src"])
        yield from _pair(
            "paradetox",
            source,
            source,
            detokenise(row["refs"][0]),
            DISTORTION,
            "human",
            same_case=True,
        )


def flips(data: Path, nlp: Language, rng: random.Random, share: float) -> Iterator[KnownPassage]:
    """Reviews whose feeling people turned round."""
    from style_models.text.detokenise import detokenise

    for row in _sample(list(rows_of(data_file(data, "sentiment_flip_human"))), 500 * share, rng):
        source = detokenise(row["src"])
        yield from _pair(
            "flips", source, source, detokenise(row["ref"]), DISTORTION, "human", same_case=True
        )


def _pair(
    block: str, group: str, old: str, new: str, label: int, source: str, same_case: bool = False
) -> Iterator[KnownPassage]:
    """Yield one labelled sentence pair. ``same_case``: where a set is lower-cased, capitals would leak the label."""
    from style_models.edits.align import align

    old, new = " ".join(old.split()), " ".join(new.split())
    if same_case:
        if old and new and old[0].islower():
            old = old[0].upper() + old[1:]
            new = new[0].upper() + new[1:]
        if old[-1:] in ".?!" and new[-1:] not in ".?!":
            new += old[-1]
        elif new[-1:] in ".?!" and old[-1:] not in ".?!":
            new = new[:-1]
    edits = tuple(align(old, new))
    if edits and len(old) <= LONGEST:
        labels = tuple(UNKNOWN if label != POLISH and _mends_spelling(e) else label for e in edits)
        yield KnownPassage(block, group, old, new, edits, labels, (source,) * len(edits))


# ---------------------------------------------------------------- people's corrections (measured only)


def _corrections(name: str, count: int) -> Any:
    def block(
        data: Path, nlp: Language, rng: random.Random, share: float
    ) -> Iterator[KnownPassage]:
        from style_models.bench.corpora import even

        rows = [
            r for r in rows_of(data_file(data, name)) if not even(r["id"]) and r["split"] == "dev"
        ]
        for row in _sample(rows, count * share, rng):
            hyphens = name == "cweb"
            source = TokenisedSentence.of(row["src"], hyphens).text
            reference = TokenisedSentence.of(rng.choice(row["refs"]), hyphens).text
            if source != reference and reference.strip():
                yield from _pair(name, f"{name}/{row['id']}", source, reference, POLISH, "human")

    block.__doc__ = f"Corrections by people ({name}, dev part, odd rows)."
    return block


BLOCKS = {
    "planted": planted, "rewrite": rewrite, "imbd": imbd, "study": study, "operators": operators, "changed": changed,
    "dialects": dialects,
    "argrewrite": argrewrite, "paradetox": paradetox, "flips": flips, "jfleg": _corrections("jfleg", 300),
    "gmeg": _corrections("gmeg", 300), "cweb": _corrections("cweb", 500), "re3sci": re3sci,
}  # fmt: skip
