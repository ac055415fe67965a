"""Reading correction corpora that were split into tokens, and putting our edits back into tokens.

The rewriter sees running text, since no writer types "do n't". Figures are counted in the corpus's
own tokens: outside our edits they are kept as they were, so that no figure owes anything to spacing.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from style_models.edits.edit import Edit
from style_models.errors import InputError
from style_models.text.detokenise import detokenise

_PIECES = re.compile(
    r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\.\.\.|--|\w+?(?=n['’]t\b)|\d+(?:[.,:]\d+)+|[A-Za-z](?:\.[A-Za-z])+\.?|\w+|[^\w\s]",
    re.IGNORECASE,
)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a ``.jsonl`` or ``.jsonl.gz`` file; :class:`InputError` if it is none."""
    if not path.is_file():
        raise InputError(f"there is no file {path}: name the data file or its folder with --data")
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}, line {number}: not JSON ({error.msg})") from error


def data_file(data: Path | None, name: str) -> Path:
    """Return ``data`` itself if it is a file, else ``name.jsonl[.gz]`` in that folder."""
    if data is None:
        raise InputError(
            f"this bench needs --data: a file like {name}.jsonl.gz or the folder that holds it"
        )
    if data.is_dir():
        for suffix in (".jsonl.gz", ".jsonl"):
            if (data / f"{name}{suffix}").is_file():
                return data / f"{name}{suffix}"
        raise InputError(f"{data} holds no {name}.jsonl.gz")
    return data


def even(identifier: str) -> bool:
    """Tell whether a row belongs to the half on which thresholds are set (its number is even)."""
    return int(re.findall(r"\d+", identifier)[-1]) % 2 == 0


@dataclass(frozen=True, slots=True)
class TokenisedSentence:
    """A corpus sentence, the running text made of it, and where each token stands in that text."""

    tokens: tuple[str, ...]
    text: str
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, tokenised: str, join_hyphens: bool = False) -> TokenisedSentence:
        """Detokenise; ``join_hyphens`` where the corpus splits "well - known"."""
        tokens = tokenised.split()
        running = " ".join(tokens)
        if join_hyphens:
            running = re.sub(r"(?<=\w) ([-/]) (?=\w)", r"\1", running)
        text = detokenise(running)
        places = _places(tokens, text)
        if places is None:
            text = " ".join(tokens)
            places = _places(tokens, text)
        assert places is not None
        return cls(tuple(tokens), text, places)

    def tokens_after(self, edits: Sequence[Edit]) -> list[str]:
        """Return the corpus tokens with the (sorted, disjoint) edits of ``text`` made."""
        rebuilt: list[str] = []
        at = 0
        edits = list(edits)
        while at < len(self.tokens) or edits:
            start = self.places[at][0] if at < len(self.tokens) else len(self.text) + 1
            if not edits or (
                edits[0].start >= self.places[at][1] if at < len(self.tokens) else False
            ):
                rebuilt.append(self.tokens[at])
                at += 1
                continue
            # Take in every edit that touches the same run of tokens, then cut that run anew.
            left = min(edits[0].start, start)
            right, first = edits[0].end, at
            taken: list[Edit] = []
            while True:
                if edits and edits[0].start <= right:
                    right = max(right, edits[0].end)
                    taken.append(edits.pop(0))
                elif at < len(self.tokens) and self.places[at][0] < right:
                    right = max(right, self.places[at][1])
                    at += 1
                else:
                    break
            del first
            piece, here = [], left
            for edit in taken:
                piece += [self.text[here : edit.start], edit.after]
                here = edit.end
            rebuilt += _PIECES.findall("".join([*piece, self.text[here:right]]))
        return rebuilt

    def correction(self, edit: Edit) -> tuple[int, int, str]:
        """Return one edit as (first token, last token + 1, new tokens), as small as it gets."""
        return smallest(self.tokens, self.tokens_after([edit]))


def smallest(before: Sequence[str], after: Sequence[str]) -> tuple[int, int, str]:
    """Return the one replaced stretch between two token lists."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, " ".join(after[start : len(after) - end])


def _places(tokens: Sequence[str], text: str) -> tuple[tuple[int, int], ...] | None:
    places, at = [], 0
    for token in tokens:
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(token, at):
            return None
        places.append((at, at + len(token)))
        at += len(token)
    return tuple(places)
