"""Greedy decoding that drafts from the source, for several sentences at once (after arXiv 2205.10350).

A restored sentence mostly copies its source. So the rest of the source is offered as the next
tokens, the model checks all of them in one pass, and what it would have chosen itself is kept up to
the first difference. After a difference the draft goes on where the source matches again. The output
is that of plain greedy decoding; an untouched sentence costs one pass instead of one per token.

Several sentences share a pass. Each keeps another number of the tokens it was offered; what it does
not keep stays in the cache as a hole that nothing attends to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

# How far ahead in the source the token after a difference is looked for.
REACH = 8


@dataclass(slots=True)
class Row:
    """One sentence: ``prompt`` and ``source`` as tokens, ``longest`` tokens of answer at most.

    ``answer`` (without the end token) grows; ``done`` tells that it is whole.
    """

    prompt: Sequence[int]
    source: Sequence[int]
    longest: int
    answer: list[int] = field(default_factory=list)
    done: bool = False
    pending: list[int] = field(default_factory=list)
    at: int = 0
    seen: int = 0

    def draft(self, end: int) -> list[int]:
        """Return what is offered next: the rest of the source."""
        return [*self.source[self.at :], end][: self.longest - len(self.answer)]

    def accept(self, draft: Sequence[int], chosen: Sequence[int], end: int) -> int:
        """Take what the model chose behind each offered token; return how many offers it agreed to."""
        agreed = 0
        while agreed < len(draft) and draft[agreed] == chosen[agreed]:
            agreed += 1
        fresh = list(chosen[: agreed + 1])
        if end in fresh:
            fresh, self.done = fresh[: fresh.index(end)], True
        self.seen += len(self.pending) + agreed
        self.answer = [*self.answer, *fresh][: self.longest]
        self.done = self.done or len(self.answer) >= self.longest
        if not self.done:
            self.pending = [self.answer[-1]]
            self.at = realigned(self.source, self.at + agreed, self.answer[-1])
        return agreed


def source_drafted(
    model: Any,
    rows: Sequence[Row],
    end: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Fill the rows' answers with the greedy continuation of their prompts, in common passes.

    ``cancelled`` is asked before each pass of the model; if it says yes, what there is stays.
    """
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    open_ = [row for row in rows if row.longest > 0]
    for row in open_:
        row.pending = list(row.prompt)
    mask = torch.zeros(len(open_), 0, dtype=torch.long, device=model.device)
    while open_ and not cancelled():
        drafts = [row.draft(end) for row in open_]
        chosen, fresh = _pass(model, cache, mask, open_, drafts)
        ahead = fresh.shape[1] - max(map(len, drafts))
        for number, (row, draft) in enumerate(zip(open_, drafts, strict=True)):
            agreed = row.accept(draft, chosen[number][: len(draft) + 1], end)
            fresh[number, ahead + agreed :] = 0
        mask = torch.cat([mask, fresh], dim=1)
        left = [number for number, row in enumerate(open_) if not row.done]
        if len(left) < len(open_):
            open_ = [open_[number] for number in left]
            if open_:
                kept = torch.tensor(left, device=model.device)
                cache.batch_select_indices(kept)
                mask = mask[kept]


def _pass(
    model: Any, cache: Any, mask: torch.Tensor, rows: Sequence[Row], drafts: Sequence[Sequence[int]]
) -> tuple[list[list[int]], torch.Tensor]:
    """Run the model over each row's pending tokens and draft.

    Returns its choice behind the last pending token and behind each offered one, and the mask of the
    new places, shape (rows, places). Pending tokens stand right before the drafts, which begin together.
    """
    import torch

    before, behind = max(len(row.pending) for row in rows), max(map(len, drafts))
    shape = (len(rows), before + behind)
    ids = torch.zeros(shape, dtype=torch.long)
    places = torch.zeros(shape, dtype=torch.long)
    fresh = torch.zeros(shape, dtype=torch.long)
    for number, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        start, tokens = before - len(row.pending), [*row.pending, *draft]
        ids[number, start : start + len(tokens)] = torch.tensor(tokens)
        places[number, start : start + len(tokens)] = torch.arange(row.seen, row.seen + len(tokens))
        fresh[number, start : start + len(tokens)] = 1
    fresh = fresh.to(model.device)
    with torch.inference_mode():
        logits = model(
            input_ids=ids.to(model.device),
            attention_mask=torch.cat([mask, fresh], dim=1),
            position_ids=places.to(model.device),
            cache=cache,
            use_cache=True,
            logits_to_keep=behind + 1,
        ).logits
    choice: list[list[int]] = logits.argmax(dim=-1).tolist()
    return choice, fresh


def realigned(source: Sequence[int], at: int, token: int) -> int:
    """Return where the draft goes on after ``token`` was chosen instead of ``source[at]``.

    If the token stands a little further on, what lies between was deleted; if not, it is taken to
    replace ``source[at]``. A wrong guess costs a pass, never a different output.
    """
    for ahead in range(at, min(at + REACH, len(source))):
        if source[ahead] == token:
            return ahead + 1
    return min(at + 1, len(source))
