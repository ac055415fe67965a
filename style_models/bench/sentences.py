"""Real sentences of the *ship* sets, with the document that each is from, for benches on sentences."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from style_models.bench.corpora import data_file, rows_of
from style_models.persona.counted_text import CountedText, normalise
from style_models.text.detokenise import detokenise

GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence or two (``text``), its document (``document``, "set/name") and its ``variety``.

    ``variety`` is ``general`` or, in the dialect sets, the name of the English.
    """

    text: str
    document: str
    variety: str = GENERAL


def held_out(document: str) -> bool:
    """Tell whether a document is in the half that nothing is set on, by a stable hash of its name."""
    return hashlib.sha256(document.encode()).digest()[0] >= 128


def paragraphs(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (document, paragraph) of people's prose: web text, blogs, essays, opinions."""
    for row in rows_of(data_file(data, "ud_ewt_docs")):
        for found in row["paragraphs"]:
            yield f"ewt/{row['doc']}", " ".join(found)
    for name in ("blog_18f", "blog_digitalgov", "blog_rust", "standardebooks_essays"):
        for number, row in enumerate(rows_of(data_file(data, name))):
            for found in row["paragraphs"]:
                yield f"{name}/{number}", found
    for row in rows_of(data_file(data, "argrewrite_v2_essays")):
        if row["draft"] == 1:
            for found in row["text"].splitlines():
                yield f"argrewrite/{row['writer']}", found
    for row in rows_of(data_file(data, "persona_paragraphs")):
        if row["kind"] == "writer":
            yield f"persona/{row['writer']}", row["text"]


def sentences(data: Path, count: int, seed: int = 0, pairs: bool = False) -> list[Source]:
    """Return up to ``count`` held-out sentences of 6 to 40 words, in a random order.

    With ``pairs`` two neighbouring sentences at a time. No document gives more than 15, Standard
    Ebooks at most a tenth of all.
    """
    rng = random.Random(seed)
    by_document: dict[str, list[str]] = {}
    for document, paragraph in paragraphs(data):
        # Enough to draw from: a book is not cut to its end.
        if not held_out(document) or len(by_document.get(document, ())) >= 60:
            continue
        cut = [normalise(sentence) for sentence in CountedText(paragraph).sentences]
        if pairs:
            cut = [f"{a} {b}" for a, b in zip(cut[::2], cut[1::2], strict=False)]
        fit = [text for text in cut if 6 <= len(text.split()) <= (60 if pairs else 40)]
        by_document.setdefault(document, []).extend(fit)
    found: list[Source] = []
    for document, listed in by_document.items():
        some = rng.sample(listed, min(15, len(listed)))
        found += [Source(text, document) for text in some]
    rng.shuffle(found)
    books = 0
    chosen = []
    for source in found:
        if source.document.startswith("standardebooks"):
            books += 1
            if books > count // 10:
                continue
        chosen.append(source)
    return chosen[:count]


def dialect_sentences(data: Path, count: int, seed: int = 0) -> list[Source]:
    """Return up to ``count`` held-out sentences of each dialect set."""
    rng = random.Random(seed)
    found: list[Source] = []
    sets = {
        "naija_pidgin": ("plain", "Nigerian Pidgin"),
        "singlish_treebank": ("text", "Singapore English"),
        "redial_aave_sae": ("dialect", "African American English"),
        "multivalue_feature_pairs": ("dialect", "features of many Englishes"),
    }
    for name, (field, variety) in sets.items():
        some = []
        for number, row in enumerate(rows_of(data_file(data, name))):
            document = f"{name}/{row.get('speaker') or number}"
            for text in CountedText(detokenise(row[field] or "")).sentences:
                if 4 <= len(text.split()) <= 40 and (
                    held_out(document) or name.startswith("multi")
                ):
                    some.append(Source(normalise(text), document, variety))
        rng.shuffle(some)
        found += some[:count]
    return found
