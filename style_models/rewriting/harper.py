"""Harper as an engine: a rule-based checker in native code (Apache-2.0, optional).

Alone it changes every fourth clean sentence of web text, so that its suggestions are only ever
candidates for the judge. Where it has several for one place, each is a candidate.
"""

from __future__ import annotations

import threading
from typing import Any

from style_models.edits.align import align_passage, apply_edits
from style_models.edits.edit import Edit

ORIGIN = "harper"
ALTERNATIVES = 3
# What these rules say is taste or house style, or judges a dialect.
SKIPPED_KINDS = frozenset(
    {"Enhancement", "Readability", "Style", "Regionalism", "WordChoice", "Redundancy"}
)


class HarperEngine:
    """Candidate edits for one sentence at a time."""

    name = ORIGIN

    def __init__(self) -> None:
        # A linter refuses calls from two threads at once.
        self._local = threading.local()

    @staticmethod
    def is_available() -> bool:
        """Tell whether a wheel of Harper is installed."""
        try:
            import harper  # noqa: F401
        except ImportError:
            return False
        return True

    def _linter(self) -> Any:
        if not hasattr(self._local, "linter"):
            import harper

            self._local.linter = harper.Linter()
        return self._local.linter

    def candidates(self, sentence: str, words: frozenset[str] = frozenset()) -> list[Edit]:
        """Return edits in offsets of ``sentence``; alternatives for one place overlap.

        ``words`` are known to the writer and never corrected.
        """
        import harper

        linter = self._linter()
        edits: list[Edit] = []
        for lint in linter.lint(sentence, language="plaintext"):
            if lint.lint_kind in SKIPPED_KINDS or lint.problem_text in words:
                continue
            start, end = lint.span.start, lint.span.end
            for suggestion in lint.suggestions[:ALTERNATIVES]:
                after = suggestion.replacement_text
                if suggestion.kind == harper.SuggestionKind.INSERT_AFTER:
                    changed = Edit(end, end, "", after, "", ORIGIN)
                else:
                    changed = Edit(start, end, sentence[start:end], after, "", ORIGIN)
                if changed.before == changed.after:
                    continue
                # Aligned again, so that only what really differs is in the edit, with its type.
                edits += align_passage(sentence, apply_edits(sentence, [changed]), ORIGIN)
        return edits
