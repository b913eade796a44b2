"""What an asked office is told with the person's yes; corrected files of imports, and children in them and in nobody's day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.row_security import in_scope, protect, unprotect

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TOLD = ("told_sex", "told_birth_from", "told_birth_until")
SEXES = ("female", "male", "other", "unknown", "declined")
CHECKS = {
    "told_sex": f"told_sex IN ({', '.join(repr(sex) for sex in SEXES)})",
    "told_with_a_yes": f"num_nonnulls({', '.join(TOLD)}) = 0 OR (agreed_at IS NOT NULL AND answered_at IS NULL)",
    "told_birth_in_order": "told_birth_from <= told_birth_until",
}


def upgrade() -> None:
    tell_with_a_yes()
    know_corrections()
    op.add_column("people_import", sa.Column("child_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("import_piece", sa.Column("child_numbers", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False))
    make_backlog()
    for table, column in (("people_import", "child_count"), ("import_piece", "child_numbers")):
        op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    unprotect("care_backlog")
    op.drop_table("care_backlog")
    op.drop_column("import_piece", "child_numbers")
    op.drop_column("people_import", "child_count")
    op.drop_index("ix_people_import_corrects_id", "people_import")
    op.drop_constraint(op.f("fk_people_import_corrects_id"), "people_import")
    op.drop_column("people_import", "corrects_id")
    for name in reversed(CHECKS):
        op.drop_constraint(op.f(f"ck_office_question_{name}"), "office_question")
    for column in (*reversed(TOLD), "agreed_at"):
        op.drop_column("office_question", column)


def tell_with_a_yes() -> None:
    op.add_column("office_question", sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("office_question", sa.Column("told_sex", sa.String(40), nullable=True))
    op.add_column("office_question", sa.Column("told_birth_from", sa.SmallInteger(), nullable=True))
    op.add_column("office_question", sa.Column("told_birth_until", sa.SmallInteger(), nullable=True))
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_office_question_{name}"), "office_question", condition)
    # To empty them: without the yes, which nobody writes later, the check refuses anything else.
    op.execute(f"GRANT UPDATE ({', '.join(TOLD)}) ON office_question TO app_rw")


def know_corrections() -> None:
    op.add_column("people_import", sa.Column("corrects_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_people_import_corrects_id"), "people_import", "people_import", ["corrects_id"], ["id"])
    op.create_index(
        "ix_people_import_corrects_id", "people_import", ["corrects_id"], postgresql_where=sa.text("corrects_id IS NOT NULL")
    )


def make_backlog() -> None:
    op.create_table(
        "care_backlog",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_care_backlog_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_backlog")),
        sa.UniqueConstraint("office_id", name=op.f("uq_care_backlog_office_id")),
    )
    protect("care_backlog", read=in_scope("person", "office_id"), write="false")
