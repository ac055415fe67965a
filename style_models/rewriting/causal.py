"""A causal language model as rewriter and as judge's witness.

With the restoration adapter (the embedded default) the prompt is the short frame it was trained
with; any other Hugging Face causal model, by name or path, gets an instruction in its own chat
format. Three questions are put to it: how would you write this sentence, how much do you prefer
this wording over the writer's, and how expected is this text at all.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from style_models.errors import InputError, ModelMissing
from style_models.heeding import heed_within
from style_models.models.catalog import REWRITER
from style_models.models.load import best_device, pulled_path
from style_models.models.packing import can_pack, pack
from style_models.models.quiet import hush
from style_models.models.releasing import releasable
from style_models.paths import weights_dir
from style_models.rewriting.answers import wording_in
from style_models.rewriting.decoding import Row, greedy, source_drafted
from style_models.rewriting.prompt import InstructionPrompt, RestorationPrompt
from style_models.rewriting.scoring import Group, token_scores

# A repair rarely makes a sentence longer than this; a model that talks on is stopped.
GROWTH, SLACK = 1.4, 12
# What is asked for may need more words than the sentence had.
INSTRUCTED_GROWTH = 1.8


class Prompt(Protocol):
    """What frames a sentence for the model."""

    end: int

    def encode(self, text: str) -> list[int]:
        """Return the ids of ``text`` as plain text."""
        ...

    def build(self, source: list[int], context: list[int] | None = None) -> list[int]:
        """Return the ids that the answer follows."""
        ...


class CausalRewriter:
    """Propose wordings, weigh them, and measure surprisal.

    Parameters
    ----------
    path : a Hugging Face name or a folder of a causal language model.
    adapter : folder of a restoration adapter for it, or ``None`` for an instruction model.
    precision : ``bfloat16``, or ``float32``, in which rounding does not depend on the company.
    packed : whether linear layers are laid out for this processor, where it gains by it.
    """

    def __init__(
        self,
        path: str,
        adapter: Path | None = None,
        precision: str = "bfloat16",
        packed: bool = True,
    ) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        hush()
        self.device = best_device()
        self.adapters = [adapter.name] if adapter else []
        dtype: Any = getattr(torch, precision)
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(path)
            base: Any = AutoModelForCausalLM.from_pretrained(path, dtype=dtype)
            self._base = base.to(self.device).eval()
        except OSError as error:
            raise ModelMissing(
                f"the model {path!r} cannot be loaded ({str(error).splitlines()[0]}): "
                "name a causal model's folder or Hugging Face name in OWNVOICE_MODEL"
            ) from error
        self._rewriter = self._base
        self._prompt: Prompt
        if adapter is None:
            self._prompt = InstructionPrompt(self._tokenizer)
        else:
            from peft import PeftModel

            self._prompt = RestorationPrompt(self._tokenizer)
            fresh = AutoModelForCausalLM.from_pretrained(path, dtype=dtype)
            # Merged once: unmerged, every layer would pay for two more products per token.
            merged = PeftModel.from_pretrained(fresh, str(adapter)).merge_and_unload()
            self._rewriter = merged.to(self.device).eval()
        for model in {id(m): m for m in (self._base, self._rewriter)}.values():
            heed_within(model)
            if packed and can_pack(self.device, dtype):
                pack(model)

    def propose(
        self, sentence: str, context: str = "", cancelled: Callable[[], bool] = lambda: False
    ) -> str:
        """Return the model's own wording of ``sentence`` (greedy, so always the same)."""
        return self.propose_all([sentence], [context], cancelled)[0]

    def propose_all(
        self,
        sentences: Sequence[str],
        contexts: Sequence[str],
        cancelled: Callable[[], bool] = lambda: False,
        instruction: str | None = None,
    ) -> list[str]:
        """Return :meth:`propose` of every sentence, each with its context, in common passes.

        In single precision the wordings are those of one sentence at a time; bfloat16 rounds otherwise
        in other company. Once ``cancelled`` says yes, what is not finished comes back as it was.
        ``instruction``: what to do with the sentences instead of repairing them. Of what a model
        answers then, only what is the sentence again is taken
        (:func:`~style_models.rewriting.answers.wording_in`); ``ValueError`` with an adapter, which
        has unlearned to follow any.
        """
        prompted = self._prompt if instruction is None else self._told(instruction)
        growth = GROWTH if instruction is None else INSTRUCTED_GROWTH
        rows = []
        for sentence, context in zip(sentences, contexts, strict=True):
            source = prompted.encode(sentence)
            prompt = prompted.build(source, prompted.encode(context) if context else None)
            rows.append(Row(prompt, source, int(len(source) * growth) + SLACK))
        source_drafted(self._rewriter, rows, prompted.end, cancelled)
        answers = [
            self._worded(row.answer, row.longest, sentence) if row.done else sentence
            for row, sentence in zip(rows, sentences, strict=True)
        ]
        if instruction is None:
            return answers
        return [wording_in(a, sentence) for a, sentence in zip(answers, sentences, strict=True)]

    @property
    def instructed(self) -> bool:
        """Whether the model follows an instruction; the one with the restoration adapter repairs."""
        return not self.adapters

    def _told(self, instruction: str) -> Prompt:
        if not self.instructed:
            raise ValueError("a model with a restoration adapter follows no instruction")
        return InstructionPrompt(self._tokenizer, instruction)

    def asked(self, sentence: str) -> tuple[list[int], int, int]:
        """Return what a runtime is asked for: prompt tokens, most tokens of answer, the end token."""
        source = self._prompt.encode(sentence)
        return self._prompt.build(source), int(len(source) * GROWTH) + SLACK, self._prompt.end

    def write_gguf(self, path: Path, quantisation: str = "BF16") -> Path:
        """Write the rewriting model, adapter merged, for llama.cpp; it must not be ``packed``."""
        from style_models.models.gguf_file import write_gguf

        return write_gguf(self._rewriter, self._tokenizer, path, quantisation)

    def generate(self, sentence: str, lookup: int = 0) -> str:
        """Return what transformers' own greedy ``generate`` writes: the yardstick of speed and output.

        ``lookup``: tokens looked up in the prompt at once (prompt lookup decoding), 0 for none.
        """
        prompt, longest, end = self.asked(sentence)
        return self._worded(greedy(self._rewriter, prompt, longest, end, lookup), longest, sentence)

    def _worded(self, answer: list[int], longest: int, sentence: str) -> str:
        """Return an answer as text, or the sentence where the model talked on to the last token."""
        if len(answer) >= longest:
            return sentence
        return str(self._tokenizer.decode(answer, skip_special_tokens=True)).strip()

    def restorations(
        self, sentences: Sequence[str], wordings: Sequence[Sequence[str]], contexts: Sequence[str]
    ) -> list[list[float]]:
        """Return log P(wording | sentence) in nats of each sentence's wordings (at least one each).

        A wording that scores higher than the sentence itself is one that the model would rather write
        than leave the sentence alone.
        """
        groups = []
        for sentence, listed, context in zip(sentences, wordings, contexts, strict=True):
            source = self._prompt.encode(sentence)
            prompt = self._prompt.build(source, self._prompt.encode(context) if context else None)
            answers = [[*self._prompt.encode(text), self._prompt.end] for text in listed]
            groups.append(Group(prompt, answers))
        return [[sum(t) for t in told] for told in token_scores(self._rewriter, groups)]

    def token_log_probabilities(
        self, groups: Sequence[Sequence[str]]
    ) -> list[list[list[tuple[int, int, float]]]]:
        """Return, per text, (start, end, log-probability in nats) of each token under the base model.

        Places are code points of the text. Texts of one group (at least one) should begin alike: what
        they share is read once.
        """
        begin = self._tokenizer.bos_token_id
        first = begin if begin is not None else self._prompt.end
        coded = [
            [
                self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
                for text in group
            ]
            for group in groups
        ]
        asked = [Group([first], [c["input_ids"] for c in listed]) for listed in coded]
        return [
            [
                [(a, b, p) for (a, b), p in zip(c["offset_mapping"], scores, strict=True)]
                for c, scores in zip(listed, told, strict=True)
            ]
            for listed, told in zip(coded, token_scores(self._base, asked), strict=True)
        ]

    def log_probabilities(self, groups: Sequence[Sequence[str]]) -> list[list[float]]:
        """Return log P of each whole text in nats under the base model, groups as above."""
        return [
            [sum(p for _, _, p in tokens) for tokens in told]
            for told in self.token_log_probabilities(groups)
        ]

    def beginnings(
        self, texts: Sequence[str], places: Sequence[Sequence[tuple[int, Sequence[str]]]]
    ) -> list[list[list[float]]]:
        """Return how probable the base model finds other words at places of texts, given what is before.

        ``places``: per text, (code point where a word begins, words that might stand there). Returned
        are probabilities, 0 to 1, of each word's first piece; 0 where no token begins at the place.
        """
        import torch

        begin = self._tokenizer.bos_token_id
        first = begin if begin is not None else self._prompt.end
        found = []
        for text, asked in zip(texts, places, strict=True):
            coded = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
            # A token's span may hold the space before its word.
            at = {
                b - len(text[a:b].lstrip()): k for k, (a, b) in enumerate(coded["offset_mapping"])
            }
            with torch.inference_mode():
                ids = torch.tensor([[first, *coded["input_ids"][:-1]]], device=self._base.device)
                p = self._base(input_ids=ids).logits[0].float().softmax(dim=-1).cpu()
            found.append(
                [
                    [
                        float(p[at[start], self._prompt.encode((" " if start else "") + word)[0]])
                        if start in at
                        else 0.0
                        for word in words
                    ]
                    for start, words in asked
                ]
            )
        return found


def chosen_model() -> str | None:
    """Return the model that the user named in ``OWNVOICE_MODEL``, if any."""
    return os.environ.get("OWNVOICE_MODEL") or None


@releasable
@functools.lru_cache(maxsize=2)
def load_rewriter(model: str | None = None, precision: str = "bfloat16") -> CausalRewriter:
    """Return the named model, or the embedded default with its restoration adapter."""
    if model:
        if not model.strip():
            raise InputError("the model's name is empty: name a folder or a Hugging Face model")
        return CausalRewriter(model, precision=precision)
    adapter = weights_dir() / "restoration"
    return CausalRewriter(str(pulled_path(REWRITER)), adapter, precision)
