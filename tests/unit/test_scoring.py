"""Texts read in common passes, beginnings shared, are as probable as each read by itself."""

from __future__ import annotations

import pytest

from style_models.rewriting.causal import CausalRewriter
from style_models.rewriting.scoring import Group, _alone, token_scores

pytestmark = pytest.mark.slow

GROUPS = [
    ([1, 20, 30, 40], [[50, 60, 70, 2], [50, 61, 70, 2], [50, 60, 2], [50, 60, 70, 2]]),
    ([1], [[90, 91, 92, 93, 94], [90], [], [90, 91, 92, 93, 94, 95, 96]]),
    ([1, 5], [[7]]),
    ([1, 5, 9], [[], [7, 8]]),
]


@pytest.fixture(scope="module")
def rewriter() -> CausalRewriter:
    from style_models.rewriting.causal import load_rewriter

    return load_rewriter(None, "float32")


def test_shared_beginnings_change_no_score(rewriter: CausalRewriter) -> None:
    model = rewriter._base
    groups = [Group(prompt, answers) for prompt, answers in GROUPS]
    together = token_scores(model, groups)
    for group, told in zip(groups, together, strict=True):
        for answer, scores in zip(group.answers, told, strict=True):
            assert scores == pytest.approx(_alone(model, group.prompt, answer), abs=2e-3)


def test_wordings_are_scored_as_when_asked_one_by_one(rewriter: CausalRewriter) -> None:
    sentence = "She go to school every day."
    wordings = [sentence, "She goes to school every day.", "She went to school."]
    (together,) = rewriter.restorations([sentence], [wordings], [""])
    alone = [rewriter.restorations([sentence], [[w]], [""])[0][0] for w in wordings]
    assert together == pytest.approx(alone, abs=5e-3)
    assert together[1] > together[0] > together[2]


def test_tokens_cover_the_text_and_know_what_is_odd(rewriter: CausalRewriter) -> None:
    ((plain, odd),) = rewriter.token_log_probabilities(
        [["The cat sat on the mat.", "The cat sat on the 🐈‍⬛ of."]]
    )
    assert plain[0][0] == 0
    assert plain[-1][1] == len("The cat sat on the mat.")
    assert sum(p for _, _, p in odd) < sum(p for _, _, p in plain) < 0
