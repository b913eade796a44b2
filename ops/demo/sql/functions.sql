-- Chance that repeats: the same seed, number and question give the same answer, on any machine.
CREATE FUNCTION pg_temp.chance(i bigint, question integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ((hashint8extended(i, :seed + question) >> 11) & 9007199254740991)::double precision / 9007199254740992.0;

-- A whole number from 0 to below `below`.
CREATE FUNCTION pg_temp.pick(i bigint, question integer, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN floor(pg_temp.chance(i, question) * below)::integer;

-- A place in a list of `below` entries whose frequency falls with the place: early ones are much more common.
CREATE FUNCTION pg_temp.pick_common(i bigint, question integer, below integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN least(floor(exp(pg_temp.chance(i, question) * ln(below + 1.0)) - 1.0)::integer, below - 1);

-- A UUIDv7 that grows with i, so that rows arrive in the order of their keys.
CREATE FUNCTION pg_temp.demo_id(i bigint, kind integer) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (lpad(to_hex(:first_millisecond + i), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
        || '8' || lpad(to_hex(hashint8extended(i, :seed + kind) & 1152921504606846975), 15, '0'))::uuid;

-- A number with leading zeros, longer where it needs more digits.
CREATE FUNCTION pg_temp.number(i bigint, digits integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lpad(i::text, greatest(digits, length(i::text)), '0');

-- A name as often as its share of people: `bounds` holds for each name the share of those before it.
CREATE FUNCTION pg_temp.pick_name(i bigint, question integer, names text[], bounds text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN names[width_bucket(pg_temp.chance(i, question), bounds::double precision[])];
