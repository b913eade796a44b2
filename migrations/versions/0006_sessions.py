"""Sessions of browsers on the server, and forms that wait for their sender to sign in again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import protect, unprotect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REASONS = (
    "signed_out", "idle", "too_old", "replaced", "closed_by_owner", "closed_by_administrator", "password_changed",
    "role_changed", "account_disabled",
)  # fmt: skip
ANY_BROWSER = "(SELECT quipu_kind()) IN ('door', 'staff', 'partner_link')"
"""Whoever holds the token has to be found before anybody is known; the digest of a token cannot be guessed."""
ITS_SENDER = "(SELECT quipu_kind()) = 'staff' AND user_id::text = (SELECT current_setting('quipu.actor', true))"


def upgrade() -> None:
    op.create_table(
        "browser_session",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(40), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_browser_session_ended_for_a_reason")),
        sa.CheckConstraint(
            "end_reason IN (" + ", ".join(f"'{reason}'" for reason in REASONS) + ")", name=op.f("ck_browser_session_end_reason")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_browser_session_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_browser_session_token_digest")),
    )
    op.create_index("ix_browser_session_user_id", "browser_session", ["user_id", "ended_at"])
    op.create_index("ix_browser_session_created_at", "browser_session", ["created_at"])
    op.create_table(
        "held_form",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("submission_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_held_form_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_form")),
        sa.UniqueConstraint("user_id", "submission_id", name=op.f("uq_held_form_user_id_submission_id")),
    )
    op.create_index("ix_held_form_created_at", "held_form", ["created_at"])
    protect("browser_session", read=ANY_BROWSER, write=ANY_BROWSER)
    protect("held_form", read=ITS_SENDER, write=ITS_SENDER)


def downgrade() -> None:
    unprotect("held_form")
    unprotect("browser_session")
    op.drop_table("held_form")
    op.drop_table("browser_session")
