"""What is being typed, kept until it is saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import protect, unprotect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ITS_WRITER = "(SELECT quipu_kind()) = 'staff' AND user_id::text = (SELECT current_setting('quipu.actor', true))"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("submission_id", sa.UUID(), nullable=False),
        sa.Column("mark", sa.UUID(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("user_id", "submission_id", name=op.f("uq_draft_user_id_submission_id")),
    )
    op.create_index("ix_draft_saved_at", "draft", ["saved_at"])
    protect("draft", read=ITS_WRITER, write=ITS_WRITER)


def downgrade() -> None:
    unprotect("draft")
    op.drop_table("draft")
