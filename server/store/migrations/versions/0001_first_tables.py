"""First tables: writers, samples, answers, rewrites, decisions, clients, pairings, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

STAMP = sa.String(24)


def _writer(primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(
        "writer_id",
        sa.Integer,
        sa.ForeignKey("writers.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
        index=index or None,
    )


def upgrade() -> None:
    op.create_table(
        "writers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("created", STAMP, nullable=False),
    )
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer, primary_key=True),
        _writer(index=True),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("created", STAMP, nullable=False),
    )
    op.create_table(
        "answers",
        _writer(primary_key=True),
        sa.Column("item", sa.String(64), primary_key=True),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("answered", STAMP, nullable=False),
        sa.CheckConstraint("value >= 0 AND value <= 100", name="value"),
    )
    op.create_table(
        "rewrites",
        sa.Column("id", sa.String(64), primary_key=True),
        _writer(index=True),
        sa.Column("register", sa.String(64), nullable=False),
        sa.Column("site", sa.String(255), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.Column("created", STAMP, nullable=False, index=True),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        _writer(index=True),
        sa.Column("rewrite_id", sa.String(64), nullable=False, index=True),
        sa.Column("edit_id", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("shown", sa.JSON),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("offset", sa.Integer, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("shifts", sa.JSON, nullable=False),
        sa.Column("created", STAMP, nullable=False),
        sa.CheckConstraint(
            "action IN ('accept', 'reject', 'revise', 'undo', 'ignore', 'dismiss')", name="action"
        ),
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created", STAMP, nullable=False),
        sa.Column("last_used", STAMP),
        sa.Column("expires", STAMP),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("wrong_tries", sa.Integer, nullable=False),
        sa.Column("created", STAMP, nullable=False),
        sa.Column("expires", STAMP, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "settings",
        "pairings",
        "clients",
        "decisions",
        "rewrites",
        "answers",
        "samples",
        "writers",
    ):
        op.drop_table(table)
