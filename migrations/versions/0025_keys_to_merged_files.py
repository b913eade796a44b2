"""What points at a person by its id alone never comes to point at a merged file, and a case takes its services along (docs/adr/0028).

Where the scope stands in the key too, the foreign key refuses a merged file; these columns had nothing that did.
"""

from __future__ import annotations

from alembic import op

from migrations.merging_functions import JOIN_FILES, PART_FILES
from migrations.row_security import as_gate

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PLAIN_KEYS = {
    "person_id": ("case", "office_question", "scheduled_erasure", "service_delivery"),
    "guardian_id": ("child_care",),
}


def refuse_merged(column: str) -> str:
    """Waits for a merge of that person that is under way, and is asked for every row that is written or moved."""
    return f"""CREATE FUNCTION quipu_refuse_merged_{column}() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            went uuid;
        BEGIN
            SELECT merged_into_id INTO went FROM person WHERE id = NEW.{column} FOR KEY SHARE;
            IF went IS NOT NULL THEN
                RAISE EXCEPTION 'the file was merged' USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN NEW;
        END $$"""  # noqa: S608 - fixed names


# Two rows do not move: the undone merge of these very two files, and a question that is about the kept file already.
NOT_TWICE = JOIN_FILES.replace("WHERE %I = $1 RETURNING id", "WHERE %I = $1 %s RETURNING id").replace(
    "part.column_name, part.table_name, part.column_name) USING gone",
    """part.column_name, CASE part.table_name
                WHEN 'person_merge' THEN 'AND merged_id <> $2'
                WHEN 'questioned_person' THEN 'AND question_id NOT IN (SELECT question_id FROM questioned_person WHERE person_id = $2)'
                ELSE '' END, part.table_name, part.column_name) USING gone""",
)
# What was given since the merge in a case that goes back was given to the person of that case.
UNTIL_THERE = "    UPDATE data_key SET opens_for = nullif(gone, id)"
SERVICES_GO_ALONG = """    UPDATE service_delivery SET person_id = gone FROM "case"
    WHERE "case".id = service_delivery.case_id AND "case".person_id = gone AND service_delivery.person_id = kept;
"""


def upgrade() -> None:
    op.execute("GRANT SELECT (case_id) ON service_delivery TO quipu_gate")
    with as_gate():
        op.execute(_again(NOT_TWICE))
        op.execute(_again(PART_FILES.replace(UNTIL_THERE, SERVICES_GO_ALONG + UNTIL_THERE)))
        for column in PLAIN_KEYS:
            op.execute(refuse_merged(column))
            op.execute(f"REVOKE EXECUTE ON FUNCTION quipu_refuse_merged_{column}() FROM PUBLIC")
            op.execute(f"GRANT EXECUTE ON FUNCTION quipu_refuse_merged_{column}() TO SESSION_USER")
    for column, tables in PLAIN_KEYS.items():
        for table in tables:
            op.execute(
                f"""CREATE TRIGGER {table}_{column}_is_not_merged BEFORE INSERT OR UPDATE OF {column} ON "{table}"
                FOR EACH ROW EXECUTE FUNCTION quipu_refuse_merged_{column}()"""
            )


def downgrade() -> None:
    for column, tables in PLAIN_KEYS.items():
        for table in tables:
            op.execute(f'DROP TRIGGER {table}_{column}_is_not_merged ON "{table}"')
    with as_gate():
        for column in PLAIN_KEYS:
            op.execute(f"DROP FUNCTION quipu_refuse_merged_{column}()")
        op.execute(_again(JOIN_FILES))
        op.execute(_again(PART_FILES))
    op.execute("REVOKE SELECT (case_id) ON service_delivery FROM quipu_gate")


def _again(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
