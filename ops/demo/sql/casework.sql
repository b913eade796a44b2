-- What happened in the batch's cases.
CREATE TEMP TABLE staged_case_status_change (id, case_id, step, status, reason, effective_on, closure_reason, changed_at, changed_by) ON COMMIT DROP AS
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

CREATE TEMP TABLE staged_case_note (id, case_id, text, occurred_on, recorded_at, author_id) ON COMMIT DROP AS
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

INSERT INTO follow_up (id, case_id, office_id, kind, due_on, done_on, outcome, planned_by, done_by, recorded_at, done_recorded_at, version)
SELECT pg_temp.demo_id(c * 4, 15), case_id, office_id, (ARRAY['call', 'message', 'visit', 'appointment'])[1 + pg_temp.pick(c, 70, 4)],
    next_contact_on, NULL, NULL, coalesce(caseworker_id, worker_id), NULL, opened_at, NULL, 1
FROM case_batch WHERE closed_on IS NULL AND held IS NULL AND next_contact_on IS NOT NULL
UNION ALL
SELECT pg_temp.demo_id(c * 4 + 1, 15), case_id, office_id, (ARRAY['call', 'message', 'visit', 'appointment'])[1 + pg_temp.pick(c, 73, 4)],
    opened_on + 7, least(opened_on + 7 + pg_temp.pick_common(c, 74, 9), coalesce(closed_on, :as_of::date)),
    (ARRAY['reached', 'reached', 'reached', 'not_reached'])[1 + pg_temp.pick(c, 75, 4)],
    coalesce(caseworker_id, worker_id), coalesce(caseworker_id, worker_id), opened_at,
    (least(opened_on + 7 + pg_temp.pick_common(c, 74, 9), coalesce(closed_on, :as_of::date)) + time '18:00') AT TIME ZONE 'UTC', 2
FROM case_batch WHERE opened_on + 7 <= coalesce(closed_on, :as_of::date) AND pg_temp.chance(c, 76) < 0.6;
