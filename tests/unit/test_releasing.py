"""Models leave memory, and come back as they were."""

from __future__ import annotations

import functools
import json
import subprocess
import sys

import pytest

from style_models.models.load import best_device, keep_to
from style_models.models.releasing import releasable, release

# In a process of its own: other tests hold models too.
USED = """
import gc, json
from pathlib import Path

import torch

from style_models.pipeline import load_pipeline

TEXT = "He have two dog. They was barking at night, and the neighbour complain about it."

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

def weights():
    return sum(t.nbytes for t in gc.get_objects() if isinstance(t, torch.nn.Parameter)) / 1e6

pipeline = load_pipeline()
results, resident, held = [], [], []
for _ in range(3):
    results.append(pipeline.rewrite(TEXT).result)
    resident.append(megabytes()), held.append(weights())
    pipeline.unload()
    resident.append(megabytes()), held.append(weights())
print(json.dumps({"results": results, "resident": resident, "weights": held}))
"""


def test_what_was_loaded_is_loaded_again_after_a_release() -> None:
    loaded: list[str] = []

    @releasable
    @functools.cache
    def load(name: str) -> str:
        loaded.append(name)
        return name

    assert [load("a"), load("a")] == ["a", "a"]
    release()
    assert load("a") == "a"
    assert loaded == ["a", "a"]


def test_the_device_is_kept_to_until_it_is_free_again() -> None:
    best = best_device()
    keep_to("meta")
    try:
        assert best_device() == "meta"
    finally:
        keep_to(None)
    assert best_device() == best


@pytest.mark.slow
def test_models_leave_memory_and_come_back_as_they_were() -> None:
    done = subprocess.run(
        [sys.executable, "-c", USED], capture_output=True, text=True, check=True, timeout=600
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(set(told["results"])) == 1
    assert told["results"][0].startswith("He has two dogs.")
    used, rested = told["weights"][::2], told["weights"][1::2]
    assert min(used) > 100
    assert max(rested) == 0
    if sys.platform == "linux":
        used, rested = told["resident"][::2], told["resident"][1::2]
        assert max(rested) < 0.55 * min(used)
        # What stays is the libraries: it does not grow from rest to rest by a model's size.
        assert rested[-1] - rested[0] < 100
