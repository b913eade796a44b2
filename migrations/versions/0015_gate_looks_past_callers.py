"""The functions of ``quipu_gate`` look at the tables of the house alone, and are called by those who need them.

PostgreSQL looks for a table among the caller's temporary ones first, unless ``pg_temp`` is named last: a login role could put
a view of its own in the place of ``break_glass``, and run what it liked as ``quipu_gate``.
"""

from __future__ import annotations

from alembic import op

from migrations.row_security import as_gate

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OF_GATE = "SELECT oid FROM pg_proc WHERE prosecdef AND proowner = 'quipu_gate'::regrole"
OWNER = "(SELECT tableowner FROM pg_tables WHERE tablename = 'person' AND schemaname = 'public')"
CALLED_BY_BOTH = """proname NOT IN ('quipu_forget_name_words', 'quipu_file_to_hold')"""
"""These two say since 0012 who calls them."""


def upgrade() -> None:
    with as_gate():
        for_each(OF_GATE, "ALTER FUNCTION %s SET search_path = public, pg_temp")
        for_each(f"{OF_GATE} AND {CALLED_BY_BOTH}", "REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC")
        for_each(
            f"{OF_GATE} AND {CALLED_BY_BOTH}", "GRANT EXECUTE ON FUNCTION %s TO app_rw, app_job, ' || quote_ident(owner) || '"
        )


def downgrade() -> None:
    with as_gate():
        for_each(
            f"{OF_GATE} AND {CALLED_BY_BOTH}", "REVOKE EXECUTE ON FUNCTION %s FROM app_rw, app_job, ' || quote_ident(owner) || '"
        )
        for_each(f"{OF_GATE} AND {CALLED_BY_BOTH}", "GRANT EXECUTE ON FUNCTION %s TO PUBLIC")
        for_each(OF_GATE, "ALTER FUNCTION %s SET search_path = public")


def for_each(functions: str, statement: str) -> None:
    """Run a statement for each function, which stands in it as ``%s``."""
    op.execute(
        f"""DO $$ DECLARE
            one regprocedure;
            owner CONSTANT text := {OWNER};
        BEGIN
            FOR one IN {functions} LOOP
                EXECUTE format('{statement}', one);
            END LOOP;
        END $$"""
    )
