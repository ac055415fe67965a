"""What readers hear, and how far it moves."""

from __future__ import annotations

import json

import numpy as np
import pytest

from style_models.persona.causal_states import LAYERS, WIDTH, causal_states
from style_models.persona.drift import change_amount, distance_of, measure_drift
from style_models.persona.profile import AxisProfile, Profile
from style_models.persona.reader_model import Calibration, ReaderModel, passages

OWN = (
    "I think we should maybe spend more on the hospitals, because people is dying on waiting lists "
    "and the goverment dont seem to care about it. My mum waited two years for a hip op! It's a "
    "disgrace really, and I don't see why the rich can't pay a bit more tax for it."
)
REPAIRED = OWN.replace("people is", "people are").replace("goverment dont", "government doesn't")
RESTYLED = (
    "The health service requires significantly greater investment. Patients are dying while they "
    "languish on waiting lists, and the government appears indifferent to their plight. "
    "Furthermore, ensuring that wealthier individuals contribute proportionally more in taxation "
    "would provide the resources that are necessary to address this urgent crisis."
)


class Minds:
    """A writer who accepts everything but one direction of one axis."""

    def __init__(self, axis: str, direction: int) -> None:
        self.minded = (axis, direction)

    def acceptance(self, axis: str, direction: int) -> float:
        return 0.0 if (axis, direction) == self.minded else 1.0


def test_amount_of_change_by_hand():
    # Pairs of "a b": ^a ab b$; of "a c": ^a ac c$. One of three is shared: 1 - 2 * 1 / 6.
    assert change_amount("a b", "a c") == pytest.approx(2 / 3)
    assert change_amount("a b", "a b") == 0.0
    assert change_amount("", "") == 0.0
    assert change_amount("a b", "c d") == 1.0


def test_distance_is_the_root_mean_square():
    assert distance_of({"a": 3.0, "b": -4.0}) == pytest.approx(np.sqrt(12.5))
    assert distance_of({}) == 0.0


def test_calibration_starts_at_zero_and_rises_within_bounds():
    curve = Calibration(scale=2.0, power=1.5, low=0.3, high=2.0)
    scores = [curve.score(distance) for distance in (0.0, 0.1, 1.0, 2.0, 50.0)]
    assert scores == sorted(scores)
    assert scores[0] == 0.0
    assert scores[3] == pytest.approx(1 - np.exp(-1))
    assert scores[4] <= 1.0
    for distance in (0.0, 0.5, 3.0):
        low, high = curve.interval(distance)
        assert 0 <= low <= curve.score(distance) <= high <= 1


def test_passages_lose_no_word_and_stay_short():
    sentence = "This is a sentence of eight plain words. "
    long_line = "word " * 1000
    for text in (sentence * 100, long_line, sentence + long_line):
        cut = passages(text.strip())
        assert " ".join(passage for passage, _ in cut).split() == text.split()
        assert max(words for _, words in cut) <= 320
    assert passages("") == []
    assert passages("😀 123") == []


def test_weights_name_only_axes_that_are_there():
    model = ReaderModel.load()
    assert len(model.axes) == 25
    assert min(model.sd.values()) > 0
    assert len(model.trained_on) > 100
    assert all(len(name) == 12 for name in model.trained_on)


@pytest.mark.slow
def test_readings_have_the_contracts_shape_and_range():
    model = ReaderModel.load()
    read = model.read([OWN, "", "😀", "مرحبا بالعالم " * 12, OWN])
    assert read.shape == (5, 25)
    assert np.isnan(read[1:3]).all()
    assert np.isfinite(read[[0, 3]]).all()
    assert (read[0] == read[4]).all()
    assert (read[0] >= 0).all()
    assert (read[0, :21] <= 100).all()
    assert (read[0, 21:] <= 1).all()
    assert model.read([]).shape == (0, 25)


@pytest.mark.slow
def test_a_reading_does_not_depend_on_its_batch():
    fresh = ReaderModel.open(_weights())
    alone = fresh.read([REPAIRED])
    beside = ReaderModel.open(_weights()).read([OWN * 3, REPAIRED, RESTYLED])
    # bfloat16 rounds otherwise in other company: a twentieth of a point of a hundred at most.
    assert beside[1] == pytest.approx(alone[0], abs=0.05)


@pytest.mark.slow
def test_quick_and_full_readings_are_kept_apart():
    model = ReaderModel.open(_weights())
    quick, full = model.read([OWN], quick=True), model.read([OWN])
    assert quick.shape == full.shape
    assert (quick != full).any()
    assert (model.read([OWN], quick=True) == quick).all()
    assert (model.read([OWN]) == full).all()


@pytest.mark.slow
def test_shifts_are_quick_readings_in_their_own_unit():
    model = ReaderModel.load()
    shift = model.shifts(OWN, [RESTYLED])[0]["formality"]
    old, new = model.read([OWN, RESTYLED], quick=True)[:, model.axes.index("formality")]
    assert shift == pytest.approx((new - old) / model.quick_sd["formality"], abs=1e-3)


@pytest.mark.slow
def test_pooled_states_do_not_depend_on_longer_company():
    alone = causal_states([OWN])
    beside = causal_states([RESTYLED * 2, OWN], together=2)[1:]
    assert alone.shape == (1, WIDTH * len(LAYERS))
    assert beside == pytest.approx(alone, abs=0.15)


@pytest.mark.slow
def test_shifts_name_what_moved():
    same, repaired, restyled, empty = ReaderModel.load().shifts(OWN, [OWN, REPAIRED, RESTYLED, ""])
    assert same == {}
    assert empty == {}
    assert restyled["formality"] > 1 > repaired["formality"]
    assert all(abs(value) >= 0.05 for value in repaired.values())


@pytest.mark.slow
def test_same_text_does_not_drift_and_repair_drifts_little():
    assert measure_drift(OWN, OWN, Minds("clarity", 1)).to_json()["score"] == 0.0
    assert measure_drift(OWN, OWN.replace(" ", "  ") + "\n", Minds("clarity", 1)).score == 0.0
    repaired = measure_drift(OWN, REPAIRED, Minds("clarity", 1))
    restyled = measure_drift(OWN, RESTYLED, Minds("clarity", 1))
    assert repaired.score < 0.15
    assert restyled.score > 0.5


@pytest.mark.slow
def test_unwelcome_follows_the_direction_minded():
    minded = measure_drift(OWN, RESTYLED, Minds("formality", 1))
    accepted = measure_drift(OWN, RESTYLED, Minds("formality", -1))
    assert accepted.unwelcome == 0.0
    assert 0 < minded.unwelcome <= minded.score == accepted.score


@pytest.mark.slow
@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("Hi there", "Hello there"), ("😀", "😀😀"), ("", "x"), ("x", ""), ("", ""), ("12", "13"),
        (OWN, RESTYLED), (OWN, "Short."), ("مرحبا بالعالم", "مرحبا يا عالم"), (OWN * 9, RESTYLED * 9),
    ],
)  # fmt: skip
def test_every_pair_gives_the_contracts_json(original, revised):
    drift = json.loads(json.dumps(measure_drift(original, revised).to_json(), allow_nan=False))
    low, high = drift["interval"]
    assert 0 <= low <= drift["score"] <= high <= 1
    assert 0 <= drift["unwelcome"] <= drift["score"]
    assert len(drift["axes"]) > 25
    for axis in drift["axes"].values():
        numbers = [axis[key] for key in ("before", "after", "shift", "interval")]
        if "why" in axis:
            assert numbers == [None] * 4
        else:
            assert axis["shift"] == pytest.approx(axis["after"] - axis["before"], abs=0.011)
            assert axis["interval"][0] <= axis["shift"] <= axis["interval"][1]


def _weights():
    from style_models.paths import weights_dir

    return weights_dir() / "reader_axes"


@pytest.mark.slow
def test_repairs_that_the_judge_names_are_not_another_person():
    drift = measure_drift(OWN, REPAIRED, Minds("clarity", 1), mended=REPAIRED)
    assert drift.score == 0.0
    assert drift.unwelcome == 0.0
    # Readers hear the repair all the same: the axes are stated from the text as it was written.
    assert any(axis.shift for axis in drift.axes.values())
    both = measure_drift(OWN, RESTYLED, Minds("clarity", 1), mended=REPAIRED)
    assert both.score > 0.5


@pytest.mark.slow
def test_the_interval_widens_with_edits_that_pull_apart():
    plain = measure_drift(OWN, RESTYLED)
    alike = measure_drift(OWN, RESTYLED, edit_shifts=[{"formality": 0.01}] * 10)
    apart = measure_drift(
        OWN, RESTYLED, edit_shifts=[{"formality": 6.0}, {"formality": -5.0}, {"clarity": 4.0}] * 2
    )
    for drift in (plain, alike, apart):
        assert drift.score == plain.score
        assert drift.interval[0] <= drift.score <= drift.interval[1]
    assert alike.interval == pytest.approx(plain.interval, abs=0.01)
    assert apart.interval[1] - apart.interval[0] > plain.interval[1] - plain.interval[0]
    assert apart == measure_drift(
        OWN, RESTYLED, edit_shifts=[{"formality": 6.0}, {"formality": -5.0}, {"clarity": 4.0}] * 2
    )


@pytest.mark.slow
def test_the_way_home_to_a_writers_own_style_is_no_drift():
    model = ReaderModel.load()
    own = model.read([OWN])[0]
    known = {
        name: AxisProfile(mean=float(value), spread=1.0, error=1.0, passages=9)
        for name, value in zip(model.axes, own, strict=True)
    }
    profile = Profile(register="all", samples=9, words=9000, axes=known)
    assert profile.reliable
    assert measure_drift(RESTYLED, OWN, profile=profile).score == 0.0
    away = measure_drift(OWN, RESTYLED, profile=profile)
    assert away.score == pytest.approx(measure_drift(OWN, RESTYLED).score, abs=1e-3)
