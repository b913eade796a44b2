-- One batch of persons, household by household, as a working table that the later statements read. What is sealed goes
-- through staging tables (ops/demo/sealing.py).
CREATE TEMP TABLE batch ON COMMIT DROP AS
WITH household AS (
    SELECT h, size, first_person,
           o.office_id, o.country, o.area, o.city, o.code, o.staff,
           pg_temp.chance(h, 1) AS c_nation,
           pg_temp.pick_name(h, 2, :surname_names, :surname_bounds) AS family_1,
           pg_temp.pick_name(h, 3, :surname_names, :surname_bounds) AS family_2,
           (:as_of::date - floor(pow(pg_temp.chance(h, 4), 1.3) * 730)::integer) AS registered_on
    FROM demo_household
    JOIN demo_office o ON o.place = 1 + pg_temp.pick_common(h, 5, :office_count)
    WHERE first_person BETWEEN :from_person AND :to_person
), member AS (
    SELECT household.*, m AS member, first_person + m - 1 AS i
    FROM household, generate_series(1, size) AS m
    WHERE first_person + m - 1 < :first_number + :people
), described AS (
    SELECT *,
        CASE
            WHEN member = 1 THEN 'head'
            WHEN member = 2 AND pg_temp.chance(h, 6) < 0.68 THEN 'partner'
            WHEN pg_temp.chance(i, 7) < 0.86 THEN 'child'
            WHEN pg_temp.chance(i, 8) < 0.5 THEN 'parent'
            ELSE (ARRAY['sibling', 'grandchild', 'other_relative', 'not_related'])[1 + pg_temp.pick(i, 9, 4)]
        END AS relation,
        CASE
            WHEN c_nation < 0.84 THEN 'VEN'
            WHEN c_nation < 0.90 THEN CASE country WHEN 'CO' THEN 'COL' WHEN 'EC' THEN 'ECU' WHEN 'PE' THEN 'PER' ELSE 'BRA' END
            WHEN c_nation < 0.94 THEN 'COL'
            WHEN c_nation < 0.96 THEN 'HTI'
            WHEN c_nation < 0.975 THEN 'CUB'
            WHEN c_nation < 0.99 THEN 'ECU'
            WHEN c_nation < 0.994 THEN 'XXA'
            ELSE 'XXX'
        END AS nationality
    FROM member
), gendered AS (
    SELECT *,
        CASE
            WHEN relation = 'partner' THEN CASE WHEN pg_temp.chance(first_person, 10) < 0.56 THEN 'male' ELSE 'female' END
            WHEN pg_temp.chance(i, 10) < (CASE WHEN relation = 'head' THEN 0.56 ELSE 0.5 END) THEN 'female'
            WHEN pg_temp.chance(i, 11) < 0.006 THEN 'other'
            WHEN pg_temp.chance(i, 11) < 0.012 THEN 'declined'
            ELSE 'male'
        END AS sex,
        CASE
            WHEN relation IN ('head', 'partner') THEN 18 + floor(pow(pg_temp.chance(i, 12), 1.7) * 52)::integer
            WHEN relation IN ('child', 'grandchild') THEN floor(pg_temp.chance(i, 12) * 18)::integer
            WHEN relation = 'parent' THEN 48 + floor(pg_temp.chance(i, 12) * 38)::integer
            ELSE floor(pg_temp.chance(i, 12) * 60)::integer
        END AS age,
        CASE WHEN nationality = 'HTI' THEN 'haitian' WHEN nationality = 'BRA' THEN 'brazilian' ELSE 'region' END AS stock
    FROM described
), named AS (
    SELECT *,
        CASE stock
            WHEN 'haitian' THEN (CASE sex WHEN 'female' THEN :haitian_female ELSE :haitian_male END)[1 + pg_temp.pick(i, 13, 8)]
            WHEN 'brazilian' THEN (CASE sex WHEN 'female' THEN :brazilian_female ELSE :brazilian_male END)[1 + pg_temp.pick(i, 13, 10)]
            ELSE CASE sex
                WHEN 'female' THEN pg_temp.pick_name(i, 13, :female_names, :female_bounds) || CASE
                    WHEN pg_temp.chance(i, 14) < 0.22 THEN ' ' || (:compound_female)[1 + pg_temp.pick(i, 15, cardinality(:compound_female))]
                    WHEN pg_temp.chance(i, 14) < 0.45
                        THEN coalesce(' ' || nullif(pg_temp.pick_name(i, 15, :female_names, :female_bounds), pg_temp.pick_name(i, 13, :female_names, :female_bounds)), '')
                    ELSE '' END
                ELSE pg_temp.pick_name(i, 13, :male_names, :male_bounds) || CASE
                    WHEN pg_temp.chance(i, 14) < 0.22 THEN ' ' || (:compound_male)[1 + pg_temp.pick(i, 15, cardinality(:compound_male))]
                    WHEN pg_temp.chance(i, 14) < 0.45
                        THEN coalesce(' ' || nullif(pg_temp.pick_name(i, 15, :male_names, :male_bounds), pg_temp.pick_name(i, 13, :male_names, :male_bounds)), '')
                    ELSE '' END
            END
        END AS given_names,
        CASE stock
            WHEN 'haitian' THEN (:haitian_surname)[1 + pg_temp.pick(h, 2, 10)]
            WHEN 'brazilian' THEN (:brazilian_surname)[1 + pg_temp.pick(h, 2, 10)]
            ELSE CASE
                WHEN relation IN ('head', 'child', 'grandchild') THEN family_1
                ELSE pg_temp.pick_name(i, 16, :surname_names, :surname_bounds)
            END
        END AS surname_1,
        CASE
            WHEN stock = 'haitian' OR pg_temp.chance(i, 17) < 0.12 THEN NULL
            WHEN stock = 'brazilian' THEN (:brazilian_surname)[1 + pg_temp.pick(h, 3, 10)]
            WHEN relation = 'child' THEN family_2
            ELSE pg_temp.pick_name(i, 18, :surname_names, :surname_bounds)
        END AS surname_2,
        pg_temp.chance(i, 19) AS c_date,
        registered_on - make_interval(days => age * 365 + pg_temp.pick(i, 20, 365)) AS born_at
    FROM gendered
)
SELECT i, h, member, size, office_id, country, area, city, code, staff, relation, nationality, sex, age, registered_on,
    pg_temp.demo_id(i, 1) AS id,
    -- Some names were typed without accents, or in capitals, as happens at a busy counter.
    CASE WHEN pg_temp.chance(i, 21) < 0.12 THEN unaccent(given_names) WHEN pg_temp.chance(i, 21) > 0.97 THEN upper(given_names) ELSE given_names END AS given_names,
    CASE WHEN pg_temp.chance(i, 21) < 0.12 THEN unaccent(surname_1) WHEN pg_temp.chance(i, 21) > 0.97 THEN upper(surname_1) ELSE surname_1 END AS surname_1,
    CASE WHEN pg_temp.chance(i, 21) < 0.12 THEN unaccent(surname_2) WHEN pg_temp.chance(i, 21) > 0.97 THEN upper(surname_2) ELSE surname_2 END AS surname_2,
    CASE WHEN c_date < 0.93 THEN extract(year FROM born_at)::smallint END AS birth_year,
    CASE WHEN c_date < 0.87 THEN extract(month FROM born_at)::smallint END AS birth_month,
    CASE WHEN c_date < 0.83 THEN extract(day FROM born_at)::smallint END AS birth_day,
    CASE WHEN c_date BETWEEN 0.93 AND 0.99 THEN age::smallint END AS stated_age,
    CASE WHEN c_date BETWEEN 0.93 AND 0.99 AND age < 2 THEN (age * 12 + pg_temp.pick(i, 118, 12))::smallint END AS stated_age_months,
    (registered_on + time '13:00' + make_interval(mins => pg_temp.pick(i, 22, 540))) AT TIME ZONE 'UTC' AS registered_at,
    staff[1 + pg_temp.pick(h, 23, cardinality(staff))] AS worker_id,
    CASE WHEN age < 18 THEN 0 ELSE pg_temp.pick_common(i, 24, 4) END AS case_count_adult,
    pg_temp.chance(i, 25) AS c_case
FROM named;

CREATE TEMP TABLE staged_person (id, code, given_names, surname_1, surname_2, sex, gender_identity, birth_year, birth_month, birth_day, stated_age,
                    stated_age_months, age_stated_on, population_type, phone, safe_contact, area_code, locality, office_id, registered_by, registered_at, version,
                    other_names, birth_country, ethnic_group, ethnic_people, preferred_language, interpreter_need, contact_channel, contact_hours, leave_no_message,
                    place_country, arrival_year, arrival_month, entry) ON COMMIT DROP AS
SELECT id, code || '-P-' || pg_temp.number(i, 6), given_names, surname_1, surname_2, sex,
    CASE WHEN sex = 'other' THEN 'trans_woman' WHEN age >= 18 AND pg_temp.chance(i, 30) < 0.004 THEN 'non_binary' END,
    birth_year, birth_month, birth_day, stated_age, stated_age_months, CASE WHEN stated_age IS NOT NULL THEN registered_on END,
    CASE
        WHEN nationality IN ('COL', 'ECU', 'PER', 'BRA') THEN CASE WHEN pg_temp.chance(h, 31) < 0.4 THEN 'returnee' ELSE 'host_community' END
        WHEN pg_temp.chance(h, 31) < 0.66 THEN 'in_destination'
        WHEN pg_temp.chance(h, 31) < 0.88 THEN 'in_transit'
        WHEN pg_temp.chance(h, 31) < 0.97 THEN 'pendular'
        ELSE 'unknown'
    END,
    CASE WHEN age >= 15 AND pg_temp.chance(i, 32) < 0.62 THEN
        CASE country WHEN 'CO' THEN '+5731' || lpad(pg_temp.pick(i, 33, 100000000)::text, 8, '0') WHEN 'EC' THEN '+59399' || lpad(pg_temp.pick(i, 33, 10000000)::text, 7, '0')
            WHEN 'PE' THEN '+519' || lpad(pg_temp.pick(i, 33, 100000000)::text, 8, '0') ELSE '+559599' || lpad(pg_temp.pick(i, 33, 10000000)::text, 7, '0') END
    END,
    CASE WHEN member = 1 AND pg_temp.chance(i, 34) < 0.35 THEN
        (ARRAY['WhatsApp, sólo mañanas', 'Llamar después de las 18:00', 'No dejar mensajes', 'Contesta su hermana', 'Mensaje de texto, sin detalles'])[1 + pg_temp.pick(i, 35, 5)] END,
    area, city, office_id, worker_id, registered_at, 1,
    -- What few were asked: other names, people, language, contact, arrival.
    CASE WHEN member = 1 AND sex = 'female' AND surname_2 IS NOT NULL AND pg_temp.chance(i, 110) < 0.05
        THEN ARRAY[split_part(given_names, ' ', 1) || ' de ' || surname_2] ELSE '{}' END,
    CASE WHEN nationality NOT IN ('XXA', 'XXX') AND pg_temp.chance(i, 111) < 0.4 THEN nationality END,
    CASE WHEN pg_temp.chance(h, 112) < 0.03 THEN 'indigenous' WHEN pg_temp.chance(h, 112) < 0.08 THEN 'afro_descendant'
        WHEN pg_temp.chance(h, 112) < 0.1 THEN 'declined' END,
    CASE WHEN pg_temp.chance(h, 112) < 0.03 THEN 'Wayuu' END,
    CASE WHEN pg_temp.chance(h, 112) < 0.03 THEN 'guc' WHEN nationality = 'HTI' THEN 'ht' WHEN nationality = 'BRA' THEN 'pt' END,
    CASE WHEN pg_temp.chance(h, 112) < 0.02 OR (nationality = 'HTI' AND pg_temp.chance(i, 113) < 0.7) THEN 'needed'
        WHEN pg_temp.chance(i, 113) < 0.2 THEN 'not_needed' END,
    CASE WHEN member = 1 AND pg_temp.chance(i, 114) < 0.5
        THEN (ARRAY['whatsapp', 'whatsapp', 'whatsapp', 'call', 'sms', 'in_person', 'through_someone'])[1 + pg_temp.pick(i, 115, 7)] END,
    CASE WHEN member = 1 AND pg_temp.chance(i, 114) < 0.2 THEN (ARRAY['sólo mañanas', 'después de las 18:00', 'sábados'])[1 + pg_temp.pick(i, 116, 3)] END,
    member = 1 AND pg_temp.chance(i, 117) < 0.04,
    country,
    CASE WHEN pg_temp.chance(h, 118) < 0.5 THEN extract(year FROM registered_on - pg_temp.pick(h, 119, 900))::smallint END,
    CASE WHEN pg_temp.chance(h, 118) < 0.4 THEN extract(month FROM registered_on - pg_temp.pick(h, 119, 900))::smallint END,
    CASE WHEN pg_temp.chance(h, 118) < 0.1 THEN (ARRAY['regular', 'irregular', 'declined'])[1 + pg_temp.pick(h, 120, 3)] END
FROM batch ORDER BY i;
