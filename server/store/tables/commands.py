"""Custom commands: the instructions that the writers of this machine have named."""

from __future__ import annotations

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base, timestamp


class CommandRow(Base):
    """One instruction by name. ``axes`` are names with a sign, as :class:`Command` has them."""

    __tablename__ = "commands"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    instruction: Mapped[str] = mapped_column(Text)
    axes: Mapped[list[str]] = mapped_column(JSON)
    created: Mapped[str] = mapped_column(String(24), default=timestamp)
