"""How much a few questions tell of a writer's other tolerances, on writers the weights never saw.

``run`` asks every writer in the file ``asked`` questions, one after the other, and predicts the
answers to all others. Of a row it reads the writer's id and the answers to the questions that were
asked, nothing else: no demographic field either (the card says what they would be worth). The
figures are worked out afterwards, from rows that hold all answers.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.errors import InputError
from style_models.learning.items import HIGHEST, LOWEST, MIDDLE, NAMES
from style_models.learning.population import Beliefs, Population, writer_hash
from style_models.learning.questionnaire import LENGTH, next_item
from style_models.persona.statistics import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FILE = "persona_tolerances.jsonl.gz"
LEAST_GROUP = 30
GROUPS = ("gender", "age band", "race", "englishFirst", "education", "income")
Row = Mapping[str, Any]


def run(data: Path | None, asked: int = LENGTH, **options: object) -> dict[str, object]:
    """Ask and predict; ``data`` is a file of rows as in :data:`FILE`, or the folder that holds it.

    Returns ``writers`` (the contract: by id, the items ``asked`` in order and every other item
    ``predicted``, 0 to 100) and ``figures``, ``None`` where no row of an unseen writer holds all
    answers, or every question was asked. Same input, same output.
    """
    asked = int(asked)
    if not 0 <= asked <= len(NAMES):
        raise InputError(f"--asked {asked}: from 0 to {len(NAMES)} questions can be asked")
    rows = read_rows(data)
    population = Population.load()
    writers = {str(row["writer"]): ask(row, asked, population.beliefs) for row in rows}
    unseen = [row for row in rows if writer_hash(str(row["writer"])) not in population.trained_on]
    return {"writers": writers, "asked": asked, "figures": figures(unseen, writers, population)}


def read_rows(data: Path | None) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file (gzipped or not); raises InputError for anything else."""
    if data is None:
        raise InputError(f"bench tolerance needs --data: the file {FILE} or the folder it is in")
    path = data / FILE if data.is_dir() else data
    if not path.is_file():
        raise InputError(f"{path} is not there: give --data the file {FILE} or its folder")
    try:
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
        if not all("writer" in row and isinstance(row["tolerance"], dict) for row in rows):
            raise KeyError("tolerance")
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} does not hold rows with 'writer' and 'tolerance', one JSON object a line"
        ) from error
    if not rows:
        raise InputError(f"{path} holds no rows: there is nothing to predict")
    return rows


def ask(
    row: Row,
    questions: int,
    beliefs: Beliefs,
    choose: Callable[[Beliefs, Sequence[str]], str] | None = None,
) -> dict[str, Any]:
    """Ask one writer ``questions`` questions and predict the rest.

    ``choose`` names the next item (by default the one that tells most). An item to which the row
    has no answer cannot be asked: it is predicted, and another one is asked.
    """
    known: dict[str, float] = {}
    unanswered: list[str] = []
    now = beliefs
    while len(known) < questions and len(known) + len(unanswered) < len(NAMES):
        done = [*known, *unanswered]
        item = choose(now, done) if choose else next_item(now, known, unanswered)
        answer = _answer(row, item)
        if answer is None:
            unanswered.append(item)
        else:
            known[item] = answer
            now = beliefs.given(known)
    predicted = now.predicted()
    return {
        "asked": list(known),
        "predicted": {item: round(predicted[item], 3) for item in NAMES if item not in known},
    }


def _answer(row: Row, item: str) -> float | None:
    value = row["tolerance"].get(item)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"writer {row['writer']}: the answer to {item} is not a number")
    if not LOWEST <= value <= HIGHEST:
        raise InputError(f"writer {row['writer']}: the answer to {item} is not within 0 to 100")
    return float(value)


def figures(
    rows: Sequence[Row], writers: Mapping[str, Mapping[str, Any]], population: Population
) -> dict[str, Any] | None:
    """Return what the predictions are worth on ``rows`` (unseen writers).

    ``None`` where there is nothing to measure: no such row, or every item was asked.

    ``right_side``: share of the answers not asked for that lie on the predicted side of 50 (50 is
    on the acceptable side). ``explained``: 1 - squared error / squared error of the population's
    mean. Intervals are 95%, over writers. Baselines are measured on the same answers; ``all_items``
    is the majority's side over all 49; ``ceiling`` is told all other answers.
    """
    rows = [row for row in rows if all(_answer(row, item) is not None for item in NAMES)]
    if not rows:
        return None
    truth = np.array([[float(row["tolerance"][item]) for item in NAMES] for row in rows])
    mean = np.clip(population.beliefs.expected(), LOWEST, HIGHEST)
    answers = [writers[str(row["writer"])] for row in rows]
    table = _table(answers, truth, mean)
    if not table[:, 0].all():
        return None
    fixed = _fixed_questions(population.beliefs, len(answers[0]["asked"]))
    by_fixed = [ask(row, len(fixed), population.beliefs, _in_order(fixed)) for row in rows]
    labels = [str(row["writer"]) for row in rows]
    groups = _groups(rows, table)
    large = {name: group for name, group in groups.items() if group["writers"] >= LEAST_GROUP}
    worst = min(large, key=lambda name: large[name]["right_side"]) if large else None
    sides = np.maximum((truth >= MIDDLE).mean(axis=0), (truth < MIDDLE).mean(axis=0))
    return {
        "unseen_writers": len(rows),
        "right_side": _side(table),
        "right_side_interval": _over_writers(_side, table, labels),
        "explained": _explained(table),
        "explained_interval": _over_writers(_explained, table, labels),
        "worst_group": {"group": worst, **large[worst]} if worst else None,
        "groups": groups,
        "baselines": {
            "population mean, same answers": round(float(table[:, 3].sum() / table[:, 0].sum()), 4),
            "majority, all items": round(float(sides.mean()), 4),
            "same questions to everybody": {
                "asked": fixed,
                "right_side": _side(_table(by_fixed, truth, mean)),
                "explained": _explained(_table(by_fixed, truth, mean)),
            },
        },
        "ceiling": _ceiling(population.beliefs, truth, mean),
    }


def _table(answers: Sequence[Mapping[str, Any]], truth: Array, mean: Array) -> Array:
    """Return per writer: answers predicted, on the right side, squared errors, and the mean's.

    Columns: count, right, squared error, right by the population's mean, its squared error.
    """
    lines = []
    for answer, own in zip(answers, truth, strict=True):
        at = [place for place, item in enumerate(NAMES) if item in answer["predicted"]]
        said = np.array([answer["predicted"][NAMES[place]] for place in at])
        right = ((said >= MIDDLE) == (own[at] >= MIDDLE)).sum()
        right_mean = ((mean[at] >= MIDDLE) == (own[at] >= MIDDLE)).sum()
        errors = ((said - own[at]) ** 2).sum(), ((mean[at] - own[at]) ** 2).sum()
        lines.append((len(at), right, errors[0], right_mean, errors[1]))
    return np.array(lines, dtype=np.float64)


def _side(table: Array) -> float:
    return round(float(table[:, 1].sum() / table[:, 0].sum()), 4)


def _explained(table: Array) -> float:
    """Return the explained variance; the spread is taken around the training writers' mean."""
    return round(float(1 - table[:, 2].sum() / table[:, 4].sum()), 4)


def _over_writers(
    measure: Callable[[Array], float], table: Array, labels: Sequence[str]
) -> list[float] | None:
    found = interval(lambda at: measure(table[at]), labels)
    return [round(end, 4) for end in found] if found else None


def _ceiling(beliefs: Beliefs, truth: Array, mean: Array) -> dict[str, float]:
    """Return what a linear model reaches that is told the 48 other answers, over all items.

    In a Gaussian with precision P an item's mean given all others is x - (P (x - m)) / diag(P).
    """
    precision = np.linalg.inv(beliefs.covariance())
    away = (truth - beliefs.expected()) @ precision
    said = np.clip(truth - away / np.diag(precision), LOWEST, HIGHEST)
    wrong, spread = ((said - truth) ** 2).sum(), ((mean - truth) ** 2).sum()
    return {
        "right_side": round(float(((said >= MIDDLE) == (truth >= MIDDLE)).mean()), 4),
        "explained": round(float(1 - wrong / spread), 4),
    }


def _groups(rows: Sequence[Row], table: Array) -> dict[str, dict[str, Any]]:
    members: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for field in GROUPS:
            value = _age_band(row.get("age")) if field == "age band" else row.get(field)
            if value not in (None, "", "Prefer not to say"):
                members.setdefault(f"{field}: {value}", []).append(at)
    return {
        name: {
            "writers": len(at),
            "right_side": _side(table[at]),
            "explained": _explained(table[at]),
        }
        for name, at in sorted(members.items())
    }


def _age_band(age: object) -> str | None:
    try:
        years = int(float(str(age)))
    except (ValueError, OverflowError):
        return None
    return next((f"{low}-{low + 14}" for low in (15, 30, 45, 60) if low <= years < low + 15), "75+")


def _fixed_questions(beliefs: Beliefs, count: int) -> list[str]:
    """Return the questions that a single Gaussian would ask everybody."""
    gaussian = Beliefs(
        beliefs.items,
        np.ones(1),
        beliefs.expected()[None],
        beliefs.covariance()[None],
        beliefs.noise,
    )
    asked: dict[str, float] = {}
    for _ in range(count):
        # The values play no part in a Gaussian's next question.
        asked[next_item(gaussian.given(asked), asked)] = MIDDLE
    return list(asked)


def _in_order(items: Sequence[str]) -> Callable[[Beliefs, Sequence[str]], str]:
    return lambda _, done: next(item for item in items if item not in done)


def render(result: Mapping[str, Any]) -> str:
    """Return the figures as a table for a terminal."""
    found = result["figures"]
    asked = result["asked"]
    head = f"{len(result['writers'])} writers asked {asked} questions each"
    if found is None:
        return f"{head}; no answer of an unseen writer is left to measure on"
    base = found["baselines"]
    fixed = base["same questions to everybody"]
    lines = [
        f"{head}; figures on {found['unseen_writers']} that training never saw",
        "",
        f"{'':44}{'right side of 50':>18}{'explained variance':>20}",
        _line("the next question chosen by the answers", found["right_side"], found["explained"]),
        _between(found["right_side_interval"], found["explained_interval"]),
        _line("the same questions to everybody", fixed["right_side"], fixed["explained"]),
        _line("population mean, on the same answers", base["population mean, same answers"], 0.0),
        _line("majority's side, on all 49 items", base["majority, all items"], None),
    ]
    ceiling = found["ceiling"]
    name = "ceiling: linear, told all 48 others"
    lines.append(_line(name, ceiling["right_side"], ceiling["explained"]))
    worst = found["worst_group"]
    if worst:
        name = f"worst group of {LEAST_GROUP}+: {worst['group']} ({worst['writers']})"
        lines.append(_line(name, worst["right_side"], worst["explained"]))
    lines += ["", f"{'group':44}{'right side of 50':>18}{'explained variance':>20}"]
    lines += [
        _line(f"{name} ({group['writers']})", group["right_side"], group["explained"])
        for name, group in found["groups"].items()
        if group["writers"] >= LEAST_GROUP
    ]
    return "\n".join(lines)


def _line(name: str, side: float, explained: float | None) -> str:
    return f"{name:44}{side:18.3f}" + (f"{explained:20.3f}" if explained is not None else "")


def _between(side: Sequence[float] | None, explained: Sequence[float] | None) -> str:
    texts = [
        "-" if ends is None else f"{ends[0]:.3f} to {ends[1]:.3f}" for ends in (side, explained)
    ]
    return f"{'  95% over writers':44}{texts[0]:>18}{texts[1]:>20}"
