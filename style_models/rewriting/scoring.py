"""How probable a model finds texts: each token's log-probability, many texts in few passes.

Wordings of one sentence begin alike. Of texts asked about together, what one shares with the first is
read once: behind a common beginning they branch off, side by side in one row, each seeing its own
tokens and those before its fork. The result is that of reading each text by itself, but for rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from style_models.rewriting.decoding import packs

TOKENS_A_PASS = 384
TOKENS_A_PASS_CUDA = 8192
TRUNK = 0


@dataclass(frozen=True, slots=True)
class Group:
    """What is read before, and the answers whose tokens are scored (at least one; any may be empty)."""

    prompt: Sequence[int]
    answers: Sequence[Sequence[int]]


@dataclass(slots=True)
class _Laid:
    """A group laid out: its tokens, their places and branches, and where each answer's tokens are said."""

    ids: list[int]
    place: list[int]
    branch: list[int]
    forks: list[int]
    said_at: list[list[int]] = field(default_factory=list)


def token_scores(model: Any, groups: Sequence[Group]) -> list[list[list[float]]]:
    """Return log P in nats of each token of each answer, given the prompt and the answer before it.

    Every prompt must hold at least one token.
    """
    if not packs(model):
        return [[_alone(model, g.prompt, answer) for answer in g.answers] for g in groups]
    room = TOKENS_A_PASS_CUDA if model.device.type == "cuda" else TOKENS_A_PASS
    laid = [_laid_out(group) for group in groups]
    scores: list[list[list[float]]] = [[] for _ in groups]
    # Groups of like length together: a pass is as full as the room allows.
    order = sorted(range(len(groups)), key=lambda number: len(laid[number].ids))
    while order:
        part = [order.pop()]
        size = len(laid[part[0]].ids)
        while order and size + len(laid[order[-1]].ids) <= room:
            part.append(order.pop())
            size += len(laid[part[-1]].ids)
        found = _pass(model, [laid[number] for number in part], [groups[n] for n in part])
        for number, said in zip(part, found, strict=True):
            scores[number] = said
    return scores


def _laid_out(group: Group) -> _Laid:
    prompt, first = list(group.prompt), list(group.answers[0])
    # An answer's last token is said, not read.
    trunk = [*prompt, *first[:-1]]
    laid = _Laid(trunk, list(range(len(trunk))), [TRUNK] * len(trunk), [0])
    last = len(prompt) - 1
    laid.said_at.append([last + k for k in range(len(first))])
    for number, answer in enumerate(group.answers[1:], 1):
        common = 0
        most = min(len(first) - 1, len(answer) - 1)
        while common < most and first[common] == answer[common]:
            common += 1
        own = list(answer[common:-1])
        at = len(laid.ids)
        laid.forks.append(len(prompt) + common)
        laid.ids += own
        laid.place += range(len(prompt) + common, len(prompt) + common + len(own))
        laid.branch += [number] * len(own)
        shared = [last + k for k in range(min(common + 1, len(answer)))]
        laid.said_at.append([*shared, *range(at, at + len(own))])
    return laid


def _pass(model: Any, laid: Sequence[_Laid], groups: Sequence[Group]) -> list[list[list[float]]]:
    import torch

    def joined(parts: Sequence[Sequence[int]]) -> Any:
        return torch.tensor([value for part in parts for value in part])

    ids, place = joined([g.ids for g in laid]), joined([g.place for g in laid])
    branch = joined([g.branch for g in laid])
    whose = joined([[number] * len(g.ids) for number, g in enumerate(laid)])
    fork = joined([[g.forks[b] for b in g.branch] for g in laid])
    before = place <= place[:, None]
    own = branch == branch[:, None]
    shared = (branch == TRUNK) & (place < fork[:, None])
    mask = (whose == whose[:, None]) & before & (own | shared)
    if model.config._attn_implementation == "eager":
        low = torch.finfo(model.dtype).min
        mask = torch.zeros(mask.shape, dtype=model.dtype).masked_fill(~mask, low)
    device = model.device
    rows: list[int] = []
    wanted: list[int] = []
    offset = 0
    for group, own_layout in zip(groups, laid, strict=True):
        for answer, said in zip(group.answers, own_layout.said_at, strict=True):
            rows += [offset + at for at in said]
            wanted += answer
        offset += len(own_layout.ids)
    # A place is asked about once, however many answers go on behind it.
    asked = sorted(set(rows))
    index = {at: k for k, at in enumerate(asked)}
    with torch.inference_mode():
        logits = (
            model(
                input_ids=ids[None].to(device),
                attention_mask=mask[None, None].to(device),
                position_ids=place[None].to(device),
                use_cache=False,
                logits_to_keep=torch.tensor(asked, dtype=torch.long, device=device),
            )
            .logits[0]
            .float()
        )
        norm = logits.logsumexp(dim=-1).cpu()
        picked = logits[
            torch.tensor([index[at] for at in rows], dtype=torch.long, device=device),
            torch.tensor(wanted, dtype=torch.long, device=device),
        ].cpu()
    told = iter((picked - norm[[index[at] for at in rows]]).tolist())
    return [[[next(told) for _ in answer] for answer in group.answers] for group in groups]


def _alone(model: Any, prompt: Sequence[int], answer: Sequence[int]) -> list[float]:
    """Score one text by itself, for models that cannot read several in one row."""
    import torch

    if not answer:
        return []
    ids = torch.tensor([[*prompt, *answer[:-1]]], device=model.device)
    with torch.inference_mode():
        logits = model(input_ids=ids).logits[0, len(prompt) - 1 :].float()
        wanted = torch.tensor(list(answer), device=model.device)
        picked = logits.gather(-1, wanted[:, None])[:, 0] - logits.logsumexp(dim=-1)
    return [float(p) for p in picked.cpu()]
