"""Writers and the texts that are their own."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base, timestamp


class Writer(Base):
    """A person whose texts these are. ``name`` is kept as given, in Unicode's composed form."""

    __tablename__ = "writers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[str] = mapped_column(String(24), default=timestamp)


class Sample(Base):
    """One text of the writer's own. The same text twice in one register is kept once."""

    __tablename__ = "samples"

    id: Mapped[int] = mapped_column(primary_key=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("writers.id", ondelete="CASCADE"), index=True)
    register: Mapped[str] = mapped_column(String(64), default="")
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[int]
    created: Mapped[str] = mapped_column(String(24), default=timestamp)
