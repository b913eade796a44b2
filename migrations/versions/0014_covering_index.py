"""Counting referrals by their state reads an index alone again: it carries the columns that the row policy looks at."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_referral_scope_status", ["scope_id", "status", "answer_due_at"]


def upgrade() -> None:
    op.drop_index(NAME, "referral")
    op.create_index(NAME, "referral", COLUMNS, postgresql_include=["id", "case_id"])


def downgrade() -> None:
    op.drop_index(NAME, "referral")
    op.create_index(NAME, "referral", COLUMNS)
