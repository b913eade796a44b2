"""The day since which a situation holds can be corrected; what it said before stays among the corrections of the file."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT UPDATE (since_on) ON person_situation TO app_rw")


def downgrade() -> None:
    op.execute("REVOKE UPDATE (since_on) ON person_situation FROM app_rw")
