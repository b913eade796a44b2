-- The instance's own offices, staff, services and providers, numbered so that chance can pick among them.
CREATE TEMP TABLE demo_office ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY o.code) AS place, o.id AS office_id, o.country, o.area_code AS area, o.locality AS city, o.code,
    array_agg(DISTINCT g.user_id ORDER BY g.user_id) AS staff
FROM office o JOIN user_grant g ON g.office_id = o.id AND g.role = 'caseworker'
GROUP BY o.id;

CREATE TEMP TABLE demo_service (kind text, place integer, service_id uuid, unit text, modality text) ON COMMIT DROP;

CREATE TEMP TABLE demo_provider ON COMMIT DROP AS
SELECT row_number() OVER (PARTITION BY p.country ORDER BY p.id) AS place, p.country, p.id AS provided_service_id, f.id AS focal_point_id
FROM provided_service p
JOIN LATERAL (SELECT id FROM focal_point WHERE organisation_id = p.organisation_id AND NOT is_backup ORDER BY id LIMIT 1) f ON true;

-- Households of one to seven, until there are people enough.
CREATE TEMP TABLE demo_household ON COMMIT DROP AS
SELECT :first_number + h AS h, size, :first_number + sum(size) OVER (ORDER BY h) - size AS first_person
FROM (
    SELECT h, CASE
        WHEN c < 0.30 THEN 1 WHEN c < 0.48 THEN 2 WHEN c < 0.67 THEN 3 WHEN c < 0.84 THEN 4 WHEN c < 0.94 THEN 5 WHEN c < 0.98 THEN 6 ELSE 7
    END AS size
    FROM (SELECT h, pg_temp.chance(h, 100) AS c FROM generate_series(0, :people - 1) AS h) AS drawn
) AS sized;
DELETE FROM demo_household WHERE first_person >= :first_number + :people;
CREATE INDEX ON demo_household (first_person);
ANALYZE demo_household;
