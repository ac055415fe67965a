"""What proposes wordings: one protocol, and engines by the name that the writer gives.

``openai:MODEL@URL``
    any endpoint that speaks the OpenAI protocol (vLLM, Ollama, llama.cpp), named by the writer.
``seq2seq:NAME``
    an encoder-decoder model, by folder or Hugging Face name.
anything else
    a causal model, by folder or Hugging Face name; without a name, the embedded one.

Whatever an engine writes is a proposal: it is taken apart into edits, and each edit is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from style_models.errors import InputError

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter

ENDPOINT, ENCODER_DECODER = "openai:", "seq2seq:"


class EngineFailed(InputError):
    """An engine that the writer named could not be asked, or its answer could not be read."""

    kind = "engine_failed"


class NotInstructed(InputError):
    """The engine cannot be told what to do: it repairs, whatever it is asked."""

    kind = "not_instructed"

    def __init__(self, engine: str, what: str) -> None:
        super().__init__(
            f"the model {engine} only repairs errors and cannot follow {what}: name one that follows "
            "instructions in OWNVOICE_MODEL, an instruct model from Hugging Face or "
            f"'{ENDPOINT}MODEL@URL'"
        )


class RewriteEngine(Protocol):
    """Proposes a wording for each sentence.

    ``name`` is shown as the rewrite's model, ``origin`` as its edits' origin: the edits of one that the
    judge was not fitted to are judged as a foreign text's. ``instructed`` tells whether it follows an
    instruction; one that does not repairs, in whatever mode.
    """

    name: str
    origin: str

    @property
    def instructed(self) -> bool:
        """Whether it follows an instruction."""
        ...

    def propose_all(
        self,
        sentences: Sequence[str],
        contexts: Sequence[str],
        cancelled: Callable[[], bool] = lambda: False,
        instruction: str | None = None,
    ) -> list[str]:
        """Return a wording of each sentence, the sentence itself where there is nothing to propose.

        Parameters
        ----------
        sentences : one line each.
        contexts : the sentence before each, or ``""``; an engine may leave them unread.
        cancelled : polled; once it says yes, what is not finished comes back as it was.
        instruction : what to do with each sentence (a mode's or the writer's own), ``None`` to repair.

        Raises :class:`EngineFailed` or :class:`~style_models.errors.ModelMissing`.
        """
        ...


class CausalEngine:
    """The model that also bears witness for the judge, as an engine.

    With the restoration adapter it repairs and nothing else; an instruct model by name does what it is
    told.
    """

    origin = "model"

    def __init__(self, name: str, rewriter: CausalRewriter) -> None:
        self.name = name
        self._rewriter = rewriter

    @property
    def adapters(self) -> list[str]:
        """The adapters that are in the model."""
        return self._rewriter.adapters

    @property
    def instructed(self) -> bool:
        """Whether the model follows an instruction."""
        return self._rewriter.instructed

    def propose_all(
        self,
        sentences: Sequence[str],
        contexts: Sequence[str],
        cancelled: Callable[[], bool] = lambda: False,
        instruction: str | None = None,
    ) -> list[str]:
        """Return the model's greedy wordings.

        Raises :class:`NotInstructed` where an instruction is given to a model that only repairs.
        """
        if instruction is None:
            return self._rewriter.propose_all(sentences, contexts, cancelled)
        if not self.instructed:
            raise NotInstructed(self.name, "an instruction")
        return self._rewriter.propose_all(sentences, contexts, cancelled, instruction)


def is_own_witness(name: str | None) -> bool:
    """Tell whether the engine of that name is a causal model, which the judge may ask too.

    For the others the embedded model bears witness.
    """
    return not (name or "").startswith((ENDPOINT, ENCODER_DECODER))


def load_engine(name: str | None = None) -> RewriteEngine:
    """Return the engine of that name (see the module); nothing is sent to an endpoint yet.

    Raises :class:`~style_models.errors.InputError` for a name that names no engine, and
    :class:`~style_models.errors.ModelMissing` for a model that is not here.
    """
    if name is not None and name.startswith(ENDPOINT):
        from style_models.rewriting.openai_compatible import OpenAICompatible

        return OpenAICompatible.named(name)
    if name is not None and name.startswith(ENCODER_DECODER):
        from style_models.rewriting.sequence_to_sequence import SequenceToSequence

        return SequenceToSequence.named(name)
    from style_models.models.catalog import REWRITER
    from style_models.rewriting.causal import load_rewriter

    return CausalEngine(name or REWRITER, load_rewriter(name))
