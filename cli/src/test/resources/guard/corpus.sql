-- Statements that the guard of a protected database must ask about or must allow. A case begins with its verdict, and
-- with "in scripts" if it contains psql commands. The tables are those of fixture.sql.

--- destructive: by its first word
DELETE FROM kept;
--- destructive: TRUNCATE
truncate table kept cascade;
--- destructive: DROP TABLE
DROP TABLE kept CASCADE;
--- destructive: UPDATE
UPDATE kept SET name = 'x';
--- destructive: PREPARE and EXECUTE
PREPARE p AS DELETE FROM kept; EXECUTE p;
--- destructive: PREPARE with parameters
PREPARE p (int) AS UPDATE kept SET id = id + $1; EXECUTE p(10);
--- destructive: PREPARE of a function
PREPARE p AS SELECT wipe(); EXECUTE p;
--- destructive: EXPLAIN ANALYZE
EXPLAIN ANALYZE DELETE FROM kept;
--- destructive: EXPLAIN with options
EXPLAIN (COSTS off, ANALYZE) UPDATE kept SET name = 'x';
--- destructive: EXPLAIN ANALYZE of EXECUTE
PREPARE p AS DELETE FROM kept; EXPLAIN ANALYZE EXECUTE p;
--- destructive: WITH
WITH gone AS (DELETE FROM kept RETURNING *) SELECT count(*) FROM gone;
--- destructive: WITH, materialized, the second one
WITH a AS (SELECT 1), gone AS MATERIALIZED (UPDATE kept SET name = 'x' RETURNING *) SELECT count(*) FROM gone;
--- destructive: WITH inside INSERT
INSERT INTO fresh WITH gone AS (DELETE FROM kept RETURNING id) SELECT id FROM gone;
--- destructive: after a long INSERT
INSERT INTO kept (id, name, note) VALUES (1, 'a', 'b'), (2, 'c', 'd'), (4, 'e', 'f'), (5, 'g', 'h')
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, note = excluded.note;
--- destructive: ON CONFLICT DO UPDATE
INSERT INTO kept VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
--- destructive: COPY of a DELETE
COPY (DELETE FROM kept RETURNING *) TO '/dev/null';
--- destructive: COPY of a WITH
COPY (WITH gone AS (DELETE FROM kept RETURNING *) SELECT * FROM gone) TO '/dev/null';
--- destructive: DROP COLUMN
ALTER TABLE kept DROP COLUMN note;
--- destructive: DROP of a column without the word
ALTER TABLE kept ADD extra int, DROP note;
--- destructive: TYPE ... USING
ALTER TABLE kept ALTER COLUMN name TYPE int USING 0;
--- destructive: TYPE without USING
ALTER TABLE kept ALTER note SET DATA TYPE varchar(30);
--- destructive: DROP SCHEMA
DROP SCHEMA extra CASCADE;
--- destructive: DROP OWNED
DROP OWNED BY CURRENT_USER;
--- destructive: REASSIGN OWNED
REASSIGN OWNED BY CURRENT_USER TO CURRENT_USER;
--- destructive: a function that deletes
SELECT wipe();
--- destructive: a function that updates
SELECT rename_all();
--- destructive: a function in a VALUES
INSERT INTO fresh VALUES (wipe());
--- destructive: a function in a CREATE TABLE AS
CREATE TABLE copied AS SELECT wipe();
--- destructive: a function that truncates
SELECT empty();
--- destructive: a function that truncates and fills again
SELECT refill();
--- destructive: a function that drops
SELECT drop_it();
--- destructive: a procedure
CALL wipe_now();
--- destructive: DO
DO $$ BEGIN DELETE FROM kept WHERE id = 1; END $$;
--- destructive: DO that truncates
DO $$ BEGIN TRUNCATE extra.thing; END $$;
--- destructive: DO that drops a column
DO $$ BEGIN ALTER TABLE kept DROP COLUMN note; END $$;
--- destructive: DO that changes a type
DO $$ BEGIN ALTER TABLE kept ALTER name TYPE int USING 0; END $$;
--- destructive: DO that drops a schema
DO $$ BEGIN EXECUTE 'DROP SCHEMA ' || 'extra CASCADE'; END $$;
--- destructive: DO that drops a view, a sequence, a type
DO $$ BEGIN DROP VIEW kept_view; DROP SEQUENCE counter; DROP TYPE mood; END $$;
--- destructive: DO that drops a function
DO $$ BEGIN DROP FUNCTION read_only(); END $$;
--- destructive: a large object
SELECT lo_unlink(4711);
--- destructive: a trigger
INSERT INTO trap VALUES (1);
--- destructive: a deferred trigger
INSERT INTO late_trap VALUES (1);
--- destructive: a rule
INSERT INTO ruled VALUES (1);
--- destructive: a name that is quoted, and comments
/* DELETE */ DELETE /* -- */ FROM "public"."kept" -- all
;
--- destructive: after a savepoint
SAVEPOINT s; DELETE FROM kept;
--- destructive in scripts: gexec
SELECT 'DELETE FROM kept' \gexec
--- destructive in scripts: gexec of DDL
SELECT format('DROP TABLE %I CASCADE', 'kept') \gexec
--- destructive in scripts: gset of a statement
SELECT 'DELETE FROM kept' AS statement \gset
:statement;
--- destructive in scripts: gset of a name
SELECT 'kept' AS name \gset
DROP TABLE :"name" CASCADE;
--- destructive in scripts: gset of a quote
SELECT '''' AS quote \gset
SELECT :quote ' ; DELETE FROM kept; --';
--- destructive in scripts: a branch by gset
SELECT count(*) > 0 AS full FROM kept \gset
\if :full
DELETE FROM kept;
\endif
--- destructive in scripts: held together
SELECT 1 \; DELETE FROM kept;
--- destructive in scripts: an included file
\i included.sql
--- destructive in scripts: a variable
\set verb 'DELETE FROM kept'
:verb;
--- destructive in scripts: a copy into a table with a trigger
COPY trap FROM stdin;
1
\.

--- harmless: SELECT
SELECT * FROM kept;
--- harmless: SELECT INTO
SELECT * INTO copied FROM kept;
--- harmless: SELECT FOR UPDATE
SELECT * FROM kept WHERE id = 1 FOR UPDATE;
--- harmless: SELECT FOR NO KEY UPDATE behind a long list
SELECT id, name, note, id, name, note, id, name, note FROM kept WHERE id = 1 FOR NO KEY UPDATE;
--- harmless: INSERT
INSERT INTO kept VALUES (10, 'DELETE FROM kept', 'DROP');
--- harmless: ON CONFLICT DO NOTHING
INSERT INTO kept VALUES (1, 'x') ON CONFLICT (id) DO NOTHING;
--- harmless: EXPLAIN
EXPLAIN DELETE FROM kept;
--- harmless: PREPARE without EXECUTE of a SELECT
PREPARE p AS SELECT 1; EXECUTE p;
--- harmless: a table with a foreign key
CREATE TABLE child2 (id int REFERENCES kept ON DELETE CASCADE ON UPDATE CASCADE);
--- harmless: GRANT
GRANT DELETE, UPDATE, TRUNCATE ON kept TO PUBLIC;
--- harmless: REVOKE
REVOKE DELETE, UPDATE ON kept FROM PUBLIC;
--- harmless: the definition of a trigger
CREATE TRIGGER more AFTER DELETE OR UPDATE OR TRUNCATE ON kept EXECUTE FUNCTION spring();
--- harmless: the definition of a rule
CREATE RULE more AS ON INSERT TO fresh DO ALSO DELETE FROM kept;
--- harmless: the definition of a function
CREATE FUNCTION more() RETURNS void LANGUAGE sql AS 'DELETE FROM kept; UPDATE kept SET id = 1';
--- harmless: the definition of a function replaced
CREATE OR REPLACE FUNCTION read_only() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
--- harmless: a policy
CREATE POLICY more ON kept FOR DELETE USING (true);
--- harmless: a column more
ALTER TABLE kept ADD COLUMN more uuid DEFAULT gen_random_uuid();
--- harmless: a column more in an empty table
ALTER TABLE fresh ADD COLUMN more uuid DEFAULT gen_random_uuid();
--- harmless: a column that is named type
ALTER TABLE kept ADD COLUMN type text;
--- harmless: properties of columns
ALTER TABLE kept ALTER name SET DEFAULT 'x', ALTER name DROP DEFAULT, ALTER name DROP NOT NULL;
--- harmless: an index
CREATE INDEX ON kept (name);
--- harmless: a comment
COMMENT ON TABLE kept IS 'DROP TABLE kept; DELETE FROM kept';
--- harmless: columns named like verbs
CREATE TABLE verbs (delete int, update int, truncate int); SELECT delete, update FROM verbs;
--- harmless: a function that reads
SELECT read_only();
--- harmless: DO that creates
DO $$ BEGIN CREATE TABLE made (id int); INSERT INTO made VALUES (1); DELETE FROM made; DROP TABLE made; END $$;
--- harmless: DO that fills what it has made
DO $$ BEGIN CREATE TABLE made (id int); INSERT INTO made VALUES (1); UPDATE made SET id = 2; TRUNCATE made; END $$;
--- harmless: DO with a temporary table
DO $$ BEGIN CREATE TEMP TABLE made (id int); INSERT INTO made VALUES (1); DELETE FROM made; DROP TABLE made; END $$;
--- harmless: DO that deletes nothing
DO $$ BEGIN DELETE FROM kept WHERE false; END $$;
--- harmless: a rename
ALTER TABLE kept RENAME TO kept2;
--- harmless in scripts: rows of a COPY
COPY fresh FROM stdin;
1
\.
--- harmless in scripts: gset
SELECT 'made' AS name, 3 AS value \gset
CREATE TABLE :"name" (id int);
INSERT INTO :name VALUES (:value);
--- harmless in scripts: gexec
SELECT 'CREATE TABLE made (id int)' \gexec
