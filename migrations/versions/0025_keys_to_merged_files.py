"""A row that points at a person by its id alone never comes to point at a merged file (docs/adr/0028).

Where the scope stands in the key too, the foreign key refuses it; these columns had nothing that did.
"""

from __future__ import annotations

from alembic import op

from migrations.row_security import as_gate

revision = "0025"
down_revision = "0023"
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


def upgrade() -> None:
    with as_gate():
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
