"""Recall at equal false edits: what the threshold lets through, on scores made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from style_models.bench.tiers import recall_at


@pytest.mark.parametrize(
    ("share", "recall"),
    [
        (0.0, 0.25),  # above .8, the surest wrong edit: .9 alone
        (0.25, 0.5),  # one clean row may be changed: above .5
        (0.5, 0.75),
        (1.0, 0.75),  # a row without a right edit never counts
    ],
)
def test_recall_grows_with_the_false_edits_allowed(share, recall):
    right = np.array([0.9, 0.6, 0.3, 0.0])
    false = np.array([0.8, 0.5, 0.1, 0.0])
    assert recall_at(right, false, share) == recall


def test_nothing_changed_in_clean_rows_lets_every_right_edit_through():
    assert recall_at(np.array([0.2, 0.7]), np.zeros(4), 0.0) == 1.0
