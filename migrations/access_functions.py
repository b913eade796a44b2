"""The functions of migration 0004: what a transaction's actor may see, and the ways that look beyond the walls.

``GATE_FUNCTIONS`` belong to the role ``quipu_gate``, which the walls let through.
"""

from __future__ import annotations

KIND = """
CREATE FUNCTION quipu_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('quipu.kind', true), '')"""

IDS = """
CREATE FUNCTION quipu_ids(list text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting(list, true), ''), '{}')::uuid[]"""

WRITE_SEARCH_KEYS = """
CREATE OR REPLACE FUNCTION write_search_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_keys := quipu_search_keys(
        quipu_name_sound(quipu_name_words(concat_ws(' ', NEW.given_names, NEW.surname_1, NEW.surname_2))),
        CASE WHEN NEW.is_restricted THEN NEW.id ELSE NEW.office_id END);
    RETURN NEW;
END $$"""

# The second wall works out scopes by itself: what the application believes about the user plays no part.
# The roles are those of app/accounts/permissions.py that open files (a test compares).
ENTER = """
CREATE FUNCTION quipu_enter(kind text, actor uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
    offices uuid[] := '{}';
    case_offices uuid[] := '{}';
    teams uuid[] := '{}';
    audited uuid[] := '{}';
    restricted_people uuid[] := '{}';
    restricted_cases uuid[] := '{}';
    shared record;
BEGIN
    PERFORM set_config('quipu.kind', kind, true), set_config('quipu.actor', coalesce(actor::text, ''), true),
        set_config('quipu.person_scopes', '', true), set_config('quipu.case_scopes', '', true),
        set_config('quipu.persons', '', true), set_config('quipu.person_files', '', true),
        set_config('quipu.cases', '', true), set_config('quipu.case_files', '', true),
        set_config('quipu.referrals', '', true), set_config('quipu.audited_offices', '', true);
    IF kind = 'staff' THEN
        SELECT array_agg(DISTINCT office.id) FILTER (WHERE held.role IN ('caseworker', 'supervisor')),
            array_agg(DISTINCT office.id) FILTER (WHERE held.role IN ('caseworker', 'supervisor') AND held.team_id IS NULL),
            array_agg(DISTINCT team.id) FILTER (
                WHERE held.role IN ('caseworker', 'supervisor') AND (held.team_id IS NULL OR held.team_id = team.id)),
            array_agg(DISTINCT office.id) FILTER (WHERE held.role = 'data_protection')
        INTO offices, case_offices, teams, audited
        FROM user_grant AS held
        JOIN "user" ON "user".id = held.user_id AND "user".active
        LEFT JOIN team AS own ON own.id = held.team_id
        JOIN office ON office.id = held.office_id OR office.country = held.country OR office.id = own.office_id
            OR num_nonnulls(held.office_id, held.country, held.team_id) = 0
        LEFT JOIN team ON team.office_id = office.id
        WHERE held.user_id = actor AND held.valid_from <= today AND (held.valid_until IS NULL OR held.valid_until >= today)
            AND held.ended_at IS NULL;
        SELECT array_agg(record_id) FILTER (WHERE record_kind = 'person'), array_agg(record_id) FILTER (WHERE record_kind = 'case')
        INTO restricted_people, restricted_cases
        FROM need_to_know WHERE user_id = actor AND ended_at IS NULL AND office_id = ANY (offices);
        PERFORM set_config('quipu.person_scopes', (coalesce(offices, '{}') || restricted_people)::text, true),
            set_config('quipu.case_scopes', (coalesce(case_offices, '{}') || teams || restricted_cases)::text, true),
            set_config('quipu.audited_offices', coalesce(audited, '{}')::text, true);
    ELSIF kind = 'partner_link' THEN
        SELECT referral.id AS referral_id, referral.case_id, "case".person_id,
            link.revoked_at IS NULL AND link.expires_at > now() AS opens
        INTO shared
        FROM partner_link AS link JOIN referral ON referral.id = link.referral_id JOIN "case" ON "case".id = referral.case_id
        WHERE link.id = actor;
        IF FOUND THEN
            PERFORM set_config('quipu.referrals', ARRAY[shared.referral_id]::text, true),
                set_config('quipu.cases', ARRAY[shared.case_id]::text, true);
        END IF;
        IF FOUND AND shared.opens THEN
            PERFORM set_config('quipu.persons', ARRAY[shared.person_id]::text, true),
                set_config('quipu.person_files', ARRAY[shared.person_id]::text, true);
        END IF;
    END IF;
END $$"""

# For the audit trail, whose reader opens no files: the id behind a code, at the offices whose trail they read.
ID_OF_CODE = """
CREATE FUNCTION quipu_id_of_code(kind text, wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
RETURN (
    SELECT id FROM (
        SELECT 'person' AS table_name, id, office_id, is_restricted FROM person WHERE code = wanted
        UNION ALL SELECT 'case', id, office_id, is_restricted FROM "case" WHERE code = wanted
        UNION ALL SELECT 'referral', referral.id, referral.office_id, "case".is_restricted
        FROM referral JOIN "case" ON "case".id = referral.case_id WHERE referral.code = wanted
    ) AS found
    WHERE table_name = kind AND NOT is_restricted AND office_id = ANY (quipu_ids('quipu.audited_offices'))
)"""

# Three rounds, each wider than the one before and only while little was found: all words as they sound; each word or a
# neighbour of it, the last one perhaps not finished; all words but one. It looks where the transaction's actor may, and
# not further than it is asked to.
FIND_PEOPLE = """
CREATE FUNCTION find_people(typed text, asked_scopes uuid[], most integer)
RETURNS TABLE (person_id uuid, likeness real) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public
SET enable_seqscan = off
SET enable_indexscan = off
AS $$
DECLARE
    words CONSTANT text[] := ARRAY(
        SELECT left(word, 40) FROM string_to_table(quipu_name_words(typed), ' ') AS word
        WHERE quipu_name_sound(word) <> '' LIMIT 8);
    folded CONSTANT text := quipu_fold(typed);
    scopes CONSTANT uuid[] := ARRAY(
        SELECT asked FROM unnest(asked_scopes) AS asked
        WHERE asked = ANY (quipu_ids('quipu.person_scopes')) OR quipu_kind() IN ('system', 'owner'));
    enough CONSTANT integer := 5;
    compared CONSTANT integer := 500;
    parts text[];
    condition text;
    seen uuid[] := '{}';
BEGIN
    IF cardinality(words) = 0 OR cardinality(scopes) = 0 THEN
        RETURN;
    END IF;
    FOR round IN 1..3 LOOP
        IF round = 1 THEN
            parts := ARRAY(SELECT quipu_name_condition(ARRAY[quipu_name_sound(word)], scopes, NULL) FROM unnest(words) AS word);
            condition := array_to_string(parts, ' AND ');
        ELSIF round = 2 THEN
            parts := ARRAY(
                SELECT quipu_name_condition(quipu_near_keys(word), scopes,
                           CASE WHEN place = cardinality(words) AND length(word) > 2 THEN quipu_name_beginning(word) END)
                FROM unnest(words) WITH ORDINALITY AS one (word, place) ORDER BY place);
            condition := array_to_string(parts, ' AND ');
        ELSE
            EXIT WHEN cardinality(parts) < 3;
            condition := (
                SELECT string_agg('(' || array_to_string(parts[1:left_out - 1] || parts[left_out + 1:], ' AND ') || ')', ' OR ')
                FROM generate_subscripts(parts, 1) AS left_out);
        END IF;
        FOR person_id, likeness IN EXECUTE format(
            'SELECT id, similarity(search_name, $1) AS likeness
             FROM (SELECT id, search_name FROM person WHERE scope_id = ANY ($2) AND (%s) LIMIT $3) AS candidate
             ORDER BY likeness DESC, id DESC LIMIT $4', condition) USING folded, scopes, compared, most
        LOOP
            CONTINUE WHEN person_id = ANY (seen);
            seen := seen || person_id;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN cardinality(seen) >= enough;
    END LOOP;
END $$"""

# For the choice of a report's quarter, by those who see no services: the first day, of a country or of all.
FIRST_DELIVERY = """
CREATE FUNCTION quipu_first_delivery(of_country text) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
RETURN (
    SELECT min(delivered_on) FROM service_delivery
    WHERE of_country IS NULL OR office_id IN (SELECT id FROM office WHERE country = of_country)
)"""

FUNCTIONS = (KIND, IDS)
GATE_FUNCTIONS = (ENTER, ID_OF_CODE, FIRST_DELIVERY, FIND_PEOPLE)
GATE_SIGNATURES = (
    "quipu_enter(text, uuid)",
    "quipu_id_of_code(text, text)",
    "quipu_first_delivery(text)",
    "find_people(text, uuid[], integer)",
)
