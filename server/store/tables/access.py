"""Who may talk to the server: paired clients, the pages' sessions, pairings under way."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base, timestamp


class Client(Base):
    """A paired program (``kind`` client) or a browser that followed a one-time link (``page``).

    Only the SHA-256 of its token is kept.
    """

    __tablename__ = "clients"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[str] = mapped_column(String(24), default=timestamp)
    last_used: Mapped[str | None] = mapped_column(String(24))
    expires: Mapped[str | None] = mapped_column(String(24))


class Pairing(Base):
    """A pairing under way. ``code`` is emptied as soon as it is used, spent or expired."""

    __tablename__ = "pairings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(6))
    wrong_tries: Mapped[int] = mapped_column(default=0)
    created: Mapped[str] = mapped_column(String(24), default=timestamp)
    expires: Mapped[str] = mapped_column(String(24))
