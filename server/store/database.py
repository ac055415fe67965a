"""Open the database: one SQLite file, private to its owner, brought up to the newest migration."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from server.store.errors import StoreError

FILE = "ownvoice.db"
MIGRATIONS = Path(__file__).parent / "migrations"

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Deleted content is overwritten with zeros, so that an erased writer is gone from the file.
    "PRAGMA secure_delete=ON",
    # Temporary tables and sorting would otherwise leave texts in files elsewhere.
    "PRAGMA temp_store=MEMORY",
)


def open_database(folder: Path) -> Engine:
    """Open (or create) the database in ``folder``; the folder is 0700, the file 0600.

    A transaction takes the write lock at its start if its connection has the execution option
    ``writing``. Raises :class:`StoreError` if the file cannot be opened, is no database, or was
    written by a newer version.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be opened ({error.strerror}): choose another folder with --data-dir"
        ) from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        _migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise StoreError(
            f"{path} is not a usable database ({error.orig}): move it away or choose another "
            "folder with --data-dir"
        ) from error
    return engine


def newest_revision() -> str:
    """Return the newest migration's number, read from the file names (``0001_first_tables.py``)."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def scrub(engine: Engine, patience: float = 10.0) -> bool:
    """Empty the write-ahead log and rebuild the file, so that nothing deleted is left in either.

    Waits up to ``patience`` seconds for readers; tells whether the log was emptied.
    """
    deadline = time.monotonic() + patience
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        _emptied(raw, deadline)
        raw.execute("VACUUM")
        return _emptied(raw, deadline)


def _emptied(raw: Any, deadline: float) -> bool:
    while True:
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)


def _prepare(connection: Any, record: object) -> None:
    # The driver would begin transactions on its own, late and never for reads and DDL.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(engine: Engine) -> None:
    newest = newest_revision()
    if _revision(engine) == newest:
        return
    # Alembic takes a while to import and is needed only when there is something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writing=True).begin() as connection:
        # Another process may have migrated while this one waited for the lock.
        found = _revision_of(connection)
        if found is not None and found > newest:
            raise StoreError(
                f"the database was written by a newer version of ownvoice (revision {found}): "
                "update ownvoice, or choose another folder with --data-dir"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _revision_of(connection)


def _revision_of(connection: Connection) -> str | None:
    known = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(known).first() is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])
