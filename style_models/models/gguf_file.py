"""Write a Llama-like rewriter as one GGUF file, the format that llama.cpp and Ollama read.

The weights are those in memory, adapter merged, so that another runtime is compared, or used, with the
very same model.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# Names of the tensors of one layer: transformers' and GGUF's.
_LAYER = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def write_gguf(model: Any, tokenizer: Any, path: Path, quantisation: str = "BF16") -> Path:
    """Write ``model`` (Llama architecture, byte-level BPE, unpacked) to ``path``; return it.

    ``quantisation`` of the matrices is a name of ``gguf.GGMLQuantizationType`` (``BF16``, ``F16``,
    ``Q8_0``, ``F32``); norms stay in single precision. ``ValueError`` for another architecture.
    """
    import gguf
    import numpy as np

    config = model.config
    if config.model_type != "llama":
        raise ValueError(
            f"only models of the Llama architecture are written, not {config.model_type}"
        )
    kind = gguf.GGMLQuantizationType[quantisation]
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    _add_tokenizer(writer, tokenizer, config.vocab_size)

    def add(name: str, tensor: Any) -> None:
        data = tensor.detach().float().cpu().numpy()
        if data.ndim > 1 and kind is not gguf.GGMLQuantizationType.F32:
            packed = gguf.quants.quantize(np.ascontiguousarray(data), kind)
            writer.add_tensor(name, packed, raw_dtype=kind)
        else:
            writer.add_tensor(name, data)

    weights = model.state_dict()
    add("token_embd.weight", weights["model.embed_tokens.weight"])
    add("output_norm.weight", weights["model.norm.weight"])
    if not config.tie_word_embeddings:
        add("output.weight", weights["lm_head.weight"])
    heads = {
        "self_attn.q_proj": config.num_attention_heads,
        "self_attn.k_proj": config.num_key_value_heads,
    }
    for number in range(config.num_hidden_layers):
        for theirs, ours in _LAYER.items():
            tensor = weights[f"model.layers.{number}.{theirs}.weight"]
            if theirs in heads:
                # llama.cpp turns neighbouring pairs of numbers, transformers halves.
                tensor = _interleaved(tensor, heads[theirs])
            add(f"blk.{number}.{ours}.weight", tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _interleaved(weight: Any, heads: int) -> Any:
    half = weight.shape[0] // heads // 2
    return weight.reshape(heads, 2, half, -1).swapaxes(1, 2).reshape(weight.shape)


def _add_tokenizer(writer: Any, tokenizer: Any, size: int) -> None:
    import gguf

    known = json.loads(tokenizer.backend_tokenizer.to_str())
    tokens = [f"[PAD{number}]" for number in range(size)]
    kinds = [int(gguf.TokenType.UNUSED)] * size
    for token, number in known["model"]["vocab"].items():
        tokens[number], kinds[number] = token, int(gguf.TokenType.NORMAL)
    for added in known["added_tokens"]:
        tokens[added["id"]], kinds[added["id"]] = added["content"], int(gguf.TokenType.CONTROL)
    merges = known["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    writer.add_bos_token_id(tokenizer.bos_token_id)
    writer.add_eos_token_id(tokenizer.eos_token_id)
