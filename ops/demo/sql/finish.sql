-- New records go on counting after the invented ones.
INSERT INTO number_series (id, name, last)
SELECT uuidv7(), series || ':' || o.code || CASE series WHEN 'case' THEN ':' || year ELSE '' END,
    (:first_number + :people) * CASE WHEN series IN ('case', 'referral') THEN 4 ELSE 1 END
FROM demo_office o
CROSS JOIN (VALUES ('person'), ('household'), ('case'), ('referral')) AS s (series)
CROSS JOIN generate_series(extract(year FROM :as_of::date)::integer - 2, extract(year FROM :as_of::date)::integer) AS year
WHERE series = 'case' OR year = extract(year FROM :as_of::date)
ON CONFLICT (name) DO UPDATE SET last = greatest(number_series.last, excluded.last);
