"""Train a small encoder for so many minutes, in pure bfloat16, stopped and continued at will."""

from __future__ import annotations

import json
import math
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Example = TypeVar("Example")
Encoded = Any

PIECES_A_STEP = 4096
WINDOW = 2048
"""Examples that are sorted by length and cut into batches at once."""
SAVE_EVERY = 240.0
"""Seconds between two checkpoints."""


@dataclass(frozen=True)
class Run:
    """What a run needs: rate of learning at its height, pieces a step, minutes in all, seed, folder."""

    work: Path
    minutes: float
    rate: float
    pieces_a_step: int = PIECES_A_STEP
    warm_steps: int = 150
    seed: int = 0


def train(
    model: Any,
    training: Sequence[Example],
    development: Sequence[Example],
    encoded: Callable[[Sequence[Example]], list[Encoded]],
    length: Callable[[Encoded], int],
    loss_of: Callable[[list[Encoded]], Any],
    run: Run,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Train until ``run.minutes`` of training are over in all, whatever sessions they were in.

    ``encoded`` prepares examples (and may leave some out), ``length`` counts a prepared one's
    pieces, ``loss_of`` is a batch's mean loss. The rate rises, then falls along a cosine. Checkpoints
    lie in ``run.work / "checkpoint"``. Returns the trained weights in float32 and the state: minutes,
    steps, pieces, examples, and the loss on ``development``.
    """
    import torch
    from safetensors.torch import load_file, save_file

    torch.manual_seed(run.seed)
    live = {n: p for n, p in model.named_parameters() if p.requires_grad}
    # bf16 keeps eight bits: small steps would be lost, so the optimiser works on float32 copies.
    master = {n: p.detach().float().clone().requires_grad_() for n, p in live.items()}
    optimiser = torch.optim.AdamW(
        list(master.values()), lr=run.rate, betas=(0.9, 0.98), weight_decay=0.01
    )
    state: dict[str, Any] = {"elapsed": 0.0, "step": 0, "at": 0, "tokens": 0, "examples": 0}
    checkpoint = run.work / "checkpoint"
    if not checkpoint.exists() and (run.work / "checkpoint.old").exists():
        (run.work / "checkpoint.old").rename(checkpoint)  # stopped between the two renames
    if (checkpoint / "state.json").exists():
        state = json.loads((checkpoint / "state.json").read_text())
        for name, value in load_file(checkpoint / "master.safetensors").items():
            master[name].data.copy_(value)
        optimiser.load_state_dict(torch.load(checkpoint / "optimiser.pt", weights_only=True))
        _refresh(live, master)
    state["training"] = len(training)

    def development_loss() -> float:
        model.eval()
        total = count = 0.0
        with torch.no_grad():
            for start in range(0, len(development), 64):
                batch = encoded(development[start : start + 64])
                weight = sum(map(length, batch))
                total, count = total + float(loss_of(batch)) * weight, count + weight
        model.train()
        return total / max(count, 1.0)

    def save() -> None:
        # All or nothing: a run may be stopped at any moment.
        fresh, former = run.work / "checkpoint.part", run.work / "checkpoint.old"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        weights = {n: p.detach().contiguous() for n, p in master.items()}
        save_file(weights, fresh / "master.safetensors")
        torch.save(optimiser.state_dict(), fresh / "optimiser.pt")
        (fresh / "state.json").write_text(json.dumps(state))
        shutil.rmtree(former, ignore_errors=True)
        if checkpoint.exists():
            checkpoint.rename(former)
        fresh.rename(checkpoint)
        shutil.rmtree(former, ignore_errors=True)

    model.train()
    budget, saved = run.minutes * 60, time.monotonic()
    print(f"{len(training)} training examples", flush=True)
    while state["elapsed"] < budget:
        began = time.monotonic()
        window = [training[(state["at"] + k) % len(training)] for k in range(WINDOW)]
        state["at"] += WINDOW
        batches = _batches(encoded(window), length, run.pieces_a_step)
        random.Random(run.seed + state["at"]).shuffle(batches)
        loss = None
        for batch in batches:
            done = min((state["elapsed"] + time.monotonic() - began) / budget, 1.0)
            warm = min(1.0, (state["step"] + 1) / run.warm_steps)
            for group in optimiser.param_groups:
                group["lr"] = run.rate * warm * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
            loss = loss_of(batch)
            loss.backward()
            for name, parameter in live.items():
                master[name].grad = parameter.grad.float()
                parameter.grad = None
            torch.nn.utils.clip_grad_norm_(list(master.values()), 1.0)
            optimiser.step()
            _refresh(live, master)
            state["step"] += 1
            state["examples"] += len(batch)
            state["tokens"] += sum(map(length, batch))
        state["elapsed"] += time.monotonic() - began
        pace = state["tokens"] / state["elapsed"]
        last = float(loss.detach()) if loss is not None else math.nan
        print(f"step {state['step']} loss {last:.4f} {pace:.0f} pieces/s", flush=True)
        if time.monotonic() - saved > SAVE_EVERY or state["elapsed"] >= budget:
            save()
            saved = time.monotonic()
            print(
                f"{state['elapsed'] / 60:.1f} min, {state['examples']} examples, "
                f"development loss {development_loss():.4f}",
                flush=True,
            )
    state["development_loss"] = development_loss()
    return {n: p.detach() for n, p in master.items()}, state


def _batches(
    ready: list[Encoded], length: Callable[[Encoded], int], most: int
) -> list[list[Encoded]]:
    batches: list[list[Encoded]] = []
    for item in sorted(ready, key=length):
        if not batches or (len(batches[-1]) + 1) * (length(item) + 2) > most:
            batches.append([])
        batches[-1].append(item)
    return batches


def _refresh(live: dict[str, Any], master: dict[str, Any]) -> None:
    for name, parameter in live.items():
        parameter.data.copy_(master[name].data)


def write_weights(place: Path, name: str, weights: dict[str, Any]) -> None:
    """Write trained weights to ``place / name.safetensors`` in bfloat16, readable by everybody."""
    import torch
    from safetensors.torch import save_file

    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{name}.safetensors"
    save_file({n: p.to(torch.bfloat16).contiguous() for n, p in weights.items()}, file)
    file.chmod(0o644)
