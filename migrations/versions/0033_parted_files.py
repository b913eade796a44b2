"""Once a merge is undone, neither file goes on saying what the other one said (docs/adr/0028)."""

from __future__ import annotations

from alembic import op

from migrations.row_security import as_gate

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# The rows of the history that the merge itself wrote carry its moment; whoever may undo it, and nobody else, takes them away.
FORGET = """
CREATE FUNCTION quipu_forget_merge(merge uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM person_change USING person_merge, person AS staying
    WHERE person_merge.id = merge AND person_merge.undone_at IS NULL AND staying.id = person_merge.person_id
        AND (quipu_kind() = 'owner' OR staying.scope_id = ANY (quipu_ids('quipu.person_scopes')))
        AND person_change.person_id = staying.id AND person_change.changed_at = person_merge.merged_at
$$
"""


def upgrade() -> None:
    op.execute("GRANT SELECT (changed_at), DELETE ON person_change TO quipu_gate")
    op.execute("GRANT UPDATE (before_sealed) ON person_merge TO app_rw")
    op.execute("UPDATE person_merge SET before_sealed = NULL WHERE undone_at IS NOT NULL")
    with as_gate():
        op.execute(FORGET)
        op.execute("REVOKE EXECUTE ON FUNCTION quipu_forget_merge(uuid) FROM PUBLIC")
        op.execute("GRANT EXECUTE ON FUNCTION quipu_forget_merge(uuid) TO app_rw, SESSION_USER")


def downgrade() -> None:
    with as_gate():
        op.execute("DROP FUNCTION quipu_forget_merge(uuid)")
    op.execute("REVOKE UPDATE (before_sealed) ON person_merge FROM app_rw")
    op.execute("REVOKE SELECT (changed_at), DELETE ON person_change FROM quipu_gate")
