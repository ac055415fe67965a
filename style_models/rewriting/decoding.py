"""Greedy decoding that drafts from the source, for several sentences at once (after arXiv 2205.10350).

A restored sentence mostly copies its source. So what comes next in the source is offered as the next
tokens, the model checks all of them in one pass, and what it would have chosen itself is kept up to
the first difference. After a difference the draft goes on where answer and source lie side by side at
the least number of changes. The output is that of plain greedy decoding; an untouched sentence costs
one pass instead of one per token.

Several sentences stand one behind the other in a pass, and a mask keeps them apart: nothing is padded,
each keeps as many of its offered tokens as it likes, and as one is finished the next one enters.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

REACH = 8
"""How far ahead in the source the token after a difference is looked for."""
BACK = 2
"""How far behind."""
TOKENS_A_PASS = 96
"""Most tokens that share a pass. On a CPU more gain nothing, and a pass is what cancelling waits for."""
TOKENS_A_PASS_CUDA = 2048
TOKENS_OPEN = 640
"""Most tokens of unfinished sentences: each token of a pass is compared with all of them."""
TOKENS_OPEN_CUDA = 8192
# Before anything is known, nine of ten offers are expected to be taken, with the weight of twenty.
TAKEN, WEIGHT = 0.9, 20
LIKELY = 0.35
"""An offer is made while the chance that all offers up to it are taken is at least this."""


@dataclass(slots=True)
class Row:
    """One sentence: ``prompt`` and ``source`` as tokens, ``longest`` tokens of answer at most.

    ``answer`` (without the end token) grows; ``done`` tells that it is whole. The rest is where the
    decoding stands: what the model has not read yet, how much it has (``seen``), where the draft goes
    on (``at``), how many offers were taken and how many drafts were broken off.
    """

    prompt: Sequence[int]
    source: Sequence[int]
    longest: int
    answer: list[int] = field(default_factory=list)
    done: bool = False
    pending: list[int] = field(default_factory=list)
    at: int = 0
    seen: int = 0
    taken: int = 0
    broken: int = 0
    changes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pending = list(self.prompt)
        self.changes = list(range(len(self.source) + 1))

    def draft(self, end: int) -> list[int]:
        """Return what is offered next: the source from ``at`` on, as far as it is likely to be taken."""
        most = self.longest - len(self.answer)
        if self.taken or self.broken:
            likely = (TAKEN * WEIGHT + self.taken) / (WEIGHT + self.taken + self.broken)
            most = min(most, max(2, int(math.log(LIKELY) / math.log(likely))))
        return [*self.source[self.at : self.at + most], end][:most]

    def accept(self, draft: Sequence[int], chosen: Sequence[int], end: int) -> int:
        """Take what the model chose behind each offered token; return how many offers it agreed to."""
        agreed = 0
        while agreed < len(draft) and draft[agreed] == chosen[agreed]:
            agreed += 1
        self.taken += agreed
        self.broken += agreed < len(draft)
        fresh = list(chosen[: agreed + 1])
        if end in fresh:
            fresh, self.done = fresh[: fresh.index(end)], True
        self.answer = [*self.answer, *fresh][: self.longest]
        self.done = self.done or len(self.answer) >= self.longest
        if not self.done:
            self.pending = [self.answer[-1]]
            for token in fresh:
                self.changes = further(self.changes, self.source, token)
            self.at = realigned(self.source, self.changes, self.at + agreed, self.answer[-1])
        return agreed


def further(changes: Sequence[int], source: Sequence[int], token: int) -> list[int]:
    """Return the edit distances of the answer with ``token`` behind it to each beginning of the source.

    ``changes`` are those without it, shape (len(source) + 1,): one row of Levenshtein's table.
    """
    row = [changes[0] + 1]
    for at, here in enumerate(source):
        row.append(min(changes[at] + (here != token), changes[at + 1] + 1, row[at] + 1))
    return row


def realigned(source: Sequence[int], changes: Sequence[int], at: int, token: int) -> int:
    """Return where the draft goes on after ``token``, which was chosen where ``source[at]`` was next.

    Right behind the same token near by, if that is about as few ``changes`` (edit distances of the
    answer to each beginning of the source) as any place; else at the fewest changes, at the place that
    is nearest to one token for one. A wrong guess costs a pass, never a different output.
    """
    if at < len(source) and source[at] == token:
        return at + 1
    fewest = min(changes)
    behind_same = [
        place + 1
        for place in range(max(0, at - BACK), min(at + REACH, len(source)))
        if source[place] == token and changes[place + 1] <= fewest + 1
    ]
    if behind_same:
        return min(behind_same, key=lambda place: (changes[place], abs(place - at - 1)))
    best = (place for place, count in enumerate(changes) if count == fewest)
    return min(best, key=lambda place: abs(place - at - 1))


def source_drafted(
    model: Any,
    rows: Sequence[Row],
    end: int,
    cancelled: Callable[[], bool] = lambda: False,
    finished: Callable[[int], None] = lambda number: None,
    tokens_a_pass: int | None = None,
    tokens_open: int | None = None,
) -> None:
    """Fill the rows' answers with the greedy continuation of their prompts, in common passes.

    ``cancelled`` is asked before each pass of the model; if it says yes, what there is stays.
    ``finished`` is called with a row's number as soon as it is whole. Rows enter in the given order.
    A model that cannot read several texts in one pass (recurrent, sliding windows, positions of its
    own) writes one after the other, without drafts.
    """
    left = [number for number, row in enumerate(rows) if row.longest > 0]
    if not packs(model):
        for number in left:
            if cancelled():
                return
            row = rows[number]
            row.answer, row.done = greedy(model, row.prompt, row.longest, end), True
            finished(number)
        return
    on_cuda = model.device.type == "cuda"
    room = tokens_a_pass or (TOKENS_A_PASS_CUDA if on_cuda else TOKENS_A_PASS)
    most = tokens_open or (TOKENS_OPEN_CUDA if on_cuda else TOKENS_OPEN)
    packed = _Packed(model)
    open_: list[int] = []
    while (left or open_) and not cancelled():
        held = sum(_size(rows[number]) for number in open_)
        while left and (not open_ or held + _size(rows[left[0]]) <= most):
            held += _size(rows[left[0]])
            open_.append(left.pop(0))
        shares = list(_shared(rows, open_, room, end))
        chosen = packed.read(
            [(number, rows[number].seen, read, len(d)) for number, read, d in shares]
        )
        kept = {}
        for (number, read, draft), choice in zip(shares, chosen, strict=True):
            row = rows[number]
            row.pending = row.pending[len(read) - len(draft) :]
            row.seen += len(read) - len(draft)
            if not row.pending:
                row.seen += row.accept(draft, choice, end)
            kept[number] = 0 if row.done else row.seen
            if row.done:
                open_.remove(number)
                finished(number)
        packed.keep(kept)


def _size(row: Row) -> int:
    return len(row.prompt) + len(row.source) + 1


def _shared(
    rows: Sequence[Row], open_: Sequence[int], room: int, end: int
) -> Iterator[tuple[int, list[int], list[int]]]:
    """Share a pass among the open rows: yield (row, tokens to read, the draft at their end)."""
    for number in open_:
        if not room:
            return
        row = rows[number]
        read = row.pending[:room]
        draft = row.draft(end)[: room - len(read)] if len(read) == len(row.pending) else []
        room -= len(read) + len(draft)
        yield number, [*read, *draft], draft


def packs(model: Any) -> bool:
    """Tell whether texts may share a row of this model: nothing but masked attention joins tokens."""
    from transformers import DynamicCache
    from transformers.cache_utils import DynamicLayer

    if "position_ids" not in inspect.signature(model.forward).parameters:
        return False
    if getattr(model.config, "_attn_implementation", None) not in ("sdpa", "eager"):
        return False
    layers = DynamicCache(config=model.config).layers
    return all(type(layer) is DynamicLayer for layer in layers)


class _Packed:
    """Texts side by side in one row: whose each cached token is, and its place in its text."""

    def __init__(self, model: Any) -> None:
        import torch
        from transformers import DynamicCache

        self._model = model
        self._cache = DynamicCache(config=model.config)
        self._whose = torch.zeros(0, dtype=torch.long)
        self._place = torch.zeros(0, dtype=torch.long)

    def read(self, shares: Sequence[tuple[int, int, Sequence[int], int]]) -> list[list[int]]:
        """Read (text, tokens of it read before, next tokens, offers among them) of several texts.

        Returns, for each, the model's choice behind the last token before the offers and behind each.
        """
        import torch

        model = self._model
        whose = torch.cat([torch.full((len(ids),), text) for text, _, ids, _ in shares])
        place = torch.cat([torch.arange(seen, seen + len(ids)) for _, seen, ids, _ in shares])
        self._whose = torch.cat([self._whose, whose])
        self._place = torch.cat([self._place, place])
        mask = (whose[:, None] == self._whose) & (self._place <= place[:, None])
        if model.config._attn_implementation == "eager":
            low = torch.finfo(model.dtype).min
            mask = torch.zeros(mask.shape, dtype=model.dtype).masked_fill(~mask, low)
        wanted, at = [], 0
        for _, _, ids, offers in shares:
            at += len(ids)
            wanted += list(range(at - offers - 1, at))
        tokens = torch.tensor([[token for _, _, ids, _ in shares for token in ids]])
        device = model.device
        with torch.inference_mode():
            logits = model(
                input_ids=tokens.to(device),
                attention_mask=mask[None, None].to(device),
                position_ids=place[None].to(device),
                cache=self._cache,
                use_cache=True,
                logits_to_keep=torch.tensor(wanted, device=device),
            ).logits
        # On a CPU six times as fast as argmax in bfloat16; of equals both take the first.
        told = iter(logits[0].max(dim=-1).indices.tolist())
        return [[next(told) for _ in range(offers + 1)] for _, _, _, offers in shares]

    def keep(self, lengths: dict[int, int]) -> None:
        """Forget of each named text what lies behind that many tokens."""
        import torch

        stays = torch.ones(len(self._whose), dtype=torch.bool)
        for text, length in lengths.items():
            stays &= (self._whose != text) | (self._place < length)
        if bool(stays.all()):
            return
        kept = stays.nonzero().squeeze(1)
        self._whose, self._place = self._whose[kept], self._place[kept]
        layers: Any = self._cache.layers
        for layer in layers:
            here = kept.to(layer.keys.device)
            layer.keys = layer.keys.index_select(2, here)
            layer.values = layer.values.index_select(2, here)


def greedy(model: Any, prompt: Sequence[int], longest: int, end: int, lookup: int = 0) -> list[int]:
    """Return transformers' own greedy continuation of ``prompt``, without ``end``.

    ``lookup``: tokens looked up in the prompt at once (prompt lookup decoding), 0 for none.
    """
    import torch
    from transformers import GenerationConfig

    config: Any = GenerationConfig(  # type: ignore[no-untyped-call]
        max_new_tokens=longest,
        do_sample=False,
        eos_token_id=end,
        pad_token_id=end,
        prompt_lookup_num_tokens=lookup or None,
    )
    ids = torch.tensor([list(prompt)], device=model.device)
    with torch.inference_mode():
        out = model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=config)
    answer: list[int] = out[0, len(prompt) :].tolist()
    return answer[: answer.index(end)] if end in answer else answer


def source_drafted_from_encoder(
    model: Any,
    row: Row,
    end: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Fill the answer of an encoder-decoder, drafted from what the encoder reads (``row.prompt``).

    One sentence at a time: decoders like T5's count positions by the cache, so no row may have holes.
    """
    import torch
    from transformers import DynamicCache, EncoderDecoderCache

    ids = torch.tensor([list(row.prompt)], device=model.device)
    with torch.inference_mode():
        encoded = model.get_encoder()(input_ids=ids, attention_mask=torch.ones_like(ids))
    cache = EncoderDecoderCache(
        DynamicCache(config=model.config), DynamicCache(config=model.config)
    )
    row.pending = [model.config.decoder_start_token_id]
    while row.longest > 0 and not row.done and not cancelled():
        draft = row.draft(end)
        with torch.inference_mode():
            logits = model(
                encoder_outputs=encoded,
                attention_mask=torch.ones_like(ids),
                decoder_input_ids=torch.tensor([[*row.pending, *draft]], device=model.device),
                cache=cache,
                use_cache=True,
            ).logits
        agreed = row.accept(draft, logits[0, -len(draft) - 1 :].argmax(dim=-1).tolist(), end)
        if agreed < len(draft):
            cache.crop(agreed - len(draft))
