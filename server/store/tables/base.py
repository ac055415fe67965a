"""What all tables share: names for constraints (so that migrations can change them), and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


def timestamp(after: timedelta = timedelta(0)) -> str:
    """Return now plus ``after`` in UTC as ``2026-11-24T09:30:00.000Z``: text that sorts by time."""
    moment = datetime.now(UTC) + after
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
