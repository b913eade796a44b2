-- The cases of the batch's persons, with all that happened in them.
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

INSERT INTO "case" (id, code, person_id, kind, status, risk, office_id, caseworker_id, intake, intake_words, goal, opened_on, opened_by, recorded_at,
                    closed_on, closure_reason, attention_on, version)
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

INSERT INTO case_status_change (id, case_id, step, status, reason, effective_on, closure_reason, changed_at, changed_by)
SELECT pg_temp.demo_id(c * 4 + place, 11), case_id, step, status, reason, day,
    CASE WHEN step = 'close' THEN CASE WHEN is_reopened THEN 'no_contact' ELSE ended_for END END,
    (day + time '15:30') AT TIME ZONE 'UTC', coalesce(caseworker_id, worker_id)
FROM case_batch, LATERAL (VALUES
    (0, 'open', 'open', NULL, opened_on, true),
    (1, 'close', 'closed', 'Se revisó el plan con la persona.', closed_on, closed_on IS NOT NULL),
    (1, 'hold', 'on_hold', 'Espera respuesta del consulado.', least(opened_on + 9, :as_of::date), held IS NOT NULL),
    (1, 'close', 'closed', 'Sin contacto.', opened_on + 12, is_reopened),
    (2, 'reopen', 'open', 'La persona volvió.', opened_on + 14, is_reopened)
) AS history (place, step, status, reason, day, has_happened)
WHERE has_happened;

INSERT INTO case_assignment (id, case_id, caseworker_id, assigned_by, assigned_at)
SELECT pg_temp.demo_id(c, 12), case_id, caseworker_id, worker_id, opened_at FROM case_batch WHERE caseworker_id IS NOT NULL;

INSERT INTO case_note (id, case_id, text, occurred_on, recorded_at, author_id)
SELECT pg_temp.demo_id(c * 4 + n, 13), case_id, (:notes)[1 + pg_temp.pick(c * 4 + n, 60, cardinality(:notes))],
    occurred_on, (occurred_on + time '16:00') AT TIME ZONE 'UTC' + make_interval(days => pg_temp.pick_common(c * 4 + n, 61, 4)),
    coalesce(caseworker_id, worker_id)
FROM case_batch, generate_series(0, 2) AS n,
    LATERAL (SELECT least(opened_on + n * 20 + pg_temp.pick(c * 4 + n, 62, 18), coalesce(closed_on, :as_of::date)) AS occurred_on) AS day
WHERE pg_temp.chance(c * 4 + n, 63) < 0.42;

-- A service has a usual unit and way of handing over; cash and vouchers carry a value in the country's currency.
INSERT INTO service_delivery (id, case_id, person_id, office_id, service_id, delivered_on, quantity, unit, modality, value_minor, currency,
                              recorded_at, recorded_by)
SELECT pg_temp.demo_id(c * 8 + n, 14), case_id, person_id, office_id, s.service_id, delivered_on,
    CASE WHEN s.unit IN ('night', 'day') THEN 1 + pg_temp.pick(c * 8 + n, 64, 14) WHEN s.unit = 'service' THEN 1 ELSE 1 + pg_temp.pick_common(c * 8 + n, 64, 4) END,
    s.unit, s.modality,
    CASE WHEN s.modality IN ('cash', 'voucher') THEN (:units_of_value::jsonb ->> country)::bigint * (2 + pg_temp.pick(c * 8 + n, 65, 9)) END,
    CASE WHEN s.modality IN ('cash', 'voucher') THEN :currencies::jsonb ->> country END,
    (delivered_on + time '17:00') AT TIME ZONE 'UTC' + make_interval(days => pg_temp.pick_common(c * 8 + n, 66, 12)),
    coalesce(caseworker_id, worker_id)
FROM case_batch, generate_series(0, 4) AS n,
    LATERAL (SELECT opened_on + n * 25 + pg_temp.pick(c * 8 + n, 67, 24) AS delivered_on) AS day,
    LATERAL (SELECT * FROM demo_service s WHERE s.kind = case_batch.kind
             AND s.place = 1 + pg_temp.pick_common(c * 8 + n, 68, (:services_of_kind::jsonb ->> case_batch.kind)::integer)) AS s
WHERE pg_temp.chance(c * 8 + n, 69) < 0.36 AND delivered_on <= coalesce(closed_on, :as_of::date);

INSERT INTO follow_up (id, case_id, office_id, kind, due_on, purpose, done_on, outcome, planned_by, done_by, recorded_at, done_recorded_at, version)
SELECT pg_temp.demo_id(c * 4, 15), case_id, office_id, (ARRAY['call', 'message', 'visit', 'appointment'])[1 + pg_temp.pick(c, 70, 4)],
    next_contact_on, NULL, NULL, NULL, coalesce(caseworker_id, worker_id), NULL, opened_at, NULL, 1
FROM case_batch WHERE closed_on IS NULL AND held IS NULL AND next_contact_on IS NOT NULL
UNION ALL
SELECT pg_temp.demo_id(c * 4 + 1, 15), case_id, office_id, (ARRAY['call', 'message', 'visit', 'appointment'])[1 + pg_temp.pick(c, 73, 4)],
    opened_on + 7, NULL, least(opened_on + 7 + pg_temp.pick_common(c, 74, 9), coalesce(closed_on, :as_of::date)),
    (ARRAY['reached', 'reached', 'reached', 'not_reached'])[1 + pg_temp.pick(c, 75, 4)],
    coalesce(caseworker_id, worker_id), coalesce(caseworker_id, worker_id), opened_at,
    (least(opened_on + 7 + pg_temp.pick_common(c, 74, 9), coalesce(closed_on, :as_of::date)) + time '18:00') AT TIME ZONE 'UTC', 2
FROM case_batch WHERE opened_on + 7 <= coalesce(closed_on, :as_of::date) AND pg_temp.chance(c, 76) < 0.6;
