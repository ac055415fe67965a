"""Linear layers in the order in which the processor multiplies them.

A bfloat16 product on a CPU first rearranges its weights, at every call: for SmolLM2-135M two thirds
of a pass over a few tokens (95 ms against 28 ms on one core). Rearranged once, a pass over eight
tokens costs what one over a single token does, which is what drafting lives on.
"""

from __future__ import annotations

from typing import Any


def can_pack(device: str, dtype: Any) -> bool:
    """Tell whether this processor and this torch multiply packed bfloat16 weights."""
    import torch

    mkldnn: Any = torch.backends.mkldnn
    if device != "cpu" or dtype != torch.bfloat16 or not mkldnn.is_available():
        return False
    try:
        if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
            return False
        weight = torch.ops.mkldnn._reorder_linear_weight(torch.zeros(16, 16, dtype=dtype), None)
        row = torch.zeros(1, 16, dtype=dtype)
        torch.ops.mkldnn._linear_pointwise(row, weight, None, "none", [], "")
    except (AttributeError, RuntimeError, NotImplementedError, TypeError):
        # Operators of torch's own compiler: another version may call them otherwise.
        return False
    return True


def pack(model: Any) -> Any:
    """Replace every plain linear layer of ``model``; return the model, for inference alone.

    Its plain weights leave memory, but for those that an embedding shares. It can no longer be moved,
    converted, trained or saved.
    """
    import torch

    class Packed(torch.nn.Module):
        """A linear layer over packed weights; gives what the plain one gives, but for rounding."""

        def __init__(self, plain: torch.nn.Linear) -> None:
            super().__init__()
            self.bias = plain.bias
            self.packed = torch.ops.mkldnn._reorder_linear_weight(plain.weight.detach(), None)

        def forward(self, states: torch.Tensor) -> torch.Tensor:
            """Return the layer's output, shape (..., out)."""
            return torch.ops.mkldnn._linear_pointwise(
                states, self.packed, self.bias, "none", [], ""
            )

    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if type(child) is torch.nn.Linear:
                setattr(module, name, Packed(child))
    return model
