"""Stored keys: the instance's own, and one for each person and each case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_encryption_key()
    _make_data_key()


def downgrade() -> None:
    op.drop_table("data_key")
    op.drop_table("encryption_key")


def _make_encryption_key() -> None:
    op.create_table(
        "encryption_key",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "version_in_use",
            sa.Integer(),
            sa.Computed("CASE WHEN retired_at IS NULL THEN version END", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("version BETWEEN 1 AND 65535", name=op.f("ck_encryption_key_version_fits")),
        sa.CheckConstraint("(retired_at IS NULL) = (wrapped IS NOT NULL)", name=op.f("ck_encryption_key_retired_is_destroyed")),
        sa.CheckConstraint("purpose IN ('data', 'blind_index', 'contents')", name=op.f("ck_encryption_key_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encryption_key")),
        sa.UniqueConstraint("version", name=op.f("uq_encryption_key_version")),
        sa.UniqueConstraint("version_in_use", name=op.f("uq_encryption_key_version_in_use")),
    )
    # Keys are made and retired by ./quipu keys, as the owner.
    op.execute("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON encryption_key FROM app_rw, app_job")


def _make_data_key() -> None:
    op.create_table(
        "data_key",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_version"], ["encryption_key.version_in_use"], name=op.f("fk_data_key_key_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
    )
    op.create_index("ix_data_key_key_version", "data_key", ["key_version"])
    # Wrapped anew by ./quipu keys rotate only; deleting is how a file is erased.
    op.execute("REVOKE UPDATE, TRUNCATE ON data_key FROM app_rw, app_job")
