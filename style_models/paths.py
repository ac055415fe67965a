"""Where the program keeps what it stores: models, database, settings."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

ENVIRONMENT_VARIABLE = "OWNVOICE_DATA_DIR"


def data_dir() -> Path:
    """Return the folder that holds everything the program stores (it may not exist yet)."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("ownvoice"))


def models_dir() -> Path:
    """Return the folder of pulled models. ``OWNVOICE_MODELS_DIR`` lets several data folders share one."""
    chosen = os.environ.get("OWNVOICE_MODELS_DIR")
    return Path(chosen).expanduser() if chosen else data_dir() / "models"


def weights_dir() -> Path:
    """Return the folder of trained weights that ship with the package."""
    return Path(__file__).parent / "weights"
