"""Seals are made by a process of their own, and no longer by a job (docs/adr/0017): a job that still waits is closed."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE outbox_message SET done_at = now() WHERE job = 'audit.seal' AND done_at IS NULL")


def downgrade() -> None:
    """The former version asks for a new job within a minute."""
