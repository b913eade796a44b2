-- What belongs to the batch's persons: nationalities, households, documents, consents.
INSERT INTO person_nationality (id, person_id, country)
SELECT pg_temp.demo_id(i * 2 + n, 2), id, CASE n WHEN 0 THEN nationality ELSE 'COL' END
FROM batch, generate_series(0, 1) AS n
WHERE n = 0 OR (nationality = 'VEN' AND country = 'CO' AND pg_temp.chance(i, 36) < 0.06);

INSERT INTO person_language (id, person_id, language)
SELECT pg_temp.demo_id(batch.i, 23), id, CASE WHEN pg_temp.chance(h, 112) < 0.03 THEN 'guc' WHEN nationality = 'HTI' THEN 'ht' ELSE 'pt' END
FROM batch WHERE nationality IN ('HTI', 'BRA') OR pg_temp.chance(h, 112) < 0.03;

INSERT INTO household (id, code, office_id, created_at)
SELECT pg_temp.demo_id(h, 3), code || '-H-' || pg_temp.number(h, 6), office_id, registered_at FROM batch WHERE member = 1 AND size > 1;

INSERT INTO household_member (id, household_id, person_id, relation, joined_on)
SELECT pg_temp.demo_id(i, 4), pg_temp.demo_id(h, 3), id, relation, registered_on FROM batch WHERE size > 1;

INSERT INTO household_event (id, household_id, person_id, act_id, act, step, relation, occurred_on, recorded_at, recorded_by)
SELECT pg_temp.demo_id(i, 30), pg_temp.demo_id(h, 3), id, pg_temp.demo_id(i, 30), 'change', 'joined', relation, registered_on, registered_at, worker_id
FROM batch WHERE size > 1;

CREATE TEMP TABLE staged_identity_document (id, person_id, document_type_id, number, expires_on, recorded_by, recorded_at, state, obstacle) ON COMMIT DROP AS
SELECT pg_temp.demo_id(i * 2 + n, 5), id,
    CASE WHEN age < 9 THEN :birth_certificate::uuid WHEN n = 1 THEN :passport::uuid ELSE :identity_card::uuid END,
    CASE WHEN pg_temp.chance(i * 2 + n, 40) < 0.9 THEN CASE n WHEN 1 THEN lpad(pg_temp.pick(i, 41, 200000000)::text, 9, '0') ELSE 'V-' || pg_temp.pick(i, 42, 33000000)::text END END,
    CASE WHEN n = 1 THEN registered_on + (pg_temp.pick(i, 43, 1800) - 900) END, worker_id, registered_at,
    CASE WHEN pg_temp.chance(i * 2 + n, 121) < 0.9 THEN 'held' WHEN pg_temp.chance(i * 2 + n, 121) < 0.95 THEN 'lost'
        WHEN pg_temp.chance(i * 2 + n, 121) < 0.98 THEN 'stolen' ELSE 'cannot_obtain' END,
    CASE WHEN pg_temp.chance(i * 2 + n, 121) >= 0.98 THEN 'no_consulate' END
FROM batch, generate_series(0, 1) AS n
WHERE nationality = 'VEN' AND pg_temp.chance(i * 2 + n, 44) < CASE n WHEN 0 THEN 0.6 ELSE 0.16 END;

INSERT INTO stay (id, person_id, kind, country, valid_from, valid_until, recorded_by, recorded_at)
SELECT pg_temp.demo_id(i, 24), id,
    CASE WHEN pg_temp.chance(h, 122) < 0.5 THEN 'temporary_protection_permit' WHEN pg_temp.chance(h, 122) < 0.7 THEN 'in_process'
        WHEN pg_temp.chance(h, 122) < 0.85 THEN 'no_permit' WHEN pg_temp.chance(h, 122) < 0.95 THEN 'asylum_seeker' ELSE 'declined' END,
    country,
    CASE WHEN pg_temp.chance(h, 122) < 0.5 THEN registered_on - 300 + pg_temp.pick(h, 123, 200) END,
    CASE WHEN pg_temp.chance(h, 122) < 0.5 THEN registered_on + pg_temp.pick(h, 123, 200) + pg_temp.pick(h, 124, 700) END,
    worker_id, registered_at
FROM batch WHERE nationality = 'VEN' AND pg_temp.chance(h, 125) < 0.3;

INSERT INTO consent (id, sitting_id, person_id, purpose, recipient, categories, decision, valid_until, given_by, evidence, language,
                     text_version, decided_at, recorded_by)
SELECT pg_temp.demo_id(i * 4 + n, 6), pg_temp.demo_id(i * 4, 6), id,
    (ARRAY['case_management', 'referral_sharing', 'statistics', 'contact'])[n + 1],
    (ARRAY['our_organisation', 'service_partners', 'donor_statistics', 'our_organisation'])[n + 1],
    CASE n WHEN 0 THEN ARRAY['names', 'profile', 'contact', 'need', 'protection'] WHEN 1 THEN ARRAY['names', 'profile', 'contact', 'need']
        WHEN 2 THEN ARRAY['profile', 'need'] ELSE ARRAY['contact'] END,
    decision, CASE WHEN n = 1 AND decision = 'given' THEN registered_on + 365 END,
    CASE WHEN age < 18 THEN 'guardian' ELSE 'person' END,
    CASE WHEN pg_temp.chance(i, 46) < 0.7 THEN 'verbal' ELSE 'signed' END,
    CASE country WHEN 'BR' THEN 'pt' ELSE 'es' END, 2, registered_at, worker_id
FROM batch, generate_series(0, 3) AS n,
    LATERAL (SELECT CASE WHEN pg_temp.chance(i * 4 + n, 45) < CASE n WHEN 1 THEN 0.9 ELSE 0.96 END THEN 'given' ELSE 'refused' END) AS said (decision)
WHERE n < 2 OR (n = 2 AND pg_temp.chance(i, 47) < 0.35);
