"""Undoing a merge takes along what was corrected of the other file's values; the trail hides merged files of restricted ones."""

from __future__ import annotations

from alembic import op

from migrations.row_security import as_gate

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# The rows that the merge itself wrote carry its moment; ``also`` are first corrections of the other file's values since then,
# which whoever undoes the merge tells anew from this file's own.
FORGET = """
CREATE FUNCTION quipu_forget_merge(merge uuid, also uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM person_change USING person_merge, person AS staying
    WHERE person_merge.id = merge AND person_merge.undone_at IS NULL AND staying.id = person_merge.person_id
        AND (quipu_kind() = 'owner' OR staying.scope_id = ANY (quipu_ids('quipu.person_scopes')))
        AND person_change.person_id = staying.id
        AND (person_change.changed_at = person_merge.merged_at
            OR (person_change.id = ANY (also) AND person_change.changed_at > person_merge.merged_at))
$$
"""
FORGET_BEFORE = """
CREATE FUNCTION quipu_forget_merge(merge uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM person_change USING person_merge, person AS staying
    WHERE person_merge.id = merge AND person_merge.undone_at IS NULL AND staying.id = person_merge.person_id
        AND (quipu_kind() = 'owner' OR staying.scope_id = ANY (quipu_ids('quipu.person_scopes')))
        AND person_change.person_id = staying.id AND person_change.changed_at = person_merge.merged_at
$$
"""
# A merged file is as restricted as the file that it is part of: the trail neither names nor finds it.
HIDDEN_PERSONS = (
    "SELECT wanted FROM unnest(ids) AS wanted JOIN person ON person.id = quipu_last_file(wanted) AND person.is_restricted"
)
HIDDEN_PERSONS_BEFORE = "SELECT id FROM person WHERE id = ANY (ids) AND is_restricted"
RESTRICTED_AMONG = """
CREATE OR REPLACE FUNCTION quipu_restricted_among(ids uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT coalesce(array_agg(id), '{{}}') FROM (
        {persons}
        UNION ALL SELECT id FROM "case" WHERE id = ANY (ids) AND is_restricted
        UNION ALL SELECT referral.id FROM referral JOIN "case" ON "case".id = referral.case_id
        WHERE referral.id = ANY (ids) AND "case".is_restricted
    ) AS found (id) WHERE cardinality(quipu_ids('quipu.audited_offices')) > 0;
END"""
PERSON_OF_CODE = """SELECT 'person' AS table_name, named.id, named.office_id, last.is_restricted
        FROM person AS named JOIN person AS last ON last.id = quipu_last_file(named.id) WHERE named.code = wanted"""
PERSON_OF_CODE_BEFORE = "SELECT 'person' AS table_name, id, office_id, is_restricted FROM person WHERE code = wanted"
ID_OF_CODE = """
CREATE OR REPLACE FUNCTION quipu_id_of_code(kind text, wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (
    SELECT id FROM (
        {person}
        UNION ALL SELECT 'case', id, office_id, is_restricted FROM "case" WHERE code = wanted
        UNION ALL SELECT 'referral', referral.id, referral.office_id, "case".is_restricted
        FROM referral JOIN "case" ON "case".id = referral.case_id WHERE referral.code = wanted
    ) AS found
    WHERE table_name = kind AND NOT is_restricted AND office_id = ANY (quipu_ids('quipu.audited_offices'))
)"""


def upgrade() -> None:
    with as_gate():
        op.execute("DROP FUNCTION quipu_forget_merge(uuid)")
        op.execute(FORGET)
        _let_web_call("quipu_forget_merge(uuid, uuid[])")
        op.execute(RESTRICTED_AMONG.format(persons=HIDDEN_PERSONS))
        op.execute(ID_OF_CODE.format(person=PERSON_OF_CODE))


def downgrade() -> None:
    with as_gate():
        op.execute(ID_OF_CODE.format(person=PERSON_OF_CODE_BEFORE))
        op.execute(RESTRICTED_AMONG.format(persons=HIDDEN_PERSONS_BEFORE))
        op.execute("DROP FUNCTION quipu_forget_merge(uuid, uuid[])")
        op.execute(FORGET_BEFORE)
        _let_web_call("quipu_forget_merge(uuid)")


def _let_web_call(signature: str) -> None:
    op.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO app_rw, SESSION_USER")
