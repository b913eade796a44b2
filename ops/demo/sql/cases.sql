-- The cases of the batch's persons.
CREATE TEMP TABLE case_batch ON COMMIT DROP AS
WITH counted AS (
    SELECT *, CASE
        WHEN age < 18 THEN CASE WHEN c_case < 0.35 THEN 1 ELSE 0 END
        WHEN c_case < 0.14 THEN 0
        WHEN c_case < 0.66 THEN 1
        WHEN c_case < 0.90 THEN 2
        ELSE 3 END AS case_count
    FROM batch
), opened AS (
    SELECT b.*, b.i * 4 + n AS c,
        least(b.registered_on + floor(pow(pg_temp.chance(b.i * 4 + n, 50), 3) * 300)::integer * n, :as_of::date) AS opened_on,
        pg_temp.chance(b.i * 4 + n, 51) AS c_kind,
        pg_temp.chance(b.i * 4 + n, 52) AS c_risk,
        pg_temp.chance(b.i * 4 + n, 53) AS c_end,
        pg_temp.chance(b.i * 4 + n, 54) AS c_length
    FROM counted b, generate_series(0, case_count - 1) AS n
), kinded AS (
    SELECT *,
        CASE WHEN c_kind < 0.44 THEN 'humanitarian_aid' WHEN c_kind < 0.83 OR age < 18 THEN 'documentation' ELSE 'economic_integration' END AS kind,
        opened_on + 15 + floor(c_length * 220)::integer AS ends_on
    FROM opened
)
SELECT i, c, pg_temp.demo_id(c, 10) AS case_id, id AS person_id, office_id, country, code, age, kind, opened_on, staff, worker_id,
    CASE WHEN c_risk < 0.12 THEN 'high' WHEN c_risk < 0.55 THEN 'medium' ELSE 'low' END AS risk,
    CASE WHEN ends_on < :as_of::date AND c_end < 0.86 THEN ends_on END AS closed_on,
    CASE WHEN ends_on >= :as_of::date AND c_end > 0.96 THEN 'on_hold' END AS held,
    (ends_on < :as_of::date AND c_end BETWEEN 0.82 AND 0.86) AS is_reopened,
    CASE WHEN c_end < 0.975 THEN staff[1 + pg_temp.pick(c, 55, cardinality(staff))] END AS caseworker_id,
    (opened_on + time '14:00' + make_interval(mins => pg_temp.pick(c, 56, 400))) AT TIME ZONE 'UTC' AS opened_at,
    (ARRAY['goal_met', 'goal_met', 'goal_met', 'goal_met', 'moved_on', 'moved_on', 'no_contact', 'withdrew', 'other'])[1 + pg_temp.pick(c, 59, 9)] AS ended_for,
    -- Most days of the next contact lie ahead, some passed: an office with everything late would hide what is.
    CASE WHEN pg_temp.chance(c, 72) < 0.9 THEN :as_of::date - 6 + pg_temp.pick(c, 71, 40) END AS next_contact_on
FROM kinded;

UPDATE case_batch SET closed_on = NULL WHERE is_reopened;

CREATE TEMP TABLE staged_case (id, code, person_id, kind, status, risk, office_id, caseworker_id, intake, intake_words, goal, opened_on, opened_by, recorded_at,
                    closed_on, closure_reason, attention_on, version) ON COMMIT DROP AS
SELECT case_id, code || '-' || extract(year FROM opened_on) || '-' || pg_temp.number(c, 5), person_id, kind,
    CASE WHEN closed_on IS NOT NULL THEN 'closed' ELSE coalesce(held, 'open') END, risk, office_id, caseworker_id,
    answers.one -> 'coded', answers.one -> 'words',
    CASE kind
        WHEN 'documentation' THEN (:goals_documentation)[1 + pg_temp.pick(c, 58, cardinality(:goals_documentation))]
        WHEN 'humanitarian_aid' THEN (:goals_humanitarian_aid)[1 + pg_temp.pick(c, 58, cardinality(:goals_humanitarian_aid))]
        ELSE (:goals_economic_integration)[1 + pg_temp.pick(c, 58, cardinality(:goals_economic_integration))]
    END,
    opened_on, worker_id, opened_at, closed_on,
    CASE WHEN closed_on IS NOT NULL THEN ended_for END,
    CASE WHEN closed_on IS NULL AND held IS NULL THEN coalesce(next_contact_on, opened_on) END,
    1
FROM case_batch,
    LATERAL (SELECT CASE kind
        WHEN 'documentation' THEN (:intakes_documentation::jsonb -> pg_temp.pick(c, 57, jsonb_array_length(:intakes_documentation::jsonb)))
        WHEN 'humanitarian_aid' THEN (:intakes_humanitarian_aid::jsonb -> pg_temp.pick(c, 57, jsonb_array_length(:intakes_humanitarian_aid::jsonb)))
        ELSE (:intakes_economic_integration::jsonb -> pg_temp.pick(c, 57, jsonb_array_length(:intakes_economic_integration::jsonb)))
    END AS one) AS answers
ORDER BY c;
