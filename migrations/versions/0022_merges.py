"""Two files that were one person: merged, and taken apart again (docs/adr/0028)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import emergency_functions
from migrations.matching_functions import COUNT_NAMES
from migrations.merging_functions import FILE_TO_HOLD, FIND_BEYOND, NEW_FUNCTIONS, SIGNATURES
from migrations.row_security import as_gate, either, in_list, in_scope, protect, show_to_gate, unprotect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

GROUNDS = "ground IN ('person_said', 'same_document', 'family_said', 'written_twice', 'other')"
# A merged file lies in a scope that nobody has: every list, count, search and page of both walls leaves it out.
NOBODYS = "'00000000-0000-0000-0000-000000000000'::uuid"
SCOPE_BEFORE = "CASE WHEN is_restricted THEN id ELSE office_id END"
SCOPE_SINCE = f"CASE WHEN merged_into_id IS NOT NULL THEN {NOBODYS} WHEN is_restricted THEN id ELSE office_id END"
IN_FORCE = "lifted_at IS NULL"
COUNTED = "WHERE person.erased_at IS NULL"
COUNTED_SINCE = f"{COUNTED} AND person.merged_into_id IS NULL"


def upgrade() -> None:
    op.add_column("person", sa.Column("merged_into_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_person_merged_into_id"), "person", "person", ["merged_into_id"], ["id"])
    op.create_check_constraint(op.f("ck_person_merged_into_another"), "person", "merged_into_id <> id")
    is_merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"], postgresql_where=is_merged)
    op.execute(f"ALTER TABLE person ALTER COLUMN scope_id SET EXPRESSION AS ({SCOPE_SINCE})")
    _make_merges()
    _make_rows()
    _open_by_other_keys()
    _let_owner_follow()
    _hold_each_file_once(("person_id", "person_code", "reason"))
    _let_gate_move()
    with as_gate():
        for function in (*NEW_FUNCTIONS, FIND_BEYOND, FILE_TO_HOLD, _again(COUNT_NAMES.replace(COUNTED, COUNTED_SINCE))):
            op.execute(function)
        for signature, callers in SIGNATURES.items():
            op.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC")
            op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {f'{callers}, SESSION_USER' if callers else 'SESSION_USER'}")


def downgrade() -> None:
    _refuse_to_part_files()
    hold = op.get_context().script.get_revision("0012").module.FILE_TO_HOLD
    with as_gate():
        for function in (emergency_functions.FIND_BEYOND, hold):
            op.execute(_again(function).replace("SET search_path = public", "SET search_path = public, pg_temp"))
        op.execute(_again(COUNT_NAMES))
        for signature in reversed(SIGNATURES):
            op.execute(f"DROP FUNCTION {signature}")
    _let_gate_move_no_more()
    _hold_each_file_once(("person_id", "reason"))
    op.execute("DROP TRIGGER attachment_owner_follows ON attachment")
    op.execute("DROP FUNCTION name_owner_of_attachment()")
    op.execute("DROP POLICY read_of_merged ON data_key")
    op.drop_index("ix_data_key_opens_for", "data_key")
    op.drop_column("data_key", "opens_for")
    for table in ("person_merge_row", "person_merge"):
        unprotect(table)
        op.drop_table(table)
    op.execute(f"ALTER TABLE person ALTER COLUMN scope_id SET EXPRESSION AS ({SCOPE_BEFORE})")
    op.drop_column("person", "merged_into_id")


def _again(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def _make_merges() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        *(sa.Column(name, sa.UUID(), nullable=False) for name in ("person_id", "scope_id", "merged_id")),
        sa.Column("merged_code", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("was_restricted", sa.Boolean(), nullable=False),
        sa.Column("merged_by", sa.UUID(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.UUID(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(GROUNDS, name=op.f("ck_person_merge_ground")),
        sa.CheckConstraint("person_id <> merged_id", name=op.f("ck_person_merge_of_two")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_person_merge_undone_by_somebody")),
        sa.ForeignKeyConstraint(
            ["person_id", "scope_id"],
            ["person.id", "person.scope_id"],
            name=op.f("fk_person_merge_person_id_scope_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["merged_id"], ["person.id"], name=op.f("fk_person_merge_merged_id")),
        sa.ForeignKeyConstraint(["merged_by"], ["user.id"], name=op.f("fk_person_merge_merged_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["user.id"], name=op.f("fk_person_merge_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index("ix_person_merge_person_id", "person_merge", ["person_id"])
    op.create_index("ix_person_merge_merged_id", "person_merge", ["merged_id"])
    once = sa.text("undone_at IS NULL")
    op.create_index("uq_person_merge_in_force", "person_merge", ["merged_id"], unique=True, postgresql_where=once)
    op.execute(
        """CREATE TRIGGER person_merge_has_scope BEFORE INSERT ON person_merge FOR EACH ROW WHEN (NEW.scope_id IS NULL)
        EXECUTE FUNCTION fill_scope_of_person()"""
    )
    of_file_read = either(in_scope("person"), in_list("person_id", "quipu.person_files"))
    protect("person_merge", read=of_file_read, write=in_scope("person"))
    op.execute("REVOKE DELETE, TRUNCATE, UPDATE ON person_merge FROM app_rw, app_job")
    op.execute("GRANT UPDATE (undone_by, undone_at) ON person_merge TO app_rw")
    show_to_gate("person_merge")


def _make_rows() -> None:
    """What moved, by its ids. No login role reads it: a restricted case would stand in it."""
    op.create_table(
        "person_merge_row",
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("merge_id", sa.UUID(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["person_merge.id"], name=op.f("fk_person_merge_row_merge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge_row")),
        sa.UniqueConstraint(
            "merge_id",
            "table_name",
            "column_name",
            "row_id",
            name=op.f("uq_person_merge_row_merge_id_table_name_column_name_row_id"),
        ),
    )
    protect("person_merge_row", read="false", write="false")
    op.execute("REVOKE ALL ON person_merge_row FROM app_rw, app_job")
    op.execute("GRANT SELECT, INSERT, DELETE ON person_merge_row TO quipu_gate")
    op.execute("CREATE POLICY gate ON person_merge_row TO quipu_gate USING (true)")


def _open_by_other_keys() -> None:
    """What was sealed for the merged file stays under its key, which opens for the kept file from now on."""
    op.add_column("data_key", sa.Column("opens_for", sa.UUID(), nullable=True))
    serves = sa.text("opens_for IS NOT NULL")
    op.create_index("ix_data_key_opens_for", "data_key", ["opens_for"], postgresql_where=serves)
    # The person's own policies say whether the actor sees the kept file.
    op.execute(
        """CREATE POLICY read_of_merged ON data_key FOR SELECT TO app_rw
        USING (opens_for IS NOT NULL AND EXISTS (SELECT FROM person AS kept WHERE kept.id = data_key.opens_for))"""
    )


def _let_owner_follow() -> None:
    op.execute(
        """CREATE FUNCTION name_owner_of_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.owner_id := coalesce(NEW.person_id, NEW.case_id);
            RETURN NEW;
        END $$"""
    )
    op.execute(
        """CREATE TRIGGER attachment_owner_follows BEFORE UPDATE OF person_id, case_id ON attachment
        FOR EACH ROW EXECUTE FUNCTION name_owner_of_attachment()"""
    )


def _hold_each_file_once(columns: tuple[str, ...]) -> None:
    """Two files may be held for the same reason before they are one; the code tells which was."""
    op.drop_index("uq_retention_hold_once", "retention_hold")
    in_force = sa.text(IN_FORCE)
    op.create_index("uq_retention_hold_once", "retention_hold", list(columns), unique=True, postgresql_where=in_force)


def _let_gate_move() -> None:
    """Columns and no more: the gate reads ids, and writes whose a row is."""
    op.execute(
        """DO $$ DECLARE
            part record;
        BEGIN
            FOR part IN
                SELECT refers.relname, string_agg(DISTINCT quote_ident(of_key.attname), ', ') AS columns
                FROM pg_constraint AS key JOIN pg_class AS refers ON refers.oid = key.conrelid
                JOIN pg_attribute AS of_key ON of_key.attrelid = key.conrelid AND of_key.attnum = ANY (key.conkey)
                WHERE key.contype = 'f' AND key.confrelid = 'public.person'::regclass AND of_key.attgenerated = ''
                GROUP BY refers.relname
            LOOP
                EXECUTE format('GRANT SELECT (id, %s), UPDATE (%s) ON %I TO quipu_gate', part.columns, part.columns, part.relname);
                EXECUTE format('CREATE POLICY gate_moves ON %I TO quipu_gate USING (true)', part.relname);
            END LOOP;
        END $$"""
    )
    op.execute("GRANT SELECT (id, opens_for), UPDATE (opens_for) ON data_key TO quipu_gate")
    op.execute("CREATE POLICY gate_moves ON data_key TO quipu_gate USING (true)")


def _let_gate_move_no_more() -> None:
    op.execute("DROP POLICY gate_moves ON data_key")
    op.execute("REVOKE ALL ON data_key FROM quipu_gate")
    op.execute(
        """DO $$ DECLARE
            part record;
        BEGIN
            FOR part IN
                SELECT walled.relname, string_agg(DISTINCT quote_ident(of_key.attname), ', ') AS columns
                FROM pg_policy AS policy JOIN pg_class AS walled ON walled.oid = policy.polrelid
                JOIN pg_constraint AS key ON key.conrelid = walled.oid AND key.contype = 'f'
                    AND key.confrelid = 'public.person'::regclass
                JOIN pg_attribute AS of_key ON of_key.attrelid = key.conrelid AND of_key.attnum = ANY (key.conkey)
                WHERE policy.polname = 'gate_moves' AND of_key.attgenerated = '' GROUP BY walled.relname
            LOOP
                EXECUTE format('DROP POLICY gate_moves ON %I', part.relname);
                EXECUTE format('REVOKE SELECT (id, %s), UPDATE (%s) ON %I FROM quipu_gate', part.columns, part.columns, part.relname);
            END LOOP;
        END $$"""
    )


def _refuse_to_part_files() -> None:
    op.execute(
        """DO $$ BEGIN
            IF EXISTS (SELECT FROM person WHERE merged_into_id IS NOT NULL) THEN
                RAISE EXCEPTION 'Merged files exist: the version before would show them as people. Undo each merge first.';
            END IF;
        END $$"""
    )
