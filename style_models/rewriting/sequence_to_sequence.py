"""Encoder-decoder models of the Hugging Face kind (T5, BART and others) as an engine.

Named ``seq2seq:NAME``, a folder or a Hugging Face name; ``seq2seq:NAME#PREFIX`` where the model was
trained with words before the sentence (``seq2seq:NAME#grammar: ``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from style_models.errors import InputError, ModelMissing
from style_models.heeding import heed_within
from style_models.models.load import best_device
from style_models.models.quiet import hush
from style_models.models.releasing import releasable
from style_models.rewriting.answers import wording_in
from style_models.rewriting.engine import ENCODER_DECODER

TOGETHER = 16  # sentences a pass
GROWTH, SLACK = 1.4, 12
"""Most tokens of an answer: ``GROWTH`` times the sentence's and ``SLACK``."""
T5_PREFIX = "Correct the spelling and grammar: "
"""Before the sentence for T5, which was taught in instructions; other kinds get the sentence alone."""


class SequenceToSequence:
    """Greedy wordings, sentences of like length side by side.

    Parameters
    ----------
    path : folder or Hugging Face name.
    prefix : words before each sentence; ``None`` for the kind's own.
    precision : ``bfloat16``, or ``float32``, in which company changes nothing.
    """

    origin = "seq2seq"

    def __init__(self, path: str, prefix: str | None = None, precision: str = "bfloat16") -> None:
        import torch
        from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoTokenizer

        hush()
        self.name = f"{ENCODER_DECODER}{path}" + (f"#{prefix}" if prefix else "")
        self.device = best_device()
        try:
            config: Any = AutoConfig.from_pretrained(path)
            if not getattr(config, "is_encoder_decoder", False):
                raise InputError(
                    f"the model {path!r} is no encoder-decoder: name it without '{ENCODER_DECODER}'"
                )
            self._tokenizer: Any = AutoTokenizer.from_pretrained(path)
            loaded: Any = AutoModelForSeq2SeqLM.from_pretrained(
                path, config=config, dtype=getattr(torch, precision)
            )
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise ModelMissing(
                f"the model {path!r} cannot be loaded ({str(error).splitlines()[0]}): "
                f"name an encoder-decoder's folder or Hugging Face name after '{ENCODER_DECODER}'"
            ) from error
        self._model = heed_within(loaded.to(self.device).eval())
        is_t5 = config.model_type in {"t5", "mt5", "umt5", "longt5"}
        # One that was trained with a prefix of its own knows no other task.
        self.instructed = is_t5 and prefix is None
        self._prefix = (T5_PREFIX if is_t5 else "") if prefix is None else prefix

    @classmethod
    def named(cls, name: str) -> SequenceToSequence:
        """Return the engine of ``seq2seq:NAME[#PREFIX]``, loaded once."""
        path, mark, prefix = name.removeprefix(ENCODER_DECODER).partition("#")
        if not path.strip():
            raise InputError(
                "name an encoder-decoder as seq2seq:NAME, a folder or Hugging Face name"
            )
        return _loaded(path, prefix if mark else None)

    def propose_all(
        self,
        sentences: Sequence[str],
        contexts: Sequence[str] = (),
        cancelled: Callable[[], bool] = lambda: False,
        instruction: str | None = None,
    ) -> list[str]:
        """Return the model's wordings; contexts are not read, such models know single sentences."""
        del contexts
        before = f"{instruction}\n\n" if instruction and self.instructed else self._prefix
        wordings = list(sentences)
        order = sorted(range(len(sentences)), key=lambda number: len(sentences[number]))
        for first in range(0, len(order), TOGETHER):
            if cancelled():
                break
            part = order[first : first + TOGETHER]
            answers = self._written([before + sentences[i] for i in part], cancelled)
            for number, answer in zip(part, answers, strict=True):
                if answer:
                    wordings[number] = wording_in(answer, sentences[number])
        return wordings

    def _written(self, asked: list[str], cancelled: Callable[[], bool]) -> list[str]:
        """Return the whole answers, ``""`` for those that were cut off."""
        import torch
        from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

        class Gone(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
                stop = cancelled()
                return torch.full((len(input_ids),), stop, device=input_ids.device)

        # The sentence is data: an "</s>" typed by the writer is four characters.
        read = self._tokenizer(asked, padding=True, return_tensors="pt", split_special_tokens=True)
        read = {name: read[name].to(self.device) for name in ("input_ids", "attention_mask")}
        own = self._model.generation_config
        config: Any = GenerationConfig(  # type: ignore[no-untyped-call]
            max_new_tokens=int(GROWTH * read["input_ids"].shape[1]) + SLACK,
            do_sample=False,
            num_beams=1,
            eos_token_id=own.eos_token_id,
            pad_token_id=own.pad_token_id,
            decoder_start_token_id=own.decoder_start_token_id,
            forced_bos_token_id=own.forced_bos_token_id,
        )
        with torch.inference_mode():
            rows = self._model.generate(
                **read, generation_config=config, stopping_criteria=StoppingCriteriaList([Gone()])
            )
        ends = own.eos_token_id if isinstance(own.eos_token_id, list) else [own.eos_token_id]
        return [
            self._tokenizer.decode(row, skip_special_tokens=True).strip()
            if any(token in ends for token in row[1:])
            else ""
            for row in rows.tolist()
        ]


@releasable
@functools.lru_cache(maxsize=1)
def _loaded(path: str, prefix: str | None) -> SequenceToSequence:
    return SequenceToSequence(path, prefix)
