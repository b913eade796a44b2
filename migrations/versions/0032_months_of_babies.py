"""The age of somebody under two is kept in months as it was said; households that parted lately are found by when it was recorded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

IN_MONTHS = (
    "stated_age_months IS NULL OR (stated_age_months BETWEEN 0 AND 23 AND stated_age IS NOT DISTINCT FROM stated_age_months / 12)"
)


def upgrade() -> None:
    op.add_column("person", sa.Column("stated_age_months", sa.SmallInteger(), nullable=True))
    op.create_check_constraint(op.f("ck_person_months_make_the_age"), "person", IN_MONTHS)
    op.create_index("ix_household_event_recorded_at", "household_event", ["recorded_at"])


def downgrade() -> None:
    op.drop_index("ix_household_event_recorded_at", table_name="household_event")
    op.drop_constraint(op.f("ck_person_months_make_the_age"), "person")
    op.drop_column("person", "stated_age_months")
