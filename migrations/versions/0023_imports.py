"""People from a file, kept apart until they are confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.row_security import as_gate, either, hide_from_gate, in_scope, let_gate_move, protect, show_to_gate, unprotect

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATUSES = ("uploaded", "reading", "checking", "to_review", "importing", "finished", "failed", "discarded", "expired")
FORMATS = ("xlsx", "csv")
KINDS = ("original", "rows", "facts")
OUTCOMES = ("error", "certain", "possible", "repeated")
DECISIONS = ("register", "leave_out")
FAULTS = (
    "empty", "no_rows", "not_a_table", "encrypted", "damaged", "unpacks_too_large", "too_many_rows", "too_many_columns",
    "cell_too_long", "open_quote", "no_columns", "two_sheets", "merged_cells", "column_twice", "columns_unknown", "no_name_column", "too_costly", "stopped",
)  # fmt: skip
PARTS = ("import_piece", "import_row", "import_keys", "import_candidate")
OF_OFFICE = in_scope("person", "office_id")

# Of the people that a row of an import may be: at which office they are registered, unless their file is restricted by now.
OFFICES_OF_MATCHES = """
CREATE FUNCTION quipu_offices_of_matches(of_import uuid, ids uuid[]) RETURNS TABLE (person_id uuid, office_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT person.id, person.office_id FROM person
    WHERE person.id = ANY (ids) AND NOT person.is_restricted AND person.erased_at IS NULL
        AND EXISTS (
            SELECT FROM people_import
            JOIN import_row ON import_row.import_id = people_import.id
                AND import_row.matches @> jsonb_build_array(jsonb_build_object('person_id', person.id))
            WHERE people_import.id = of_import AND people_import.office_id = ANY (quipu_ids('quipu.person_scopes')));
END"""


def upgrade() -> None:
    _make_imports()
    _make_pieces()
    _make_rows()
    _make_comparing()
    _make_entries()
    protect("people_import", read=OF_OFFICE, write=OF_OFFICE)
    for table in PARTS:
        protect(table, read=OF_OFFICE, write=OF_OFFICE)
    protect("import_entry", read=in_scope("person"), write=in_scope("person"))
    let_gate_move("import_entry", "person_id", "scope_id")
    for table in ("people_import", "import_row"):
        show_to_gate(table)
    with as_gate():
        op.execute(OFFICES_OF_MATCHES)
        op.execute("REVOKE EXECUTE ON FUNCTION quipu_offices_of_matches(uuid, uuid[]) FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION quipu_offices_of_matches(uuid, uuid[]) TO app_rw, SESSION_USER")
    _let_keys_go(either_kind=("person", "case", "import"))


def downgrade() -> None:
    _let_keys_go(either_kind=("person", "case"))
    with as_gate():
        op.execute("DROP FUNCTION quipu_offices_of_matches(uuid, uuid[])")
    for table in ("import_row", "people_import"):
        hide_from_gate(table)
    op.execute("DROP POLICY gate_moves ON import_entry")
    for table in ("import_entry", *reversed(PARTS), "people_import"):
        unprotect(table)
        op.drop_table(table)


def _let_keys_go(*, either_kind: tuple[str, ...]) -> None:
    """Which data keys the web process sees and writes: those of the files, and of the imports, that it may see."""
    inner = {"person": in_scope("person"), "case": in_scope("case"), "import": OF_OFFICE}
    read = _of_owners(dict.fromkeys(either_kind, "true"))
    write = _of_owners({kind: inner[kind] for kind in either_kind})
    op.execute(f"ALTER POLICY read ON data_key USING ({read})")
    op.execute(f"ALTER POLICY add ON data_key WITH CHECK ({write})")
    for policy in ("change", "remove"):
        op.execute(f"ALTER POLICY {policy} ON data_key USING ({write})")


def _of_owners(conditions: dict[str, str]) -> str:
    tables = {"person": "person", "case": "case", "import": "people_import"}
    return either(
        *(
            f'EXISTS (SELECT FROM "{tables[kind]}" AS owner WHERE owner.id = data_key.id AND {condition})'  # nosec B608 - our own tables
            for kind, condition in conditions.items()
        )
    )


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN (" + ", ".join(f"'{word}'" for word in words) + ")"


def _make_imports() -> None:
    op.create_table(
        "people_import",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("file_digest", sa.LargeBinary(), nullable=False),
        sa.Column("defaults", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("columns", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("blank_count", sa.Integer(), nullable=False),
        sa.Column("error_count", sa.Integer(), nullable=False),
        sa.Column("registered_count", sa.Integer(), nullable=False),
        sa.Column("left_out_count", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(40), nullable=True),
        sa.Column("uploaded_by", sa.UUID(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.UUID(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shredded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault_detail_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(status = 'failed') = (fault IS NOT NULL)", name=op.f("ck_people_import_failed_for_a_reason")),
        sa.CheckConstraint(
            "status <> 'finished' OR row_count = registered_count + left_out_count + error_count",
            name=op.f("ck_people_import_finished_balances"),
        ),
        sa.CheckConstraint(_one_of("status", STATUSES), name=op.f("ck_people_import_status")),
        sa.CheckConstraint(_one_of("format", FORMATS), name=op.f("ck_people_import_format")),
        sa.CheckConstraint(_one_of("fault", FAULTS), name=op.f("ck_people_import_fault")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["user.id"], name=op.f("fk_people_import_confirmed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_people_import_ended_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_people_import_office_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["user.id"], name=op.f("fk_people_import_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
        sa.UniqueConstraint("code", name=op.f("uq_people_import_code")),
        sa.UniqueConstraint("id", "office_id", name=op.f("uq_people_import_id_office_id")),
    )
    op.create_index("ix_people_import_office_uploaded", "people_import", ["office_id", "uploaded_at"], unique=False)
    op.create_index(
        "uq_people_import_same_file",
        "people_import",
        ["office_id", "file_digest"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('failed', 'discarded', 'expired')"),
    )


def _make_pieces() -> None:
    op.create_table(
        "import_piece",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_number", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_import_piece_kind")),
        sa.ForeignKeyConstraint(
            ["import_id", "office_id"],
            ["people_import.id", "people_import.office_id"],
            name=op.f("fk_import_piece_import_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_piece")),
        sa.UniqueConstraint("import_id", "kind", "number", name=op.f("uq_import_piece_import_id_kind_number")),
    )


def _make_rows() -> None:
    op.create_table(
        "import_row",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("faults", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("matches", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(_one_of("outcome", OUTCOMES), name=op.f("ck_import_row_outcome")),
        sa.CheckConstraint(_one_of("decision", DECISIONS), name=op.f("ck_import_row_decision")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_import_row_decided_by")),
        sa.ForeignKeyConstraint(
            ["import_id", "office_id"],
            ["people_import.id", "people_import.office_id"],
            name=op.f("fk_import_row_import_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_row_import_id_number")),
    )
    op.create_index("ix_import_row_outcome", "import_row", ["import_id", "outcome", "number"], unique=False)


def _make_comparing() -> None:
    op.create_table(
        "import_keys",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("strong", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id", "office_id"],
            ["people_import.id", "people_import.office_id"],
            name=op.f("fk_import_keys_import_id_office_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_keys")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_keys_import_id_number")),
    )
    op.create_index("ix_import_keys_digest", "import_keys", ["import_id", "digest"], unique=False)
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


def _make_entries() -> None:
    op.create_table(
        "import_entry",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("scope_id", sa.UUID(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id", "office_id"],
            ["people_import.id", "people_import.office_id"],
            name=op.f("fk_import_entry_import_id_office_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "scope_id"],
            ["person.id", "person.scope_id"],
            name=op.f("fk_import_entry_person_id_scope_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_entry")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_entry_import_id_number")),
    )
    op.create_index("ix_import_entry_office_digest", "import_entry", ["office_id", "digest"], unique=False)
    op.create_index("ix_import_entry_person_id", "import_entry", ["person_id"], unique=False)
