"""The functions of search as migration 0024 has them: whole names first, words run together, and births (docs/adr/0003)."""

from __future__ import annotations

# By what people with the same words are told apart in the index: who has just these words, as a hash of all keys, which
# name the office too; and the years in which they may have been born, 0 where nothing is known of it.
SEARCH_MARKS = """
CREATE FUNCTION quipu_search_marks(keys tsvector, birth_year smallint, stated_age smallint, age_stated_on date) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtext(keys::text) || CASE
    WHEN birth_year IS NOT NULL THEN ARRAY[birth_year::integer]
    WHEN stated_age IS NOT NULL THEN ARRAY[
        extract(year FROM age_stated_on)::integer - stated_age - 1, extract(year FROM age_stated_on)::integer - stated_age]
    ELSE ARRAY[0]
END"""
MARKS_SIGNATURE = "quipu_search_marks(tsvector, smallint, smallint, date)"
MARKS = "quipu_search_marks(search_keys, birth_year, stated_age, age_stated_on)"

# As before; "maria jose" among the sounds stands for both words of a name.
NAME_CONDITION = """
CREATE OR REPLACE FUNCTION quipu_name_condition(keys text[], offices uuid[], beginning text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT format('search_keys @@ %L::tsquery', string_agg(quipu_all_of(key, scope) || ending, ' | '))
    FROM (SELECT key, '' AS ending FROM unnest(keys) AS key
          UNION ALL SELECT beginning, ':*' WHERE beginning IS NOT NULL) AS wanted,
        unnest(CASE WHEN cardinality(offices) <= 2
                    THEN ARRAY(SELECT right(office::text, 6) || ':' FROM unnest(offices) AS office) ELSE ARRAY[''] END) AS scope
)"""
ALL_OF = """
CREATE FUNCTION quipu_all_of(sounds text, scope text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(quote_literal(scope || sound), ' & ') FROM string_to_table(sounds, ' ') AS sound)"""

EARLIER_NAME_CONDITION = NAME_CONDITION.replace("quipu_all_of(key, scope)", "quote_literal(scope || key)")

# How else a word of those typed may stand in a name: misspelt, written together with its neighbour, or as two words.
WAYS_TO_WRITE = """
CREATE FUNCTION quipu_ways_to_write(words text[], place integer) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN quipu_near_keys(words[place])
    || ARRAY(
        SELECT key FROM unnest(ARRAY[words[place - 1] || words[place], words[place] || words[place + 1]]) AS together
        JOIN name_word ON near && quipu_near(together) WHERE length(together) BETWEEN 6 AND 40)
    || ARRAY(
        SELECT quipu_name_sound(one.word) || ' ' || quipu_name_sound(other.word)
        FROM generate_series(3, length(words[place]) - 3) AS at
        JOIN name_word AS one ON one.word = left(words[place], at)
        JOIN name_word AS other ON other.word = substr(words[place], at + 1)
        WHERE one.key <> '' AND other.key <> '')"""

# Three rounds, each wider than the one before and only while little was found: all words as they sound; each word or
# another way to write it, the last one perhaps not finished; all words but one, of which a very common one is as it was typed
# (its neighbours would be most of what the search costs). Of very many only some are compared; those with no other words in
# their name always are, and stand first. Two words are also compared with one given name and the first surname, as people
# call themselves in short. A birth (year, month, day, as far as typed) leaves out who is known to be born in another year.
# It looks where the transaction's actor may, and not further than it is asked to; who is as alike as others stands before
# them at `own_office`. The filter on scopes is written so that no index answers it: the planner would read one of all people
# beside the few that have the words.
FIND_PEOPLE = """
CREATE FUNCTION find_people(typed text, asked_scopes uuid[], most integer, birth integer[], own_office uuid)
RETURNS TABLE (person_id uuid, likeness real) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
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
    whole_name CONSTANT integer[] := ARRAY(
        SELECT hashtext(quipu_search_keys(quipu_name_sound(quipu_name_words(typed)), scope)::text) FROM unnest(scopes) AS scope);
    enough CONSTANT integer := 5;
    compared CONSTANT integer := 500;
    bearers CONSTANT text := '(SELECT %s AS is_whole, id, scope_id, given_names, search_name, other_names, name_as_said, birth_year, birth_month, birth_day, stated_age
        FROM person WHERE array_position($2, scope_id) IS NOT NULL AND (%s) LIMIT $3)';
    born CONSTANT text := CASE WHEN birth[1] IS NULL THEN '' ELSE format(' AND {MARKS} && ARRAY[0, %s]', birth[1]) END;
    parts text[];
    condition text;
    candidates text;
    seen uuid[] := '{}';
BEGIN
    IF cardinality(words) = 0 OR cardinality(scopes) = 0 THEN
        RETURN;
    END IF;
    FOR round IN 1..3 LOOP
        IF round = 1 THEN
            parts := ARRAY(SELECT quipu_name_condition(ARRAY[quipu_name_sound(word)], scopes, NULL) FROM unnest(words) AS word);
            candidates := format(bearers, 'true', '{MARKS} && $8' || born) || ' UNION ALL '
                || format(bearers, 'false', array_to_string(parts, ' AND ') || born);
        ELSIF round = 2 THEN
            parts := ARRAY(
                SELECT quipu_name_condition(quipu_ways_to_write(words, place::integer), scopes,
                           CASE WHEN place = cardinality(words) AND length(word) > 2 THEN quipu_name_beginning(word) END)
                FROM unnest(words) WITH ORDINALITY AS one (word, place) ORDER BY place);
            candidates := format(bearers, 'false', array_to_string(parts, ' AND ') || born);
        ELSE
            EXIT WHEN cardinality(parts) < 3;
            parts := ARRAY(
                SELECT CASE WHEN EXISTS (SELECT FROM name_frequency WHERE kind = 'sound' AND value = quipu_name_sound(word) AND people >= 1000)
                            THEN quipu_name_condition(ARRAY[quipu_name_sound(word)], scopes, NULL) ELSE parts[place] END
                FROM unnest(words) WITH ORDINALITY AS one (word, place) ORDER BY place);
            condition := (
                SELECT string_agg('(' || array_to_string(parts[1:left_out - 1] || parts[left_out + 1:], ' AND ') || ')', ' OR ')
                FROM generate_subscripts(parts, 1) AS left_out);
            candidates := format(bearers, 'false', '(' || condition || ')' || born);
        END IF;
        FOR person_id, likeness IN EXECUTE format(
            'SELECT id, greatest(whole, (
                    SELECT max(similarity(quipu_fold(name), $1)) FROM unnest(other_names || name_as_said) AS name), (
                    SELECT 0.95 * max(similarity(split_part(search_name, '' '', at) || '' '' || split_part(search_name, '' '', given + 1), $1))
                    FROM generate_series(1, given) AS at WHERE $9 = 2))::real AS likeness
             FROM (SELECT DISTINCT ON (id) *, similarity(search_name, $1) AS whole, cardinality(string_to_array(given_names, '' '')) AS given
                FROM (%s) AS bearer ORDER BY id, is_whole DESC) AS candidate
             WHERE id <> ALL ($7)
             ORDER BY CASE WHEN birth_year = $5[1]
                           THEN 2 + coalesce((birth_month = $5[2])::integer, 0) + coalesce((birth_day = $5[3])::integer, 0)
                           WHEN $5[1] IS NOT NULL AND stated_age IS NOT NULL THEN 1 ELSE 0 END DESC,
                 is_whole DESC, likeness DESC, whole DESC, scope_id = $6 DESC, id DESC LIMIT $4', candidates)
            USING folded, scopes, compared, most, birth, own_office, seen, whole_name, cardinality(words)
        LOOP
            seen := seen || person_id;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN cardinality(seen) >= enough;
    END LOOP;
END $$""".replace("{MARKS}", MARKS)
FIND_SIGNATURE = "find_people(text, uuid[], integer, integer[], uuid)"
EARLIER_FIND_SIGNATURE = "find_people(text, uuid[], integer)"
