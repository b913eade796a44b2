"""The functions of migration 0022: two files become one, and are parted again (docs/adr/0028).

All belong to ``quipu_gate``: they move every row of a person, also those that who merges may not see, and tell nothing of them.
"""

from __future__ import annotations

# The file to which an id leads today: itself, or that into which it was merged, however many merges on.
LAST_FILE = """
CREATE FUNCTION quipu_last_file(wanted uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH RECURSIVE way AS (
        SELECT id, merged_into_id FROM person WHERE id = wanted
        UNION SELECT next.id, next.merged_into_id FROM person AS next JOIN way ON next.id = way.merged_into_id
    )
    SELECT id FROM way WHERE merged_into_id IS NULL;
END"""

# For whoever opens a merged file by its address or its code: the file that holds it now, where they may see that one.
KEPT_FILE = """
CREATE FUNCTION quipu_kept_file(wanted uuid, wanted_code text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT kept.id FROM person AS merged JOIN person AS kept ON kept.id = quipu_last_file(merged.id)
    WHERE (merged.id = wanted OR merged.code = wanted_code) AND merged.merged_into_id IS NOT NULL
        AND (kept.scope_id = ANY (quipu_ids('quipu.person_scopes')) OR kept.id = ANY (quipu_ids('quipu.persons'))
            OR quipu_kind() IN ('system', 'owner'));
END"""

# The row of the merge is written first, by somebody who sees both files: what is moved follows from it alone. Columns come
# as 'table.column' in the order in which they move; only such as point at a person are moved.
JOIN_FILES = """
CREATE FUNCTION quipu_join_files(merge uuid, moved text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid;
    kept uuid;
    kept_scope uuid;
    part record;
BEGIN
    SELECT going.id, staying.id, staying.scope_id INTO gone, kept, kept_scope
    FROM person_merge JOIN person AS going ON going.id = person_merge.merged_id
    JOIN person AS staying ON staying.id = person_merge.person_id
    WHERE person_merge.id = merge AND person_merge.undone_at IS NULL AND going.merged_into_id IS NULL
        AND staying.merged_into_id IS NULL AND going.office_id = staying.office_id AND going.id <> staying.id
        AND (quipu_kind() = 'owner' OR (going.scope_id = ANY (quipu_ids('quipu.person_scopes'))
            AND staying.scope_id = ANY (quipu_ids('quipu.person_scopes'))))
    FOR UPDATE OF going, staying;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'these files cannot be merged' USING ERRCODE = 'check_violation';
    END IF;
    FOR part IN SELECT * FROM quipu_columns_of_person() JOIN unnest(moved) WITH ORDINALITY AS asked (name, place)
        ON asked.name = table_name || '.' || column_name ORDER BY asked.place
    LOOP
        EXECUTE format(
            'WITH moved AS (UPDATE %I SET %I = $2 %s WHERE %I = $1 RETURNING id)
             INSERT INTO person_merge_row (merge_id, table_name, column_name, row_id) SELECT $4, %L, %L, id FROM moved',
            part.table_name, part.column_name, CASE WHEN part.scope_column IS NULL THEN '' ELSE format(', %I = $3', part.scope_column) END,
            part.column_name, part.table_name, part.column_name) USING gone, kept, kept_scope, merge;
    END LOOP;
    WITH moved AS (UPDATE data_key SET opens_for = kept WHERE id = gone OR opens_for = gone RETURNING id)
    INSERT INTO person_merge_row (merge_id, table_name, column_name, row_id) SELECT merge, 'data_key', 'opens_for', id FROM moved;
    UPDATE person SET merged_into_id = kept WHERE id = gone;
END $$"""

# The same rows back, by their ids. Only the latest merge of a file: what came later may stand on what came before.
PART_FILES = """
CREATE FUNCTION quipu_part_files(merge uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid;
    kept uuid;
    gone_scope uuid;
    part record;
BEGIN
    SELECT going.id, staying.id INTO gone, kept
    FROM person_merge JOIN person AS going ON going.id = person_merge.merged_id
    JOIN person AS staying ON staying.id = person_merge.person_id
    WHERE person_merge.id = merge AND person_merge.undone_at IS NULL AND going.merged_into_id = staying.id
        AND staying.merged_into_id IS NULL AND staying.erased_at IS NULL
        AND (quipu_kind() = 'owner' OR staying.scope_id = ANY (quipu_ids('quipu.person_scopes')))
        AND NOT EXISTS (
            SELECT FROM person_merge AS later
            WHERE later.person_id = staying.id AND later.undone_at IS NULL AND later.id > person_merge.id)
    FOR UPDATE OF going, staying;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this merge cannot be undone' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE person SET merged_into_id = NULL WHERE id = gone RETURNING scope_id INTO gone_scope;
    FOR part IN SELECT DISTINCT here.* FROM quipu_columns_of_person() AS here JOIN person_merge_row AS moved
        ON moved.merge_id = merge AND moved.table_name = here.table_name AND moved.column_name = here.column_name
    LOOP
        EXECUTE format(
            'UPDATE %I SET %I = $2 %s WHERE %I = $1 AND id IN (
                SELECT row_id FROM person_merge_row WHERE merge_id = $4 AND table_name = %L AND column_name = %L)',
            part.table_name, part.column_name, CASE WHEN part.scope_column IS NULL THEN '' ELSE format(', %I = $3', part.scope_column) END,
            part.column_name, part.table_name, part.column_name) USING kept, gone, gone_scope, merge;
    END LOOP;
    UPDATE data_key SET opens_for = nullif(gone, id) WHERE id IN (
        SELECT row_id FROM person_merge_row WHERE merge_id = merge AND table_name = 'data_key');
    DELETE FROM person_merge_row WHERE merge_id = merge;
END $$"""

# Which of these rows, that the asker sees anyhow, came with a merge of a file within their scope.
CAME_WITH = """
CREATE FUNCTION quipu_came_with(merge uuid, ids uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT coalesce(array_agg(row_id), '{}') FROM person_merge_row JOIN person_merge ON person_merge.id = merge_id
    WHERE merge_id = merge AND row_id = ANY (ids)
        AND (person_merge.scope_id = ANY (quipu_ids('quipu.person_scopes')) OR quipu_kind() IN ('system', 'owner'));
END"""

# Every column that points at a person, with the one that goes along where the key is of two.
COLUMNS_OF_PERSON = """
CREATE FUNCTION quipu_columns_of_person() RETURNS TABLE (table_name text, column_name text, scope_column text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT refers.relname, points.attname, scope.attname
    FROM pg_constraint AS key
    JOIN pg_class AS refers ON refers.oid = key.conrelid
    JOIN pg_attribute AS points ON points.attrelid = key.conrelid AND points.attnum = key.conkey[1]
    LEFT JOIN pg_attribute AS scope ON scope.attrelid = key.conrelid AND scope.attnum = key.conkey[2]
    WHERE key.contype = 'f' AND key.confrelid = 'public.person'::regclass;
END"""

# For whoever reads beyond their offices in an emergency: as before, and the code of a merged file leads to the kept one.
FIND_BEYOND = """
CREATE OR REPLACE FUNCTION quipu_find_beyond(wanted text) RETURNS TABLE (person_id uuid, office_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT person.id, person.office_id FROM person
    LEFT JOIN "case" ON "case".person_id = person.id AND "case".code = wanted AND NOT "case".is_restricted
    LEFT JOIN person AS merged ON merged.code = wanted AND merged.merged_into_id IS NOT NULL
    WHERE (person.code = wanted OR "case".id IS NOT NULL OR person.id = quipu_last_file(merged.id))
        AND NOT person.is_restricted AND person.merged_into_id IS NULL
        AND quipu_kind() = 'staff' AND cardinality(quipu_ids('quipu.person_scopes')) > 0
        AND person.scope_id <> ALL (quipu_ids('quipu.person_scopes'))
    LIMIT 1;
END"""

FILE_TO_HOLD = """
CREATE OR REPLACE FUNCTION quipu_file_to_hold(wanted text) RETURNS TABLE (person_id uuid, scope_id uuid, office_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT person.id, person.scope_id, person.office_id FROM person
    WHERE person.id = (SELECT quipu_last_file(named.id) FROM person AS named WHERE named.code = wanted)
        AND person.erased_at IS NULL AND person.office_id = ANY (quipu_ids('quipu.audited_offices'));
END"""

NEW_FUNCTIONS = (COLUMNS_OF_PERSON, LAST_FILE, KEPT_FILE, JOIN_FILES, PART_FILES, CAME_WITH)
SIGNATURES = {
    "quipu_columns_of_person()": None,
    "quipu_last_file(uuid)": None,
    "quipu_kept_file(uuid, text)": "app_rw, app_job",
    "quipu_join_files(uuid, text[])": "app_rw, app_job",
    "quipu_part_files(uuid)": "app_rw, app_job",
    "quipu_came_with(uuid, uuid[])": "app_rw, app_job",
}
"""Each new function with the roles of login that may call it; the owner of the tables calls all. First those that others call."""
