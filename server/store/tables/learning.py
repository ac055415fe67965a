"""What a writer's tolerances are learned from: answers, rewrites shown, decisions taken."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base, timestamp

ACTIONS = ("accept", "reject", "revise", "undo", "ignore", "dismiss")


class Answer(Base):
    """One answer of the questionnaire on tolerances; a later answer replaces an earlier one."""

    __tablename__ = "answers"
    __table_args__ = (CheckConstraint("value >= 0 AND value <= 100", name="value"),)

    writer_id: Mapped[int] = mapped_column(
        ForeignKey("writers.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[float]
    answered: Mapped[str] = mapped_column(String(24), default=timestamp, onupdate=timestamp)


class RewriteRow(Base):
    """A rewrite as it was handed out, so that decisions can refer to its edits.

    ``body`` is the public JSON; ``sentences`` holds ``[start, end]`` of the original's sentences in
    code points.
    """

    __tablename__ = "rewrites"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("writers.id", ondelete="CASCADE"), index=True)
    register: Mapped[str] = mapped_column(String(64), default="")
    site: Mapped[str] = mapped_column(String(255), default="")
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    sentences: Mapped[list[list[int]]] = mapped_column(JSON)
    created: Mapped[str] = mapped_column(String(24), default=timestamp, index=True)


class DecisionRow(Base):
    """A writer's answer on one edit. Rows are only ever added; ``id`` is made by the client.

    The edit is copied, so that a decision outlives the rewrite it was taken on.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(f"action IN ({', '.join(map(repr, ACTIONS))})", name="action"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("writers.id", ondelete="CASCADE"), index=True)
    rewrite_id: Mapped[str] = mapped_column(String(64), index=True)
    edit_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Text)
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sentence: Mapped[str] = mapped_column(Text)
    offset: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(64))
    shifts: Mapped[dict[str, float]] = mapped_column(JSON)
    created: Mapped[str] = mapped_column(String(24), default=timestamp)
