"""The functions of migration 0018: who shares keys with somebody, how common names are, and asking another office.

All belong to ``quipu_gate``, which the walls let through; what each lets out of the database stands above it (docs/adr/0024).
"""

from __future__ import annotations

# Everybody of a country where the actor works who has at least two of the keys asked for. Of people in the actor's scopes
# their id; of others the office, which of the keys they have, how many words their names have, and whether sex and year of
# birth are those asked for. A restricted file is found by those only who know it. A key that very many have finds nobody.
SHARE_KEYS = """
CREATE FUNCTION quipu_share_keys(
    asked bigint[], of_country text, asked_sex text, asked_year integer, most_of_a_key integer, most integer)
RETURNS TABLE (person_id uuid, office_id uuid, shared bigint[], word_count integer, sex_agrees boolean, year_agrees boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_indexscan = off
AS $$
#variable_conflict use_column
DECLARE
    mine CONSTANT uuid[] := quipu_ids('quipu.person_scopes');
    sees_all CONSTANT boolean := quipu_kind() IN ('system', 'owner');
    offices CONSTANT uuid[] := ARRAY(SELECT id FROM office WHERE country = of_country);
BEGIN
    IF NOT sees_all AND NOT offices && mine THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH found AS (
        SELECT key, sharing.id FROM unnest(asked[1:500]) AS key CROSS JOIN LATERAL (
            SELECT person.id FROM person
            WHERE person.match_keys @> ARRAY[key] AND person.office_id = ANY (offices)
                AND (NOT person.is_restricted OR sees_all OR person.scope_id = ANY (mine))
            LIMIT most_of_a_key + 1) AS sharing
    ), rare AS (
        SELECT key FROM found GROUP BY key HAVING count(*) <= most_of_a_key
    ), likely AS (
        SELECT found.id, array_agg(found.key) AS shared FROM found JOIN rare USING (key)
        GROUP BY found.id HAVING count(*) >= 2 ORDER BY count(*) DESC, found.id LIMIT most
    )
    SELECT CASE WHEN sees_all OR person.scope_id = ANY (mine) THEN person.id END, person.office_id, likely.shared,
        cardinality(string_to_array(quipu_name_words(concat_ws(' ', given_names, surname_1, surname_2)), ' ')),
        CASE WHEN asked_sex IN ('female', 'male') AND person.sex IN ('female', 'male') THEN person.sex = asked_sex END,
        abs(coalesce(person.birth_year, extract(year FROM person.age_stated_on)::integer - person.stated_age) - asked_year) <= 2
    FROM likely JOIN person ON person.id = likely.id
    ORDER BY cardinality(likely.shared) DESC, person.id;
END $$"""

# Shares of values that at least five people of a country have: about nobody in particular.
FREQUENCIES = """
CREATE FUNCTION quipu_name_frequencies(of_country text, words text[], sounds text[], births text[])
RETURNS TABLE (kind text, value text, people integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT kind, value, people FROM name_frequency WHERE country = of_country AND kind = 'people'
    UNION ALL SELECT kind, value, people FROM name_frequency WHERE country = of_country AND kind = 'word' AND value = ANY (words)
    UNION ALL SELECT kind, value, people FROM name_frequency WHERE country = of_country AND kind = 'sound' AND value = ANY (sounds)
    UNION ALL SELECT kind, value, people FROM name_frequency WHERE country = of_country AND kind = 'birth' AND value = ANY (births);
END"""

# All of it anew, in one transaction: whoever asks meanwhile reads the counts of the night before.
COUNT_NAMES = """
CREATE FUNCTION quipu_count_names() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    DELETE FROM name_frequency;
    INSERT INTO name_frequency (country, kind, value, people)
    WITH here AS (
        SELECT person.id, office.country, quipu_name_words(concat_ws(' ', given_names, surname_1, surname_2)) AS words,
            lpad(birth_year::text, 4, '0') || coalesce(lpad(birth_month::text, 2, '0'), '')
                || coalesce(lpad(birth_day::text, 2, '0'), '') AS birth
        FROM person JOIN office ON office.id = person.office_id WHERE person.erased_at IS NULL
    ), word AS (
        SELECT country, word, count(*) AS people FROM (
            SELECT DISTINCT id, country, word FROM here, string_to_table(words, ' ') AS word WHERE length(word) <= 40
        ) AS each GROUP BY country, word
    )
    SELECT country, 'people', '', count(*) FROM here GROUP BY country
    UNION ALL SELECT country, 'word', word, people FROM word WHERE people >= 5
    UNION ALL SELECT country, 'sound', quipu_name_sound(word), sum(people) FROM word GROUP BY country, quipu_name_sound(word)
        HAVING sum(people) >= 5
    UNION ALL SELECT country, 'birth', birth, count(*) FROM here WHERE birth IS NOT NULL GROUP BY country, birth
        HAVING count(*) >= 5;
END"""

# Whom the asked office may mean, written for that office alone: whoever asks is told nothing. Once, by who asked.
NAME_QUESTIONED = """
CREATE FUNCTION quipu_name_questioned(question uuid, asked bigint[], most_of_a_key integer, most integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_indexscan = off
AS $$
BEGIN
    INSERT INTO questioned_person (question_id, person_id, scope_id)
    SELECT question, person.id, person.scope_id FROM (
        SELECT found.id FROM (
            SELECT key, sharing.id, count(*) OVER (PARTITION BY key) AS having_it FROM unnest(asked[1:500]) AS key
            CROSS JOIN LATERAL (
                SELECT person.id FROM person JOIN office_question AS put ON put.id = question
                    AND (put.asked_by = ANY (quipu_ids('quipu.self')) OR quipu_kind() = 'owner') AND put.answered_at IS NULL
                WHERE person.match_keys @> ARRAY[key] AND person.office_id = put.asked_office_id AND NOT person.is_restricted
                LIMIT most_of_a_key + 1) AS sharing
        ) AS found
        WHERE having_it <= most_of_a_key GROUP BY found.id HAVING count(*) >= 2 ORDER BY count(*) DESC, found.id LIMIT most
    ) AS likely JOIN person ON person.id = likely.id
    ON CONFLICT DO NOTHING;
END $$"""

FUNCTIONS = (SHARE_KEYS, FREQUENCIES, COUNT_NAMES, NAME_QUESTIONED)
SIGNATURES = {
    "quipu_share_keys(bigint[], text, text, integer, integer, integer)": "app_rw, app_job",
    "quipu_name_frequencies(text, text[], text[], text[])": "app_rw, app_job",
    "quipu_count_names()": "app_job",
    "quipu_name_questioned(uuid, bigint[], integer, integer)": "app_rw",
}
"""Each function with the roles of login that may call it; the owner of the tables calls all."""
