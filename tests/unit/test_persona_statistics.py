"""Intervals over writers, with values worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from style_models.persona.statistics import (
    correlation,
    interval,
    mean_interval,
    rank_correlation,
)


def test_one_writer_is_unknown_never_zero():
    assert mean_interval(np.array([1.0, 2.0, 3.0]), ["a", "a", "a"]) is None
    assert interval(lambda at: float(len(at)), ["a", "a"]) is None


def test_two_writers_by_hand():
    # Resamples: a a (mean 0), a b (.5), b b (1), with 1/4, 1/2, 1/4: 95% holds all three.
    low, high = mean_interval(np.array([0.0, 1.0]), ["a", "b"])
    assert (low, high) == (0.0, 1.0)


def test_texts_of_one_writer_stay_together():
    # Writer a has three texts of 0, b one of 1: the means are 0, 1/4 and 1, never 1/2.
    low, high = mean_interval(np.array([0.0, 0.0, 0.0, 1.0]), ["a", "a", "a", "b"], level=0.4)
    # The middle 40% lies within the half of draws that hold both writers.
    assert (low, high) == (0.25, 0.25)


def test_equal_values_give_an_interval_without_width():
    low, high = mean_interval(np.full(4, 2.5), list("abcd"))
    assert (low, high) == (2.5, 2.5)


def test_several_columns_at_once_equal_each_alone():
    values = np.random.default_rng(1).normal(size=(12, 3))
    writers = list("aabbccddeeff")
    low, high = mean_interval(values, writers)
    for column in range(3):
        alone = mean_interval(values[:, column], writers)
        assert (low[column], high[column]) == pytest.approx(alone)


def test_same_seed_same_interval():
    values = np.random.default_rng(2).normal(size=10)
    writers = list("aabbccddee")
    assert mean_interval(values, writers, seed=3) == mean_interval(values, writers, seed=3)


def test_correlations_by_hand():
    first, second = np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])
    # Covariance 1, both sums of squares 2: r = 1 / 2; the values are their own ranks.
    assert correlation(first, second) == pytest.approx(0.5)
    assert rank_correlation(first**3, second) == pytest.approx(0.5)
    # Ties share a rank: 1.5 1.5 3 against 1 2 3 gives 1.5 / sqrt(1.5 * 2).
    assert rank_correlation(np.array([1.0, 1.0, 9.0]), first) == pytest.approx(1.5 / math.sqrt(3))
    assert math.isnan(correlation(first, np.ones(3)))
    assert math.isnan(correlation(first[:1], second[:1]))
