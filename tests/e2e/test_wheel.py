"""Without git and make: the built wheel in a fresh environment, and ``ownvoice serve`` does the rest."""

import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_weights_pages_migrations_and_extension(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "style_models/weights/restoration/adapter_model.safetensors",
        "style_models/weights/restoration/card.md",
        "style_models/weights/edit_judge/judge.safetensors",
        "style_models/weights/reader_axes/card.md",
        "server/web/templates/try.html",
        "server/web/static/style.css",
        "server/reports/report.html.j2",
        "server/built_extension/chrome-mv3/manifest.json",
    ):
        assert needed in names, needed
    assert any(name.startswith("server/store/migrations/versions/") for name in names)
    assert not any(name.startswith(("tests/", "extension/")) for name in names)


@pytest.mark.slow
def test_serve_fetches_what_is_missing(wheel, tmp_path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    install = [venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*install, "-c", ROOT / "constraints.txt", wheel], check=True, capture_output=True
    )
    clean = {k: v for k, v in os.environ.items() if k not in {"OWNVOICE_MODELS_DIR", "PYTHONPATH"}}
    server = subprocess.Popen(
        [venv / "bin" / "ownvoice", "--data-dir", tmp_path / "data", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
        env={**clean, "PYTHONUNBUFFERED": "1"},
    )
    said = []
    try:
        for line in server.stdout:
            said.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/ ", line):
                break
        else:
            pytest.fail(f"it never served; it printed:\n{''.join(said)}")
        for _ in range(120):
            health = httpx.get(f"{found.group(1)}/v1/health").json()
            if health["model"]:
                break
            time.sleep(0.5)
        assert health["status"] == "ok"
        assert health["model"] == "smollm2-135m-instruct"
    finally:
        server.terminate()
        server.wait(20)
