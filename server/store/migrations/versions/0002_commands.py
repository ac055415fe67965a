"""Custom commands."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "commands",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("instruction", sa.Text, nullable=False),
        sa.Column("axes", sa.JSON, nullable=False),
        sa.Column("created", sa.String(24), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("commands")
