"""Whom rows of a file are compared with is not written down any more, and registering many people is cheaper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.row_security import in_scope, protect, unprotect

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OF_OFFICE = in_scope("person", "office_id")


def upgrade() -> None:
    unprotect("import_candidate")
    op.drop_table("import_candidate")
    # Asked only where the answer may be no: a person of an import need not be looked up once more to find them unrestricted.
    _keep_restriction("WHEN (NEW.is_restricted)")


def downgrade() -> None:
    _keep_restriction("")
    op.create_table(
        "import_candidate",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("other_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id", "office_id"],
            ["people_import.id", "people_import.office_id"],
            name=op.f("fk_import_candidate_import_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_candidate")),
    )
    op.create_index("ix_import_candidate_piece", "import_candidate", ["import_id", "piece"], unique=False)
    protect("import_candidate", read=OF_OFFICE, write=OF_OFFICE)


def _keep_restriction(condition: str) -> None:
    op.execute("DROP TRIGGER person_keeps_restriction ON person")
    op.execute(
        f"""CREATE TRIGGER person_keeps_restriction AFTER INSERT OR UPDATE OF is_restricted ON person
        FOR EACH ROW {condition} EXECUTE FUNCTION refuse_open_case_of_restricted_person()"""
    )
