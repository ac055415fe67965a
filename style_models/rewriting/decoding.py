"""Greedy decoding that drafts from the source (after arXiv 2205.10350).

A restored sentence mostly copies its source. So the rest of the source is offered as the next
tokens, the model checks all of them in one pass, and what it would have chosen itself is kept up to
the first difference. After a difference the draft goes on where the source matches again. The output
is that of plain greedy decoding; an untouched sentence costs one pass instead of one per token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

# How far ahead in the source the token after a difference is looked for.
REACH = 8


def source_drafted(
    model: Any,
    prompt: Sequence[int],
    source: Sequence[int],
    end: int,
    longest: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[int]:
    """Return the greedy continuation of ``prompt`` (without ``end``), drafted from ``source``.

    At most ``longest`` tokens come back. ``cancelled`` is asked before each pass of the model;
    if it says yes, what there is comes back.
    """
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    answer: list[int] = []
    pending = list(prompt)
    at = 0
    while len(answer) < longest and not cancelled():
        draft = [*source[at:], end][: longest - len(answer)]
        chosen = _greedy(model, cache, [*pending, *draft], len(draft) + 1)
        agreed = 0
        while agreed < len(draft) and draft[agreed] == chosen[agreed]:
            agreed += 1
        fresh = chosen[: agreed + 1]
        if end in fresh:
            return [*answer, *fresh[: fresh.index(end)]][:longest]
        answer += fresh
        # All but the last token of the answer are in the cache; the rest of the draft goes.
        surplus = len(pending) + len(draft) - (agreed + len(pending))
        if surplus:
            cache.crop(-surplus)
        pending = [answer[-1]]
        at = realigned(source, at + agreed, answer[-1])
    return answer[:longest]


def realigned(source: Sequence[int], at: int, token: int) -> int:
    """Return where the draft goes on after ``token`` was chosen instead of ``source[at]``.

    If the token stands a little further on, what lies between was deleted; if not, it is taken to
    replace ``source[at]``. A wrong guess costs a pass, never a different output.
    """
    for ahead in range(at, min(at + REACH, len(source))):
        if source[ahead] == token:
            return ahead + 1
    return min(at + 1, len(source))


def _greedy(model: Any, cache: Any, tokens: list[int], keep: int) -> list[int]:
    import torch

    with torch.inference_mode():
        ids = torch.tensor([tokens], device=model.device)
        out = model(input_ids=ids, cache=cache, use_cache=True, logits_to_keep=keep)
    choice: torch.Tensor = out.logits[0].argmax(dim=-1)
    return [int(token) for token in choice]
