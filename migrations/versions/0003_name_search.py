"""Finding people by name: sounds, neighbouring words, and one function that searches (docs/adr/0003-name-search.md)."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTICLES = ("de", "del", "la", "las", "los", "y", "e", "da", "das", "do", "dos")
"""Words that join names in Spanish and Portuguese: written or left out as it comes."""

JOINED = (*((f" {particle} ", " ") for particle in PARTICLES), (" ma ", " maria "))

# Applied in this order to folded words between blanks. "%" keeps a sound from the lines that follow.
SOUNDS: tuple[tuple[str, str], ...] = (
    ("ch", "%"), ("ph", "f"), ("h", ""),  # Nohemi, Raphael; ch is a sound of its own
    ("ge", "je"), ("gi", "ji"), ("gue", "ge"), ("gui", "gi"),  # Gimenez, Guerrero
    ("ce", "se"), ("ci", "si"), ("qu", "k"), ("q", "k"), ("ck", "k"), ("c", "k"), ("%", "ch"),  # Cecilia, Quintero, Erick
    ("z", "s"), ("v", "b"), ("w", "b"),  # Gonzalez, Vivas, Wilmer
    ("ll ", "l "), ("ll", "y"), (" x", " j"), ("x", "s"),  # Abigaill, Llanos, Ximena, Alexis
    ("ya", "ja"), ("ye", "je"), ("yi", "ji"), ("yo", "jo"), ("yu", "ju"), ("y", "i"),  # Yesenia, Leidy
    *((letter * 2, letter) for letter in "abdefgijklmnoprstu"),  # Jessica, Isaac
)  # fmt: skip


def upgrade() -> None:
    for statement in FUNCTIONS:
        op.execute(statement)
    op.execute(
        """CREATE TRIGGER person_has_search_keys BEFORE INSERT OR UPDATE OF given_names, surname_1, surname_2, office_id ON person
        FOR EACH ROW EXECUTE FUNCTION write_search_keys()"""
    )
    for event in ("INSERT", "UPDATE"):
        op.execute(
            f"""CREATE TRIGGER person_words_are_known_after_{event.lower()} AFTER {event} ON person
            REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION learn_name_words()"""
        )


def downgrade() -> None:
    for event in ("update", "insert"):
        op.execute(f"DROP TRIGGER person_words_are_known_after_{event} ON person")
    op.execute("DROP TRIGGER person_has_search_keys ON person")
    op.execute("DROP FUNCTION find_people(text, uuid[], integer)")
    op.execute("DROP FUNCTION quipu_name_condition(text[], uuid[], text)")
    op.execute("DROP FUNCTION quipu_name_beginning(text)")
    op.execute("DROP FUNCTION quipu_near_keys(text)")
    op.execute("DROP FUNCTION learn_name_words()")
    op.execute("DROP FUNCTION write_search_keys()")
    op.execute("DROP FUNCTION quipu_search_keys(text, uuid)")
    op.execute("DROP FUNCTION quipu_near(text)")
    op.execute("DROP FUNCTION quipu_name_sound(text)")
    op.execute("DROP FUNCTION quipu_name_words(text)")
    op.execute("DROP FUNCTION quipu_without_particles(text)")


def _replaced(expression: str, rules: Iterable[tuple[str, str]]) -> str:
    """A chain of plain replacements: ten times as quick as regular expressions, and these run for every name written."""
    for old, new in rules:
        expression = f"replace({expression}, '{old}', '{new}')"
    return expression


# The words of a name, parted by single blanks, without accents, marks and particles. "Ma." is how many people write María.
NAME_WORDS = """
CREATE FUNCTION quipu_name_words(names text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN quipu_without_particles(
    btrim(regexp_replace(public.quipu_fold(translate(lower(names), 'ç''’`´.', 's')), '[^[:alnum:]]+', ' ', 'g'))
)"""

# Who is called "De Los" and nothing else keeps both words.
WITHOUT_PARTICLES = f"""
CREATE FUNCTION quipu_without_particles(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN coalesce(nullif(btrim({_replaced("' ' || words || ' '", JOINED)}), ''), words)"""

NAME_SOUND = f"""
CREATE FUNCTION quipu_name_sound(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN btrim({_replaced("' ' || words || ' '", SOUNDS)})"""

# Two words that differ by a letter too many, too few, another, or by two letters swapped have one of these in common.
NEAR = """
CREATE FUNCTION quipu_near(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN (
    SELECT array_agg(DISTINCT overlay(written PLACING '' FROM at FOR 1)) || word || quipu_name_sound(word)
    FROM unnest(ARRAY[word, quipu_name_sound(word)]) AS written, generate_series(1, length(written)) AS at
)"""

# Each sound stands alone, for those who see many offices, and with its office, so that one office's search reads no others'.
SEARCH_KEYS = """
CREATE FUNCTION quipu_search_keys(sounds text, office uuid) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN array_to_tsvector(array_remove(
    string_to_array(sounds || replace(' ' || sounds, ' ', ' ' || right(office::text, 6) || ':'), ' '), ''
))"""

WRITE_SEARCH_KEYS = """
CREATE FUNCTION write_search_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_keys := quipu_search_keys(
        quipu_name_sound(quipu_name_words(concat_ws(' ', NEW.given_names, NEW.surname_1, NEW.surname_2))), NEW.office_id);
    RETURN NEW;
END $$"""

# Known words are left out before the insert: it would otherwise wait for others that are writing the same name. A word of
# more than forty letters is no name, and would have too many neighbours.
LEARN_NAME_WORDS = """
CREATE FUNCTION learn_name_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO name_word (word, key, near)
    SELECT word, quipu_name_sound(word), quipu_near(word)
    FROM (
        SELECT DISTINCT word FROM written,
            string_to_table(quipu_name_words(concat_ws(' ', written.given_names, written.surname_1, written.surname_2)), ' ') AS word
    ) AS heard
    WHERE length(word) <= 40 AND NOT EXISTS (SELECT FROM name_word AS known WHERE known.word = heard.word)
    ORDER BY word
    ON CONFLICT (word) DO NOTHING;
    RETURN NULL;
END $$"""

# Short words have too many neighbours for them to mean anything.
NEAR_KEYS = """
CREATE FUNCTION quipu_near_keys(typed text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE STRICT
RETURN ARRAY[quipu_name_sound(typed)] || ARRAY(
    SELECT key FROM name_word WHERE length(typed) > 3 AND near && quipu_near(typed)
    GROUP BY key ORDER BY min(levenshtein(word, typed)), key LIMIT 40
)"""

# How the last letter sounds may depend on the next one, which is not typed yet.
NAME_BEGINNING = """
CREATE FUNCTION quipu_name_beginning(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN nullif(quipu_name_sound(rtrim(word, 'cglqsuy')), '')"""

# "One of these sounds stands in the name", as text to build a search from; a name may also go on after `beginning`.
NAME_CONDITION = """
CREATE FUNCTION quipu_name_condition(keys text[], offices uuid[], beginning text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT format('search_keys @@ %L::tsquery',
                  string_agg(quote_literal(scope || key) || ending, ' | '))
    FROM (SELECT key, '' AS ending FROM unnest(keys) AS key
          UNION ALL SELECT beginning, ':*' WHERE beginning IS NOT NULL) AS wanted,
        unnest(CASE WHEN cardinality(offices) <= 2
                    THEN ARRAY(SELECT right(office::text, 6) || ':' FROM unnest(offices) AS office) ELSE ARRAY[''] END) AS scope
)"""

# Three rounds, each wider than the one before and only while little was found: all words as they sound; each word or a
# neighbour of it, the last one perhaps not finished; all words but one.
FIND_PEOPLE = """
CREATE FUNCTION find_people(typed text, offices uuid[], most integer)
RETURNS TABLE (person_id uuid, likeness real) LANGUAGE plpgsql STABLE
SET enable_seqscan = off
SET enable_indexscan = off
AS $$
DECLARE
    words CONSTANT text[] := ARRAY(
        SELECT left(word, 40) FROM string_to_table(quipu_name_words(typed), ' ') AS word
        WHERE quipu_name_sound(word) <> '' LIMIT 8);
    folded CONSTANT text := quipu_fold(typed);
    enough CONSTANT integer := 5;
    compared CONSTANT integer := 500;
    parts text[];
    condition text;
    seen uuid[] := '{}';
BEGIN
    IF cardinality(words) = 0 OR cardinality(offices) = 0 THEN
        RETURN;
    END IF;
    FOR round IN 1..3 LOOP
        IF round = 1 THEN
            parts := ARRAY(SELECT quipu_name_condition(ARRAY[quipu_name_sound(word)], offices, NULL) FROM unnest(words) AS word);
            condition := array_to_string(parts, ' AND ');
        ELSIF round = 2 THEN
            parts := ARRAY(
                SELECT quipu_name_condition(quipu_near_keys(word), offices,
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
             FROM (SELECT id, search_name FROM person WHERE office_id = ANY ($2) AND (%s) LIMIT $3) AS candidate
             ORDER BY likeness DESC, id DESC LIMIT $4', condition) USING folded, offices, compared, most
        LOOP
            CONTINUE WHEN person_id = ANY (seen);
            seen := seen || person_id;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN cardinality(seen) >= enough;
    END LOOP;
END $$"""

FUNCTIONS = (
    WITHOUT_PARTICLES,
    NAME_WORDS,
    NAME_SOUND,
    NEAR,
    SEARCH_KEYS,
    WRITE_SEARCH_KEYS,
    LEARN_NAME_WORDS,
    NEAR_KEYS,
    NAME_BEGINNING,
    NAME_CONDITION,
    FIND_PEOPLE,
)
