"""Opening hours of the directory that can be worked out, beside the words posted at the door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE, KNOWN, WHOLE = "provided_service", "ck_provided_service_days_are_known", "ck_provided_service_hours_are_whole"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("open_days", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column(TABLE, sa.Column("opens_at", sa.Time(), nullable=True))
    op.add_column(TABLE, sa.Column("closes_at", sa.Time(), nullable=True))
    op.create_check_constraint(op.f(KNOWN), TABLE, "open_days <@ ARRAY['1', '2', '3', '4', '5', '6', '7']::text[]")
    op.create_check_constraint(
        op.f(WHOLE), TABLE, "(opens_at IS NULL) = (closes_at IS NULL) AND (opens_at IS NULL) = (open_days = '{}')"
    )


def downgrade() -> None:
    op.drop_constraint(op.f(WHOLE), TABLE)
    op.drop_constraint(op.f(KNOWN), TABLE)
    for column in ("closes_at", "opens_at", "open_days"):
        op.drop_column(TABLE, column)
