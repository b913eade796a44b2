"""Words about consent that somebody interpreted: who did, and into which language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

CHECKS = {
    "interpreted_by": "interpreted_by IN ('team', 'organisation', 'relative', 'other')",
    "somebody_interpreted": "interpreted_into IS NULL OR interpreted_by IS NOT NULL",
}


def upgrade() -> None:
    op.add_column("consent", sa.Column("interpreted_by", sa.String(40), nullable=True))
    op.add_column("consent", sa.Column("interpreted_into", sa.String(3), nullable=True))
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_consent_{name}"), "consent", condition)


def downgrade() -> None:
    for name in reversed(CHECKS):
        op.drop_constraint(op.f(f"ck_consent_{name}"), "consent")
    op.drop_column("consent", "interpreted_into")
    op.drop_column("consent", "interpreted_by")
