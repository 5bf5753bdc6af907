-- Tables with the types that Debezium knows, and some that it leaves out.

CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'it''s "fine", really\');
CREATE DOMAIN percentage AS numeric(5, 2);
CREATE DOMAIN share AS percentage;

CREATE TABLE numbers (
    id int PRIMARY KEY,
    small int2, large int8, real_ real, double_ double precision, oid_ oid, yes bool,
    any_numeric numeric, money_ money, fixed numeric(10, 2), whole numeric(5), hundreds numeric(5, -2), share_ share
);

CREATE TABLE times (
    id bigint PRIMARY KEY,
    date_ date, time_ time, time_3 time(3), time_0 time(0), timetz_ timetz, timetz_2 timetz(2),
    timestamp_ timestamp, timestamp_3 timestamp(3), timestamp_0 timestamp(0),
    timestamptz_ timestamptz, timestamptz_3 timestamptz(3), timestamptz_0 timestamptz(0), interval_ interval
);

CREATE TABLE texts (
    id uuid PRIMARY KEY,
    text_ text, varchar_ varchar(9), char_ char(5), char_1 "char", citext_ citext, mood_ mood, json_ json, jsonb_ jsonb, xml_ xml,
    ltree_ ltree, tsvector_ tsvector, inet_ inet, cidr_ cidr, macaddr_ macaddr, macaddr8_ macaddr8,
    ints int4range, longs int8range, decimals numrange, moments tsrange, zoned tstzrange, days daterange,
    bytea_ bytea, bit_1 bit(1), bit_12 bit(12), varbit_ varbit, varbit_9 varbit(9), point_ point
);

CREATE TABLE lists (
    id int PRIMARY KEY,
    ints int[], longs bigint[], reals real[], bools bool[], decimals numeric[], fixed numeric(6, 2)[], dates date[], times time[],
    timestamps timestamp[], zoned timestamptz[], timetzs timetz[], uuids uuid[], bytes bytea[], texts text[], names varchar(3)[],
    citexts citext[], ltrees ltree[]
);

CREATE TABLE others (
    id int PRIMARY KEY,
    name_ name, jsonpath_ jsonpath, box_ box, intervals interval[], moneys money[], composite times, multirange int4multirange,
    hstore_ hstore, hstores hstore[], jsons json[], jsonbs jsonb[], numbers int2vector, moods mood[]
);

CREATE TABLE people (
    team int, id int, name text NOT NULL DEFAULT 'nobody', born date NOT NULL, height real NOT NULL DEFAULT 1.5,
    picture text, PRIMARY KEY (id, team)
);
ALTER TABLE people ALTER COLUMN picture SET STORAGE EXTERNAL;
CREATE TABLE full_rows (id int PRIMARY KEY, name text, at timestamp(3));
ALTER TABLE full_rows REPLICA IDENTITY FULL;
CREATE TABLE unique_index (a int NOT NULL, b text NOT NULL);
CREATE UNIQUE INDEX ON unique_index (b);
CREATE TABLE without_key (a int);
CREATE TABLE "odd-Table é" ("a-b" int PRIMARY KEY);
CREATE TABLE last (id int PRIMARY KEY);
