"""The functions of search, extended by migration 0018 to the name as it is said and to other names used (docs/adr/0003)."""

from __future__ import annotations

from migrations import access_functions

ALL_NAMES = """
CREATE FUNCTION quipu_all_names(given_names text, surname_1 text, surname_2 text, name_as_said text, other_names text[])
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN concat_ws(' ', given_names, surname_1, surname_2, name_as_said, array_to_string(other_names, ' '))"""
SIGNATURE = "quipu_all_names(text, text, text, text, text[])"

WRITE_SEARCH_KEYS = """
CREATE OR REPLACE FUNCTION write_search_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_keys := quipu_search_keys(
        quipu_name_sound(quipu_name_words(
            quipu_all_names(NEW.given_names, NEW.surname_1, NEW.surname_2, NEW.name_as_said, NEW.other_names))),
        CASE WHEN NEW.is_restricted THEN NEW.id ELSE NEW.office_id END);
    RETURN NEW;
END $$"""
KEYS_FOLLOW = "given_names, surname_1, surname_2, name_as_said, other_names, office_id, is_restricted"
KEYS_FOLLOWED = "given_names, surname_1, surname_2, office_id, is_restricted"

LEARN_NAME_WORDS = """
CREATE OR REPLACE FUNCTION learn_name_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO name_word (word, key, near)
    SELECT word, quipu_name_sound(word), quipu_near(word)
    FROM (
        SELECT DISTINCT word FROM written, string_to_table(quipu_name_words(%s), ' ') AS word
    ) AS heard
    WHERE length(word) <= 40 AND NOT EXISTS (SELECT FROM name_word AS known WHERE known.word = heard.word)
    ORDER BY word
    ON CONFLICT (word) DO NOTHING;
    RETURN NULL;
END $$"""
OF_WRITTEN = ", ".join(f"written.{name}" for name in ("given_names", "surname_1", "surname_2", "name_as_said", "other_names"))

FORGET_NAME_WORDS = """
CREATE OR REPLACE FUNCTION quipu_forget_name_words(names text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off
BEGIN ATOMIC
    DELETE FROM name_word
    WHERE word = ANY (string_to_array(quipu_name_words(names), ' '))
        AND NOT EXISTS (
            SELECT FROM person WHERE person.search_keys @@ quote_literal(name_word.key)::tsquery
                AND name_word.word = ANY (string_to_array(quipu_name_words(%s), ' ')));
END"""
OF_PERSON = OF_WRITTEN.replace("written.", "person.")

EARLIER_SEARCH = access_functions.FIND_PEOPLE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1).replace(
    "SET search_path = public", "SET search_path = public, pg_temp", 1
)  # as 0015 has it
LIKENESS = "similarity(search_name, $1) AS likeness"
CANDIDATE = "(SELECT id, search_name FROM person"
# By the name that is most alike: whoever is known by another name too is not less like the one that was typed.
FIND_PEOPLE = EARLIER_SEARCH.replace(
    LIKENESS,
    """greatest(similarity(search_name, $1), (
                SELECT max(similarity(quipu_fold(name), $1)) FROM unnest(other_names || name_as_said) AS name)) AS likeness""",
).replace(CANDIDATE, "(SELECT id, search_name, other_names, name_as_said FROM person")


def concat(names: str) -> str:
    """The names of a row before this migration."""
    return f"concat_ws(' ', {', '.join(names.split(', ')[:3])})"


GATE_FUNCTIONS = (
    LEARN_NAME_WORDS % f"quipu_all_names({OF_WRITTEN})",
    FORGET_NAME_WORDS % f"quipu_all_names({OF_PERSON})",
    FIND_PEOPLE,
)
EARLIER_GATE_FUNCTIONS = (
    LEARN_NAME_WORDS % concat(OF_WRITTEN),
    FORGET_NAME_WORDS % concat(OF_PERSON),
    EARLIER_SEARCH,
)
EARLIER_WRITE_SEARCH_KEYS = access_functions.WRITE_SEARCH_KEYS
