"""The file behind the store."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from server.store import repository
from server.store.database import FILE, open_database
from server.store.errors import StoreError
from server.store.repository import open_store
from server.store.tables import Base


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_files_are_private(data_dir: Path) -> None:
    store = open_store()
    store.add_sample("me", "a text")
    assert mode(data_dir) == 0o700
    assert {path.name: mode(path) for path in data_dir.iterdir()} == dict.fromkeys(
        (FILE, f"{FILE}-wal", f"{FILE}-shm"), 384
    )


def test_migrations_lead_to_the_tables(data_dir: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_database(data_dir).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_can_be_run_twice_and_keep_data(data_dir: Path) -> None:
    first = open_store()
    first.add_sample("me", "a text")
    first.close()
    assert [sample.text for sample in open_store().samples("me")] == ["a text"]


def test_a_newer_database_is_left_alone(data_dir: Path) -> None:
    open_store().close()
    with create_engine(f"sqlite:///{data_dir / FILE}").begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer"):
        open_store()


def test_what_is_no_database_is_left_alone(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="not a usable database"):
        open_store()
    assert (data_dir / FILE).read_bytes().startswith(b"no database")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path / "file")


def test_rewrites_without_decisions_are_forgotten_in_time(data_dir: Path) -> None:
    store = open_store()
    edit = {
        "id": "e1",
        "start": 0,
        "end": 1,
        "before": "a",
        "after": "b",
        "type": "R:OTHER",
        "verdict": "unsure",
        "origin": "model",
        "shifts": {},
    }
    for name in ("kept", "forgotten"):
        body = {"id": name, "original": "a", "edits": [edit]}
        store.add_rewrite(store.writer("me"), body, sentences=[(0, 1)])
    store.add_decision(id="d", rewrite_id="kept", edit_id="e1", action="accept")
    assert store.forget_undecided() == 0
    assert store.forget_undecided(timedelta(seconds=-1)) == 1
    assert [row["id"] for row in store.export_writer("me")["rewrites"]] == ["kept"]


def test_a_store_that_stays_open_forgets_daily(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()

    def add(name: str) -> list[str]:
        body = {"id": name, "original": "a", "edits": []}
        store.add_rewrite(store.writer("me"), body, sentences=[])
        return sorted(row["id"] for row in store.export_writer("me")["rewrites"])

    add("old")
    with create_engine(f"sqlite:///{data_dir / FILE}").begin() as connection:
        connection.exec_driver_sql("UPDATE rewrites SET created = '2001-01-01T00:00:00Z'")
    assert add("same day") == ["old", "same day"]
    monkeypatch.setattr(repository, "FORGET_EVERY", timedelta(seconds=-1))
    assert add("next day") == ["next day", "same day"]


def test_the_default_writer_is_always_there(data_dir: Path) -> None:
    store = open_store()
    store.erase_writer("me")
    assert [writer.name for writer in store.writers()] == ["me"]
    assert store.answers("me") == {}
