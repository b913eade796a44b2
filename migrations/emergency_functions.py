"""The functions of migration 0011: what emergency access opens, and what restricted files keep true.

``GATE_FUNCTIONS`` belong to the role ``quipu_gate``, which the walls let through.
"""

from __future__ import annotations

# That of migration 0004 with two additions: the files that a member of staff broke the glass of (to be read only, and
# never a restricted one), and the offices whose emergency accesses they review.
ENTER = """
CREATE OR REPLACE FUNCTION quipu_enter(kind text, actor uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
    offices uuid[] := '{}';
    case_offices uuid[] := '{}';
    teams uuid[] := '{}';
    audited uuid[] := '{}';
    reviewed uuid[] := '{}';
    restricted_people uuid[] := '{}';
    restricted_cases uuid[] := '{}';
    glass uuid[];
    glass_cases uuid[];
    shared record;
BEGIN
    PERFORM set_config('quipu.kind', kind, true), set_config('quipu.actor', coalesce(actor::text, ''), true),
        set_config('quipu.self', CASE WHEN kind = 'staff' THEN ARRAY[actor]::text ELSE '' END, true),
        set_config('quipu.person_scopes', '', true), set_config('quipu.case_scopes', '', true),
        set_config('quipu.persons', '', true), set_config('quipu.person_files', '', true),
        set_config('quipu.cases', '', true), set_config('quipu.case_files', '', true),
        set_config('quipu.referrals', '', true), set_config('quipu.audited_offices', '', true),
        set_config('quipu.reviewed_offices', '', true);
    IF kind = 'staff' THEN
        SELECT array_agg(DISTINCT office.id) FILTER (WHERE held.role IN ('caseworker', 'supervisor')),
            array_agg(DISTINCT office.id) FILTER (WHERE held.role IN ('caseworker', 'supervisor') AND held.team_id IS NULL),
            array_agg(DISTINCT team.id) FILTER (
                WHERE held.role IN ('caseworker', 'supervisor') AND (held.team_id IS NULL OR held.team_id = team.id)),
            array_agg(DISTINCT office.id) FILTER (WHERE held.role = 'data_protection'),
            array_agg(DISTINCT office.id) FILTER (WHERE held.role IN ('supervisor', 'data_protection'))
        INTO offices, case_offices, teams, audited, reviewed
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
            set_config('quipu.audited_offices', coalesce(audited, '{}')::text, true),
            set_config('quipu.reviewed_offices', coalesce(reviewed, '{}')::text, true);
        SELECT array_agg(DISTINCT person.id) INTO glass
        FROM break_glass AS emergency JOIN person ON person.id = emergency.person_id AND NOT person.is_restricted
        WHERE emergency.user_id = actor AND emergency.expires_at > now() AND emergency.closed_at IS NULL AND offices IS NOT NULL;
        IF glass IS NOT NULL THEN
            SELECT array_agg(id) INTO glass_cases FROM "case" WHERE person_id = ANY (glass) AND NOT is_restricted;
            PERFORM set_config('quipu.persons', glass::text, true), set_config('quipu.person_files', glass::text, true),
                set_config('quipu.cases', coalesce(glass_cases, '{}')::text, true),
                set_config('quipu.case_files', coalesce(glass_cases, '{}')::text, true);
        END IF;
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

# For somebody who works with files and meets a person of another office: by the code of the person or of a case, and
# nothing of what is restricted or lies in their own offices. Of a case, restricted or not, only an open one leads there.
FIND_BEYOND = """
CREATE FUNCTION quipu_find_beyond(wanted text) RETURNS TABLE (person_id uuid, office_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    SELECT person.id, person.office_id FROM person
    LEFT JOIN "case" ON "case".person_id = person.id AND "case".code = wanted AND NOT "case".is_restricted
    WHERE (person.code = wanted OR "case".id IS NOT NULL) AND NOT person.is_restricted
        AND quipu_kind() = 'staff' AND cardinality(quipu_ids('quipu.person_scopes')) > 0
        AND person.scope_id <> ALL (quipu_ids('quipu.person_scopes'))
    LIMIT 1;
END"""

# For whoever reviews emergency accesses and opens no files: the codes behind the ids that were opened, at the offices
# that they review, or that they opened themselves; and for those whose file it is. Of what is restricted by now there is no code.
CODES_OPENED = """
CREATE FUNCTION quipu_codes_opened(uses uuid[]) RETURNS TABLE (subject_id uuid, code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    WITH readable AS (
        SELECT id, person_id FROM break_glass
        WHERE id = ANY (uses)
            AND (office_id = ANY (quipu_ids('quipu.reviewed_offices')) OR user_id = ANY (quipu_ids('quipu.self'))
                OR scope_id = ANY (quipu_ids('quipu.person_scopes'))))
    SELECT person.id, person.code FROM readable JOIN person ON person.id = readable.person_id AND NOT person.is_restricted
    UNION
    SELECT "case".id, "case".code FROM readable JOIN break_glass_opening AS opening ON opening.break_glass_id = readable.id
    JOIN "case" ON "case".id = opening.subject_id AND NOT "case".is_restricted;
END"""

# For the audit trail, whose reader must not learn which records are restricted by now.
RESTRICTED_AMONG = """
CREATE FUNCTION quipu_restricted_among(ids uuid[]) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT id FROM person WHERE id = ANY (ids) AND is_restricted
        UNION ALL SELECT id FROM "case" WHERE id = ANY (ids) AND is_restricted
        UNION ALL SELECT referral.id FROM referral JOIN "case" ON "case".id = referral.case_id
        WHERE referral.id = ANY (ids) AND "case".is_restricted
    ) AS found WHERE cardinality(quipu_ids('quipu.audited_offices')) > 0;
END"""

# Whoever needs to know a restricted case knows its person: when the person's whole file is restricted they stay, also
# where whoever restricts it does not know of that case.
KEEP_WHO_KNOWS_A_CASE = """
CREATE FUNCTION quipu_keep_who_knows_a_case(of_person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF quipu_kind() <> 'owner' AND NOT EXISTS (
        SELECT FROM person WHERE id = of_person AND scope_id = ANY (quipu_ids('quipu.person_scopes'))
    ) THEN
        RETURN;
    END IF;
    INSERT INTO need_to_know (id, record_kind, record_id, office_id, user_id, given_by, given_at)
    SELECT DISTINCT ON (known.user_id) uuidv7(), 'person', of_person, known.office_id, known.user_id, known.given_by, now()
    FROM need_to_know AS known JOIN "case" ON "case".id = known.record_id AND "case".person_id = of_person AND "case".is_restricted
    WHERE known.ended_at IS NULL AND NOT EXISTS (
        SELECT FROM need_to_know AS own
        WHERE own.record_id = of_person AND own.user_id = known.user_id AND own.ended_at IS NULL)
    ORDER BY known.user_id;
END $$"""

REFUSE_OPEN_CASE = """
CREATE FUNCTION refuse_open_case_of_restricted_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM person JOIN "case" ON "case".person_id = person.id AND NOT "case".is_restricted
        WHERE person.is_restricted
            AND person.id = CASE WHEN TG_TABLE_NAME = 'person' THEN (to_jsonb(NEW) ->> 'id')::uuid
                ELSE (to_jsonb(NEW) ->> 'person_id')::uuid END
    ) THEN
        RAISE EXCEPTION 'every case of a restricted person is restricted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$"""

GATE_FUNCTIONS = (ENTER, FIND_BEYOND, CODES_OPENED, RESTRICTED_AMONG, KEEP_WHO_KNOWS_A_CASE, REFUSE_OPEN_CASE)
NEW_SIGNATURES = (
    "quipu_find_beyond(text)",
    "quipu_codes_opened(uuid[])",
    "quipu_restricted_among(uuid[])",
    "quipu_keep_who_knows_a_case(uuid)",
    "refuse_open_case_of_restricted_person()",
)
