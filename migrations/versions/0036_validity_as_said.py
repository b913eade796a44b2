"""From when to when a stay is valid may be known to the year or the month; a day of it is kept for what depends on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ENDS = {"valid_from": "first_day_is_kept", "valid_until": "last_day_is_kept"}


def upgrade() -> None:
    for day, rule in ENDS.items():
        known_to = f"{day}_known_to"
        op.add_column("stay", sa.Column(known_to, sa.String(40), nullable=True))
        op.create_check_constraint(op.f(f"ck_stay_{known_to}"), "stay", f"{known_to} IN ('year', 'month')")
        op.create_check_constraint(op.f(f"ck_stay_{rule}"), "stay", f"{known_to} IS NULL OR {day} IS NOT NULL")


def downgrade() -> None:
    for day, rule in ENDS.items():
        op.drop_constraint(op.f(f"ck_stay_{rule}"), "stay")
        op.drop_constraint(op.f(f"ck_stay_{day}_known_to"), "stay")
        op.drop_column("stay", f"{day}_known_to")
