-- Referrals of the batch's cases, only where the person agreed to sharing.
CREATE TEMP TABLE referral_batch ON COMMIT DROP AS
WITH asked AS (
    SELECT cb.*, pg_temp.demo_id(c, 20) AS referral_id, p.provided_service_id, p.focal_point_id,
        -- Many of the open cases' referrals are recent, so that there are answers to wait for.
        CASE WHEN closed_on IS NULL AND pg_temp.chance(c, 89) < 0.6 AND opened_on < :as_of::date - 13
            THEN (:as_of::date - 1 - pg_temp.pick(c, 90, 12) + time '14:20') AT TIME ZONE 'UTC'
            ELSE opened_at + make_interval(days => 1 + pg_temp.pick(c, 80, 40))
        END AS sent_at,
        pg_temp.chance(c, 81) AS c_priority, pg_temp.chance(c, 82) AS c_answer, pg_temp.chance(c, 83) AS c_delay
    FROM case_batch cb
    JOIN demo_provider p ON p.country = cb.country AND p.place = 1 + pg_temp.pick(c, 84, (:providers_of_country::jsonb ->> cb.country)::integer)
    WHERE pg_temp.chance(c, 85) < 0.17 AND pg_temp.chance(i * 4 + 1, 45) < 0.9
), windowed AS (
    SELECT *,
        CASE WHEN c_priority < 0.05 THEN 'emergency' WHEN c_priority < 0.25 THEN 'urgent' ELSE 'normal' END AS priority,
        sent_at + CASE WHEN c_priority < 0.05 THEN interval '24 hours' WHEN c_priority < 0.25 THEN interval '72 hours' ELSE interval '14 days' END AS due_at
    FROM asked WHERE sent_at < :as_of::date - interval '1 hour' AND (closed_on IS NULL OR sent_at::date < closed_on)
), answered AS (
    SELECT *, CASE
        WHEN c_answer < 0.42 THEN 'completed'
        WHEN c_answer < 0.58 THEN 'accepted'
        WHEN c_answer < 0.70 THEN 'declined'
        WHEN c_answer < 0.73 THEN 'revoked'
        WHEN c_answer < 0.86 THEN 'viewed'
        ELSE 'sent' END AS wished
    FROM windowed
)
SELECT *,
    CASE
        WHEN wished IN ('sent', 'viewed') AND due_at < :as_of::date THEN 'expired'
        -- A closed case has no open referral.
        WHEN closed_on IS NOT NULL AND wished IN ('sent', 'viewed', 'accepted') THEN 'completed'
        ELSE wished
    END AS open_status,
    least(sent_at + (due_at - sent_at) * (0.1 + 0.85 * c_delay), :as_of::date - interval '30 minutes') AS answered_at
FROM answered;

ALTER TABLE referral_batch ADD COLUMN status text;
UPDATE referral_batch SET status = CASE WHEN closed_on IS NOT NULL AND open_status = 'expired' THEN 'revoked' ELSE open_status END;

CREATE TEMP TABLE staged_referral (id, code, case_id, office_id, provided_service_id, focal_point_id, consent_id, priority, status, request, shared_fields,
                      created_at, created_by, sent_by, sent_at, answer_due_at, unanswered_flagged_at, decline_reason, partner_words, appointment_on,
                      answer_seen_at, version) ON COMMIT DROP AS
SELECT referral_id, code || '-R-' || pg_temp.number(c, 6), case_id, office_id, provided_service_id, focal_point_id,
    pg_temp.demo_id(i * 4 + 1, 6), priority, status, (:requests)[1 + pg_temp.pick(c, 86, cardinality(:requests))],
    ARRAY['given_names', 'age', 'contact'], sent_at, coalesce(caseworker_id, worker_id), coalesce(caseworker_id, worker_id), sent_at, due_at,
    CASE WHEN status = 'expired' THEN due_at END,
    CASE WHEN status = 'declined' THEN (ARRAY['no_capacity', 'no_capacity', 'not_eligible', 'out_of_area', 'missing_documents'])[1 + pg_temp.pick(c, 87, 5)] END,
    NULL, CASE WHEN status IN ('accepted', 'completed') THEN (answered_at + interval '3 days')::date END,
    CASE WHEN status IN ('accepted', 'declined', 'completed') AND (answered_at < :as_of::date - interval '10 days' OR pg_temp.chance(c, 88) < 0.5) THEN answered_at + interval '1 day' END,
    1
FROM referral_batch ORDER BY c;
