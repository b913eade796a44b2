"""Attachments of persons and cases; what they show lies sealed in files beside the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import either, in_list, in_scope, protect, unprotect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FORMATS = ("jpeg", "png", "webp", "pdf")
REASONS = ("wrong_file", "replaced", "asked_by_person", "not_needed")
OF_ITS_FILE = either(f"(person_id IS NOT NULL AND {in_scope('person')})", f"(case_id IS NOT NULL AND {in_scope('case')})")
# Staff who read the file in an emergency; a partner's link also opens files, but no attachments.
OF_FILE_READ = either(in_list("person_id", "quipu.person_files"), in_list("case_id", "quipu.case_files"))
READ = either(OF_ITS_FILE, f"((SELECT quipu_kind()) = 'staff' AND ({OF_FILE_READ}))")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("case_id", sa.UUID(), nullable=True),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("extent", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.UUID(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removal_reason", sa.String(40), nullable=True),
        sa.CheckConstraint("num_nonnulls(person_id, case_id) = 1", name=op.f("ck_attachment_one_owner")),
        sa.CheckConstraint("owner_id = coalesce(person_id, case_id)", name=op.f("ck_attachment_owner_is_named")),
        sa.CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name=op.f("ck_attachment_removed_for_a_reason")),
        sa.CheckConstraint("removed_at IS NULL OR title_sealed IS NULL", name=op.f("ck_attachment_removed_without_title")),
        sa.CheckConstraint(_one_of("format", FORMATS), name=op.f("ck_attachment_format")),
        sa.CheckConstraint(_one_of("removal_reason", REASONS), name=op.f("ck_attachment_removal_reason")),
        sa.ForeignKeyConstraint(
            ["person_id", "scope_id"],
            ["person.id", "person.scope_id"],
            name=op.f("fk_attachment_person_id_scope_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "scope_id"], ["case.id", "case.scope_id"], name=op.f("fk_attachment_case_id_scope_id"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_attachment_recorded_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["user.id"], name=op.f("fk_attachment_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("file_name", name=op.f("uq_attachment_file_name")),
    )
    for owner in ("person", "case"):
        op.create_index(op.f(f"ix_attachment_{owner}_id"), "attachment", [f"{owner}_id"])
        op.execute(
            f"""CREATE TRIGGER attachment_has_scope_of_{owner} BEFORE INSERT ON attachment FOR EACH ROW
            WHEN (NEW.scope_id IS NULL AND NEW.{owner}_id IS NOT NULL) EXECUTE FUNCTION fill_scope_of_{owner}()"""
        )
    protect("attachment", read=READ, write=OF_ITS_FILE)


def downgrade() -> None:
    unprotect("attachment")
    op.drop_table("attachment")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN (" + ", ".join(f"'{word}'" for word in words) + ")"
