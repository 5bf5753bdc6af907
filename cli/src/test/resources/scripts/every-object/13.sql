-- Every kind of object that PostgreSQL 13 has, with names, values and texts that are easy to get wrong.
-- The roles script_reader and "script Owner" already exist: roles belong to the server, not to a database.

CREATE EXTENSION "uuid-ossp";
CREATE EXTENSION pgcrypto WITH SCHEMA public;
CREATE EXTENSION citext;
CREATE SCHEMA extensions;
CREATE EXTENSION hstore SCHEMA extensions;
COMMENT ON EXTENSION citext IS 'case does not matter; not here';

CREATE SCHEMA "Odd Schema; with a semicolon";
CREATE SCHEMA AUTHORIZATION script_reader
    CREATE TABLE own_table (id int)
    CREATE VIEW own_view AS SELECT id FROM own_table;
COMMENT ON SCHEMA "Odd Schema; with a semicolon" IS 'it''s "odd"
and has two lines';

-- types
CREATE TYPE mood AS ENUM ('sad', 'o''k', 'ha;ppy', '$$', 'größer', '');
CREATE TYPE address AS (street text, "house ""number""" integer, city character varying(40) COLLATE "C");
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE DOMAIN positive AS integer DEFAULT 1 CONSTRAINT must_be_positive CHECK (VALUE > 0) NOT NULL;
CREATE DOMAIN postal_code AS text CHECK (VALUE ~ '^\d{5}$' OR VALUE ~ E'^\\d{4}\\s?[A-Z]{2}$');
CREATE TYPE shell_only;
CREATE COLLATION case_sensitive (provider = libc, locale = 'C');
COMMENT ON TYPE mood IS $$a dollar-quoted 'comment'; with a semicolon$$;
COMMENT ON DOMAIN positive IS E'tab\there, backslash \\ there';

-- functions
CREATE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS 'SELECT a + b; -- not the end: ''; ';
CREATE FUNCTION nested_quotes() RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
    inner_text text := $inner$ a 'string'; with $$ inside $inner$;
BEGIN
    -- a comment with an apostrophe: it's; /* and an open comment
    IF inner_text LIKE '%;%' THEN
        RETURN 'yes; ' || $q$don't$q$ || E'\'\\';
    END IF;
    RETURN NULL;
END;
$function$;
CREATE FUNCTION set_returning(VARIADIC texts text[], OUT place integer, OUT value text) RETURNS SETOF record
    LANGUAGE sql STABLE ROWS 10 COST 5 SET search_path = pg_catalog, pg_temp
    AS $$ SELECT ordinality::int, t FROM unnest(texts) WITH ORDINALITY AS u (t, ordinality); $$;
CREATE FUNCTION table_returning(mood) RETURNS TABLE ("a;b" int, c mood) SECURITY DEFINER LANGUAGE sql
    AS $_$ SELECT 1, $1; $_$;
CREATE FUNCTION "Odd Schema; with a semicolon"."f(unction"("p;aram" text) RETURNS text
    LANGUAGE plpgsql AS $a$BEGIN RETURN $b$$a;$b$ || "p;aram"; END$a$;
CREATE PROCEDURE do_nothing(INOUT counter integer) LANGUAGE plpgsql AS $$
BEGIN
    counter := counter + 1;
END
$$;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := coalesce(NEW.changed, 0) + 1;
    RETURN NEW;
END $$;
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
CREATE AGGREGATE concat_all(text) (SFUNC = textcat, STYPE = text, INITCOND = '');
CREATE FUNCTION distance_step(state float8, a float8, b float8) RETURNS float8
    LANGUAGE sql IMMUTABLE AS 'SELECT coalesce(state, 0) + abs(a - b)';
CREATE AGGREGATE total_distance(float8, float8) (SFUNC = distance_step, STYPE = float8, PARALLEL = SAFE);
CREATE AGGREGATE hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") (
    SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
COMMENT ON FUNCTION add(integer, integer) IS '-- not a comment /* nor this */';
COMMENT ON AGGREGATE concat_all(text) IS 'joins;';

-- operators: some of them contain what begins a comment elsewhere
CREATE FUNCTION minus_at(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE OPERATOR @- (LEFTARG = integer, RIGHTARG = integer, FUNCTION = minus_at);
CREATE OPERATOR <@-@> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = minus_at, COMMUTATOR = <@-@>);
CREATE OPERATOR @/ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = minus_at);
CREATE OPERATOR ?| (LEFTARG = integer, RIGHTARG = integer, FUNCTION = minus_at);
CREATE OPERATOR "Odd Schema; with a semicolon".=== (
    LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, HASHES, MERGES);
COMMENT ON OPERATOR @- (integer, integer) IS 'minus';
CREATE OPERATOR FAMILY odd_family USING btree;
CREATE OPERATOR CLASS reverse_integers FOR TYPE integer USING btree FAMILY odd_family AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer);
CREATE CAST (address AS text) WITH INOUT AS ASSIGNMENT;
CREATE FUNCTION mood_number(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 42 $$;
CREATE CAST (mood AS integer) WITH FUNCTION mood_number(mood);
CREATE DEFAULT CONVERSION odd_conversion FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;

-- text search
CREATE TEXT SEARCH DICTIONARY odd_dictionary (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION odd_configuration (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION odd_configuration ALTER MAPPING FOR word WITH odd_dictionary, simple;

-- sequences
CREATE SEQUENCE counter AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START 50 CACHE 3 CYCLE;
SELECT nextval('counter'), nextval('counter');
CREATE SEQUENCE "Odd;Sequence" START 9223372036854775807;
SELECT setval('"Odd;Sequence"', 4711, false);

-- tables
CREATE TABLE everything (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5) PRIMARY KEY,
    by_default bigint GENERATED BY DEFAULT AS IDENTITY,
    old_style serial,
    uuid uuid DEFAULT uuid_nil() NOT NULL,
    email citext UNIQUE,
    tags extensions.hstore DEFAULT 'a=>1, "b;c"=>NULL'::extensions.hstore,
    feeling mood DEFAULT 'ha;ppy',
    "home address" address,
    range float_range,
    amount numeric(20, 5) CHECK (amount >= 0),
    doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
    at timestamp with time zone DEFAULT '2024-02-29 12:00:00+00',
    span interval DEFAULT '1 year 2 mons -3 days 04:05:06.789',
    bits bit varying(8) DEFAULT B'1010',
    raw bytea DEFAULT '\xdeadbeef'::bytea,
    document jsonb DEFAULT '{"a": [1, 2, {"b": "c;d\"e\\f"}]}',
    matrix integer[][] DEFAULT '{{1,2},{3,4}}',
    plain text COLLATE case_sensitive DEFAULT E'line\nbreak; \\ \'quoted\' \u00e9',
    code postal_code,
    count positive,
    changed integer,
    search tsvector,
    place point,
    network inet,
    money_value money,
    xml_value text,
    CONSTRAINT "odd;check" CHECK (plain <> ';' AND (plain <> '--' OR plain <> '/*')),
    CONSTRAINT no_overlap EXCLUDE USING gist (place WITH ~=) WHERE (id > 100)
) WITH (fillfactor = 70, autovacuum_enabled = off);
ALTER TABLE everything ALTER COLUMN plain SET STATISTICS 500, ALTER COLUMN raw SET STORAGE EXTERNAL;
ALTER TABLE everything ALTER COLUMN amount SET (n_distinct = -0.5);
ALTER TABLE everything REPLICA IDENTITY FULL;
COMMENT ON TABLE everything IS 'Ünïcödé, 日本語, 😀; and more';
COMMENT ON COLUMN everything."home address" IS '';
COMMENT ON COLUMN everything.plain IS 'a ''quote'', a "double", a \backslash';
COMMENT ON CONSTRAINT "odd;check" ON everything IS 'odd';

CREATE TABLE "Odd Schema; with a semicolon"."Odd ""Table"" $$" (
    "select" integer PRIMARY KEY,
    "a;b" text,
    "ünïcödé" text,
    "tab	bed" text,
    "new
line" text,
    "-- comment" text,
    "/* open" text,
    "back\slash" text,
    "a$b" integer DEFAULT 1,
    a$b$c integer DEFAULT 2
);
CREATE TABLE child_of_odd (
    id integer REFERENCES "Odd Schema; with a semicolon"."Odd ""Table"" $$" ("select")
        ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    everything_id integer CONSTRAINT not_checked REFERENCES everything MATCH FULL NOT DEFERRABLE
);
ALTER TABLE child_of_odd ADD CONSTRAINT not_yet_valid CHECK (id < 1000) NOT VALID;
ALTER TABLE child_of_odd DISABLE TRIGGER ALL;
ALTER TABLE child_of_odd ENABLE TRIGGER ALL;
CREATE UNLOGGED TABLE forgotten (LIKE everything INCLUDING DEFAULTS INCLUDING CONSTRAINTS EXCLUDING COMMENTS);
CREATE TABLE typed OF address (street WITH OPTIONS NOT NULL);
CREATE TABLE column_dropped (a integer, gone text, b integer);
INSERT INTO column_dropped VALUES (1, 'x', 2);
ALTER TABLE column_dropped DROP COLUMN gone;
ALTER TABLE column_dropped ADD COLUMN fast_default text DEFAULT 'fast;' NOT NULL;
CREATE TABLE no_columns ();
CREATE TABLE created_as AS SELECT n AS number, 'text ' || n AS text FROM generate_series(1, 5) AS n;
SELECT n * 2 AS twice INTO created_into FROM generate_series(1, 3) AS n;

-- inheritance and partitions
CREATE TABLE parent (id integer, note text DEFAULT 'parent', CHECK (id > 0) NO INHERIT);
CREATE TABLE son (extra integer) INHERITS (parent);
CREATE TABLE grandson (note text DEFAULT 'grandson;') INHERITS (son);
CREATE TABLE measurement (city integer NOT NULL, day date NOT NULL, peak integer) PARTITION BY RANGE (day, city);
CREATE TABLE measurement_2023 PARTITION OF measurement FOR VALUES FROM ('2023-01-01', MINVALUE) TO ('2023-12-31', MAXVALUE);
CREATE TABLE measurement_2024 PARTITION OF measurement (peak DEFAULT 7)
    FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', MINVALUE) PARTITION BY LIST (city);
CREATE TABLE measurement_2024_one PARTITION OF measurement_2024 FOR VALUES IN (1, 2, NULL);
CREATE TABLE measurement_2024_rest PARTITION OF measurement_2024 DEFAULT;
CREATE TABLE hashed (key text, value integer) PARTITION BY HASH (lower(key) text_ops);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX ON measurement (peak);
INSERT INTO measurement VALUES (1, '2023-06-01', 30), (2, '2024-06-01', 31), (9, '2024-07-01', NULL);
INSERT INTO hashed SELECT 'key;' || n, n FROM generate_series(1, 20) AS n;
INSERT INTO parent VALUES (1), (2); INSERT INTO son VALUES (3, 'three', 33); INSERT INTO grandson (id) VALUES (4);

-- indexes and statistics
CREATE UNIQUE INDEX "odd;index" ON everything USING btree (lower(plain) DESC NULLS LAST, (amount + 1)) INCLUDE (uuid)
    WITH (fillfactor = 50) WHERE plain <> ';';
CREATE INDEX ON everything USING gin (document jsonb_path_ops);
CREATE INDEX by_search ON everything USING gin (to_tsvector('odd_configuration', plain));
CREATE INDEX reversed ON everything (old_style reverse_integers);
CREATE INDEX summarised ON created_as USING brin (number) WITH (pages_per_range = 4);
CREATE INDEX hashed_text ON created_as USING hash (text);
ALTER INDEX "odd;index" ALTER COLUMN 2 SET STATISTICS 100;
CREATE UNIQUE INDEX clustered ON created_as (number);
ALTER TABLE created_as CLUSTER ON clustered;
COMMENT ON INDEX "odd;index" IS 'index; comment';
CREATE STATISTICS odd_statistics (ndistinct, dependencies, mcv) ON id, plain, amount FROM everything;
ALTER STATISTICS odd_statistics SET STATISTICS 50;
COMMENT ON STATISTICS odd_statistics IS 'statistics; comment';

-- views and rules
CREATE VIEW simple_view AS SELECT id, plain AS "a;b" FROM everything WHERE plain <> ';' WITH CASCADED CHECK OPTION;
CREATE VIEW barrier WITH (security_barrier = true) AS
    WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5)
    SELECT n, CASE WHEN n = 1 THEN 'one;' ELSE $$many;$$ END AS text FROM numbers;
CREATE MATERIALIZED VIEW filled AS SELECT number, count(*) OVER (PARTITION BY number % 2) FROM created_as WITH DATA;
CREATE MATERIALIZED VIEW not_filled AS SELECT * FROM created_as WITH NO DATA;
CREATE UNIQUE INDEX ON filled (number);
CREATE TABLE log (what text, old_id integer);
CREATE TABLE ruled (id integer, text text);
CREATE RULE several_actions AS ON INSERT TO ruled WHERE NEW.id > 0 DO ALSO (
    INSERT INTO log VALUES ('insert; one', NEW.id);
    UPDATE log SET what = what || ' (again)' WHERE old_id = NEW.id;
    DELETE FROM log WHERE old_id < 0;
);
CREATE RULE instead AS ON UPDATE TO simple_view DO INSTEAD NOTHING;
CREATE RULE notifies AS ON DELETE TO ruled DO ALSO NOTIFY ruled_channel, 'pay;load';
INSERT INTO ruled VALUES (1, 'a'), (2, 'b;'); INSERT INTO ruled VALUES (3, 'c');
COMMENT ON VIEW simple_view IS 'view';
COMMENT ON RULE several_actions ON ruled IS 'rule;';

-- triggers
CREATE TRIGGER "odd;trigger" BEFORE INSERT OR UPDATE OF plain, amount ON everything
    FOR EACH ROW WHEN (NEW.plain IS DISTINCT FROM ';') EXECUTE FUNCTION trigger_function('argument;', 'it''s');
CREATE FUNCTION after_statement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER with_tables AFTER UPDATE ON created_as REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION after_statement();
CREATE CONSTRAINT TRIGGER deferred AFTER INSERT ON created_as DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION after_statement();
ALTER TABLE created_as ENABLE ALWAYS TRIGGER with_tables;
CREATE TRIGGER replaced INSTEAD OF INSERT ON barrier FOR EACH ROW EXECUTE FUNCTION after_statement();
COMMENT ON TRIGGER deferred ON created_as IS 'trigger;';
CREATE EVENT TRIGGER odd_event ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER odd_event DISABLE;
COMMENT ON EVENT TRIGGER odd_event IS 'event;';

-- data
INSERT INTO everything (email, "home address", range, amount, code, changed, search, place, network, money_value)
VALUES ('A;B@example.org', ROW ('Main; St', 5, 'City'), '[1.5,2.5)', 12.34567, '12345', NULL,
        'a:1 b:2'::tsvector, '(1,2)', '10.0.0.1/8', '12.34'),
       ('it''s@example.org', '("quoted "" street",6,)', 'empty', 0, '1234 AB', 5, NULL, NULL, '::1', NULL);
INSERT INTO everything (by_default, plain, count) OVERRIDING USER VALUE VALUES (99, $$dollar 'quoted' "text"; \ $$, 3);
INSERT INTO everything (id, plain, raw) OVERRIDING SYSTEM VALUE
    VALUES (-1, 'C:\temp\', decode(repeat('00ff5c27', 2000), 'hex'));
UPDATE everything SET document = jsonb_build_object('k', E'\b\f\n\r\t\\"') WHERE id = 10;
INSERT INTO "Odd Schema; with a semicolon"."Odd ""Table"" $$" VALUES (1, 'a;b', 'ü', E'\t', E'\n', '--', '/*', '\', 3, 4);
INSERT INTO child_of_odd VALUES (1, 10), (NULL, NULL);
INSERT INTO typed VALUES ('street', 1, 'city');
CREATE TABLE large (id integer, text text, bytes bytea);
INSERT INTO large SELECT n, repeat('a line of text; with a semicolon and a \ backslash' || E'\n', 20000 * n), decode(repeat('c0ffee', 50000), 'hex')
FROM generate_series(1, 2) AS n;
SELECT lo_from_bytea(424242, '\x00ff5c270a');
COMMENT ON LARGE OBJECT 424242 IS 'large object;';

-- privileges
CREATE TABLE guarded (id integer, owner name, secret text);
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON guarded FOR ALL TO PUBLIC USING (owner = current_user) WITH CHECK (owner = current_user AND secret <> ';');
CREATE POLICY "odd;policy" ON guarded AS RESTRICTIVE FOR SELECT TO script_reader, "script Owner" USING (id > 0);
COMMENT ON POLICY own_rows ON guarded IS 'policy;';
GRANT USAGE ON SCHEMA "Odd Schema; with a semicolon" TO script_reader;
GRANT SELECT, INSERT (id, owner), UPDATE (secret) ON guarded TO script_reader WITH GRANT OPTION;
GRANT ALL ON ALL TABLES IN SCHEMA "Odd Schema; with a semicolon" TO "script Owner";
GRANT USAGE, SELECT ON SEQUENCE counter TO PUBLIC;
GRANT EXECUTE ON FUNCTION add(integer, integer) TO script_reader;
REVOKE ALL ON FUNCTION nested_quotes() FROM PUBLIC;
REVOKE ALL ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO script_reader;
GRANT SELECT ON LARGE OBJECT 424242 TO script_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO script_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "script Owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER TABLE log OWNER TO "script Owner";
ALTER FUNCTION add(integer, integer) OWNER TO "script Owner";
ALTER SCHEMA extensions OWNER TO "script Owner";

-- logical replication and foreign data
CREATE PUBLICATION all_tables FOR ALL TABLES WITH (publish = 'insert, update');
CREATE PUBLICATION "odd;publication" FOR TABLE everything, ONLY parent WITH (publish_via_partition_root = true);
COMMENT ON PUBLICATION all_tables IS 'publication;';
CREATE SUBSCRIPTION odd_subscription CONNECTION 'host=192.0.2.1 dbname=''no;where''' PUBLICATION a, "b;c"
    WITH (connect = false, slot_name = NONE, enabled = false, create_slot = false);
CREATE FOREIGN DATA WRAPPER odd_wrapper OPTIONS (debug 'tr;ue');
CREATE SERVER odd_server TYPE 't' VERSION '1;' FOREIGN DATA WRAPPER odd_wrapper OPTIONS (host 'it''s');
CREATE USER MAPPING FOR script_reader SERVER odd_server OPTIONS ("user" 'reader;');
CREATE FOREIGN TABLE foreign_table (id integer OPTIONS (column_name 'i;d') NOT NULL, text text DEFAULT ';')
    SERVER odd_server OPTIONS (table_name 'odd;table');
GRANT USAGE ON FOREIGN SERVER odd_server TO script_reader;

-- other statements of a script
DO $do$
DECLARE
    n integer;
BEGIN
    FOR n IN 1..3 LOOP
        EXECUTE format('CREATE TABLE %I (id integer DEFAULT %L)', 'made;by_do_' || n, n);
    END LOOP;
    RAISE NOTICE 'made % tables; done', 3;
END
$do$;
PREPARE insert_log (text) AS INSERT INTO log VALUES ($1, $1::text::int + 1);
EXECUTE insert_log('41'); DEALLOCATE insert_log;
DECLARE c CURSOR FOR SELECT 1; FETCH c; CLOSE c;
SAVEPOINT here; INSERT INTO log VALUES ('rolled back; gone'); ROLLBACK TO SAVEPOINT here; RELEASE SAVEPOINT here;
LOCK TABLE log IN SHARE MODE;
CALL do_nothing(1);
EXPLAIN (COSTS off) SELECT ';';
SET LOCAL search_path = "Odd Schema; with a semicolon", public;
CREATE VIEW in_search_path AS SELECT "a;b" FROM "Odd ""Table"" $$";
RESET search_path;
REFRESH MATERIALIZED VIEW filled;
ANALYZE created_as
