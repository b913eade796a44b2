"""Stored keys, and the columns that they seal.

Rows that stand are sealed on the way up and opened on the way down, with the root key; an empty database needs none.
On the way down, what was erased comes back empty. Afterwards the tables are written anew, so that the clear values are
not left in their files; earlier backups and write-ahead log still hold them (``docs/operations/keys.md``).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from app.foundation.encryption.keyring import ensure_keys, keyring_on
from config import Settings
from migrations.row_security import either, in_scope, protect, unprotect
from migrations.sealing import SealedColumn, SealedTable, Sealer

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _digits(phone: str) -> str | None:
    digits = "".join(character for character in phone if character.isdigit())
    return digits if len(digits) >= 6 else None


def _letters_and_digits(number: str) -> str | None:
    kept = "".join(character for character in number.upper() if character.isalnum())
    return kept if len(kept) >= 4 and any(character.isdigit() for character in kept) else None


OWNERS = {"person": "person", "case": "case"}
TABLES = (
    SealedTable(
        "person", "id", (SealedColumn("phone", normalise=_digits), SealedColumn("safe_contact"), SealedColumn("locality"))
    ),
    SealedTable("identity_document", "person_id", (SealedColumn("number", normalise=_letters_and_digits),)),
    SealedTable("case", "id", (SealedColumn("intake_words", is_json=True), SealedColumn("goal", is_mandatory=True))),
    SealedTable("case_status_change", "case_id", (SealedColumn("reason"),)),
    SealedTable("case_assignment", "case_id", (SealedColumn("reason"),)),
    SealedTable("case_note", "case_id", (SealedColumn("text", is_mandatory=True),)),
    SealedTable("follow_up", "case_id", (SealedColumn("purpose"), SealedColumn("outcome_words"))),
    SealedTable("referral", "case_id", (SealedColumn("request", is_mandatory=True), SealedColumn("partner_words"))),
    SealedTable("referral_status_change", "case_id", (SealedColumn("words"),)),
    SealedTable("referral_mail", None, (SealedColumn("recipient", is_mandatory=True),)),
    SealedTable("focal_point", None, (SealedColumn("email", is_mandatory=True), SealedColumn("phone"))),
)


def upgrade() -> None:
    _make_encryption_key()
    _make_data_key()
    _name_the_case_of_status_changes()
    for table in TABLES:
        _add_sealed_columns(table)
    sealer = _sealer_of_standing_rows()
    if sealer is not None:
        for owners, kind in OWNERS.items():
            sealer.make_data_keys(owners, kind)
        for table in TABLES:
            sealer.seal(table)
    for table in TABLES:
        _drop_clear_columns(table)
        if sealer is not None:
            _write_anew(table)
    protect(
        "data_key", read=_of_owner(person="true", case="true"), write=_of_owner(person=in_scope("person"), case=in_scope("case"))
    )


def downgrade() -> None:
    for table in TABLES:
        for column in table.columns:
            op.add_column(table.name, sa.Column(column.name, column.clear_type, nullable=True))
    sealer = _sealer_of_standing_rows()
    for table in TABLES:
        if sealer is not None:
            sealer.open(table)
        _drop_sealed_columns(table)
    op.drop_column("referral_status_change", "case_id")
    unprotect("data_key")
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


def _name_the_case_of_status_changes() -> None:
    """Whose key seals the words of a referral's step."""
    op.add_column("referral_status_change", sa.Column("case_id", sa.UUID(), nullable=True))
    op.execute("UPDATE referral_status_change SET case_id = referral.case_id FROM referral WHERE referral.id = referral_id")
    op.alter_column("referral_status_change", "case_id", nullable=False)
    op.create_foreign_key(op.f("fk_referral_status_change_case_id"), "referral_status_change", "case", ["case_id"], ["id"])
    op.create_index(op.f("ix_referral_status_change_case_id"), "referral_status_change", ["case_id"])


def _sealer_of_standing_rows() -> Sealer | None:
    """None for an empty database, which has nothing to seal."""
    connection = op.get_bind()
    tables = [sa.table(name) for name in (*OWNERS, "focal_point")]
    if not any(connection.scalar(sa.select(sa.select(sa.literal(1)).select_from(table).exists())) for table in tables):
        return None
    root_key = context.config.attributes.get("root_key") or Settings.from_environment().root_key
    ensure_keys(connection, root_key)
    return Sealer(connection, keyring_on(connection, root_key))


def _add_sealed_columns(table: SealedTable) -> None:
    for column in table.columns:
        op.add_column(table.name, sa.Column(f"{column.name}_sealed", sa.LargeBinary(), nullable=True))
        if column.normalise:
            op.add_column(table.name, sa.Column(f"{column.name}_index", sa.LargeBinary(), nullable=True))


def _drop_clear_columns(table: SealedTable) -> None:
    for column in table.columns:
        op.drop_column(table.name, column.name)
        if column.is_mandatory:
            op.alter_column(table.name, f"{column.name}_sealed", nullable=False)
        if column.normalise:
            op.create_index(f"ix_{table.name}_{column.name}_index", table.name, [f"{column.name}_index"])


def _drop_sealed_columns(table: SealedTable) -> None:
    for column in table.columns:
        op.drop_column(table.name, f"{column.name}_sealed")
        if column.normalise:
            op.drop_column(table.name, f"{column.name}_index")
        if column.is_mandatory:
            op.alter_column(table.name, column.name, nullable=False)
        if column.is_json:
            op.execute(
                f'ALTER TABLE "{table.name}" ALTER "{column.name}" SET DEFAULT \'{{}}\', ALTER "{column.name}" SET NOT NULL'
            )


def _write_anew(table: SealedTable) -> None:
    op.execute(f'CLUSTER "{table.name}" USING "pk_{table.name}"')
    op.execute(f'ALTER TABLE "{table.name}" SET WITHOUT CLUSTER')


def _of_owner(*, person: str, case: str) -> str:
    """The key's owner is a person or a case that the actor sees (their own policies say so) and that meets the condition.

    Keys are read by their ids, a page's worth at a time: asking the owner costs one look-up each.
    """
    conditions = {"person": person, "case": case}
    return either(
        *(
            f'EXISTS (SELECT FROM "{owner}" AS owner WHERE owner.id = data_key.id AND {condition})'  # nosec B608 - the names are those of our own tables
            for owner, condition in conditions.items()
        )
    )
