"""The second factor: apps, passkeys and printed codes; the code of conduct; tries that are counted and slowed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import KNOWN, protect, unprotect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PURPOSES = ("new_account", "new_password")
NEW_PURPOSE = "new_second_factor"
OF_ONE_USER = ("totp_key", "passkey", "recovery_code")


def upgrade() -> None:
    _make_second_factors()
    op.create_table(
        "conduct_acceptance",
        *_key_and_user("conduct_acceptance"),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("user_id", "version", name=op.f("uq_conduct_acceptance_user_id_version")),
    )
    op.create_table(
        "try_count",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("counted_for", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_try_count")),
        sa.UniqueConstraint("counted_for", name=op.f("uq_try_count_counted_for")),
    )
    op.create_index("ix_try_count_last_tried_at", "try_count", ["last_tried_at"])
    _admit_purposes(*PURPOSES, NEW_PURPOSE)
    for table in OF_ONE_USER:
        # As the accounts themselves: at the door nobody is known yet, and an administrator takes them away.
        protect(table, read=KNOWN, write=KNOWN)


def _make_second_factors() -> None:
    op.create_table(
        "totp_key",
        *_key_and_user("totp_key"),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("last_counter", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("user_id", name=op.f("uq_totp_key_user_id")),
    )
    op.create_table(
        "passkey",
        *_key_and_user("passkey"),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transports", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.create_table(
        "recovery_code",
        *_key_and_user("recovery_code"),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("place BETWEEN 0 AND 9", name=op.f("ck_recovery_code_place")),
        sa.UniqueConstraint("user_id", "place", name=op.f("uq_recovery_code_user_id_place")),
    )


def _key_and_user(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{table}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _admit_purposes(*purposes: str) -> None:
    """What a one-time link may be for."""
    op.drop_constraint(op.f("ck_invitation_purpose"), "invitation", type_="check")
    admitted = ", ".join(f"'{purpose}'" for purpose in purposes)
    op.create_check_constraint(op.f("ck_invitation_purpose"), "invitation", f"purpose IN ({admitted})")


def downgrade() -> None:
    op.execute(f"DELETE FROM invitation WHERE purpose = '{NEW_PURPOSE}'")  # noqa: S608 - a constant of this file
    _admit_purposes(*PURPOSES)
    for table in OF_ONE_USER:
        unprotect(table)
    for table in ("try_count", "conduct_acceptance", "recovery_code", "passkey", "totp_key"):
        op.drop_table(table)
