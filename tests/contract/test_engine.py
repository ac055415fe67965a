"""What the engine does with its models: they rest, and they leave a GPU that is too small."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from checked import CheckedClient
from served import Served
from tiny_pipeline import TinyPipeline

from server.engine import Busy, Engine, Job
from style_models.errors import Cancelled

TEXT = "Then they was here. They saw a apple. And they was glad. All was well."
MENDED = "Then they were here. They saw an apple. And they were glad. All was well."


def until(true: Callable[[], bool], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def rewrite(engine: Engine, text: str = TEXT) -> tuple[dict[str, Any], Job]:
    """Send a text through the engine as the API does."""

    def work(pipeline: Any, job: Job) -> Any:
        run = pipeline.begin(text, cancelled=lambda: job.cancelled)
        yield from run.batches(4)
        return job.spared(run.finish)

    job = engine.submit(work)
    for name, value in job.events():
        if name == "done":
            return value.to_json(), job
    raise AssertionError


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[Engine, TinyPipeline]]]:
    running: list[tuple[Engine, TinyPipeline]] = []

    def started(warm: bool = False, **options: Any) -> tuple[Engine, TinyPipeline]:
        pipeline = TinyPipeline()
        engine = Engine(lambda: pipeline, **options)
        engine.start(warm=warm)
        running.append((engine, pipeline))
        return running[-1]

    yield started
    for engine, pipeline in running:
        pipeline.released.set()
        engine.stop()


# ------------------------------------------------------------------ resting


def test_models_rest_after_an_idle_time_and_come_back(start: Any) -> None:
    engine, pipeline = start(warm=True, idle_seconds=0.15)
    until(lambda: engine.status().ready)
    assert pipeline.loaded
    assert not engine.status().resting
    until(lambda: engine.status().resting)
    assert (pipeline.loaded, pipeline.unloaded) == (False, [None])
    assert not engine.status().ready
    assert engine.status().health == "ok"
    assert engine.status().model == "rules"
    # They rest once, not again and again.
    time.sleep(0.4)
    assert pipeline.unloaded == [None]
    assert rewrite(engine)[0]["result"] == MENDED
    assert engine.status().ready
    assert not engine.status().resting
    until(lambda: engine.status().resting)
    assert pipeline.unloaded == [None, None]


@pytest.mark.parametrize("idle", [None, 0, float("nan")])
def test_never_means_never(start: Any, idle: float | None) -> None:
    engine, pipeline = start(warm=True, idle_seconds=idle)
    until(lambda: engine.status().ready)
    time.sleep(0.3)
    assert pipeline.unloaded == []


def test_nobody_rests_while_a_text_is_in_work(start: Any) -> None:
    engine, pipeline = start(idle_seconds=0.1)
    job = engine.submit(lambda p, job: iter_slow(p, job))
    assert pipeline.started.wait(5)
    time.sleep(0.4)
    assert pipeline.unloaded == []
    pipeline.released.set()
    assert [name for name, _ in job.events() if name != "wait"] == ["done"]
    until(lambda: engine.status().resting)


def iter_slow(pipeline: Any, job: Job) -> Any:
    run = pipeline.begin("A slow text.", cancelled=lambda: job.cancelled)
    yield from run.batches(4)
    return run.finish()


# ------------------------------------------------------------------ memory


def test_too_many_at_once_for_the_gpu_are_halved(start: Any) -> None:
    engine, pipeline = start()
    pipeline.device, pipeline.room = "cuda", 2
    told, job = rewrite(engine)
    assert told["result"] == MENDED
    assert (job.notes, pipeline.unloaded) == ([], [])


def test_one_sentence_too_large_for_the_gpu_goes_to_the_cpu(
    start: Any, caplog: pytest.LogCaptureFixture
) -> None:
    engine, pipeline = start()
    pipeline.device, pipeline.room = "cuda", 0
    told, job = rewrite(engine)
    assert told["result"] == MENDED
    assert told["model"]["device"] == engine.status().device == "cpu"
    assert pipeline.unloaded == ["cpu"]
    (note,) = job.notes
    assert "memory ran out on the GPU (cuda)" in note
    warned = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.name for record in warned] == ["ownvoice.engine"]
    assert "they was" not in caplog.text
    # The next text finds the CPU at work and is told by the model's device alone.
    told, job = rewrite(engine)
    assert (told["result"], job.notes, pipeline.unloaded) == (MENDED, [], ["cpu"])


def test_memory_that_runs_out_at_the_end_of_a_text_does_not_lose_it(start: Any) -> None:
    engine, pipeline = start()
    pipeline.device, pipeline.room, pipeline.room_to_measure = "cuda", 10, 11
    told, job = rewrite(engine)
    assert told["result"] == MENDED
    assert len(job.notes) == 1
    assert pipeline.unloaded == ["cpu"]


def test_work_without_steps_is_spared_too(start: Any) -> None:
    engine, pipeline = start()
    pipeline.device, pipeline.room = "cuda", 0

    def work(found: Any, job: Job) -> Any:
        found.need(1)
        return found.drift("a", "b")

    assert [name for name, _ in engine.submit(work).events() if name != "wait"] == ["done"]
    assert pipeline.device == "cpu"


def test_where_the_cpu_runs_out_too_the_text_fails(start: Any) -> None:
    engine, pipeline = start()

    def work(found: Any, job: Job) -> Any:
        run = found.begin(TEXT)
        yield from run.batches(4)
        raise MemoryError

    job = engine.submit(work)
    with pytest.raises(MemoryError):
        list(job.events())
    assert pipeline.unloaded == []
    assert rewrite(engine)[0]["result"] == MENDED


def test_after_a_rest_the_gpu_is_tried_again(start: Any) -> None:
    engine, pipeline = start(idle_seconds=0.15)
    pipeline.device, pipeline.room = "cuda", 0
    rewrite(engine)
    until(lambda: engine.status().resting)
    assert pipeline.unloaded == ["cpu", None]


def test_the_note_is_in_the_rewrite(served: Served, client: CheckedClient) -> None:
    served.pipeline.device, served.pipeline.room = "cuda", 0
    told = client.post("/v1/rewrites", json={"text": "They was here."}).json
    assert ["memory ran out on the GPU (cuda)" in note for note in told["notes"]] == [True]
    assert client.post("/v1/rewrites", json={"text": "They was here."}).json["notes"] == []


# ------------------------------------------------------------------ places


def test_who_goes_away_in_the_middle_leaves_a_place_at_once(start: Any) -> None:
    engine, pipeline = start(waiting=2)
    jobs = [engine.submit(iter_slow)]
    assert pipeline.started.wait(5)
    jobs += [engine.submit(iter_slow) for _ in range(2)]
    with pytest.raises(Busy):
        engine.submit(iter_slow)
    jobs[0].cancel()
    jobs.append(engine.submit(iter_slow))
    assert pipeline.cancelled.wait(5)
    with pytest.raises(Cancelled):
        list(jobs[0].events())
    pipeline.released.set()
    assert all(list(job.events())[-1][0] == "done" for job in jobs[1:])
