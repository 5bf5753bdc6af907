-- Variables from the results of queries in psql. No -v is given.
CREATE TABLE kept (place text, value text);
CREATE TABLE "odd ""name" (id int GENERATED ALWAYS AS IDENTITY, value text);
SELECT 1 AS one, 'it''s \ "quoted"' AS two, NULL AS three, true AS four, '' AS empty \gset
INSERT INTO kept VALUES ('values', :one || :'two'), ('null', (:{?three})::text), ('empty', :'empty'), ('test', (:{?four})::text);
\set three before
SELECT NULL AS three, 'odd "name' AS name \gset
INSERT INTO kept VALUES ('unset', (:{?three})::text);
INSERT INTO :"name" (value) VALUES ('a'), ('b');
INSERT INTO :"name" (value) VALUES ('returned') RETURNING id, value \gset row_
INSERT INTO kept VALUES ('prefix', :row_id || :'row_value'), ('without', (:{?id})::text);
SELECT count(*) > 2 AS "MANY", count(*), max(id) FROM :"name" \gset 'P_'
INSERT INTO kept VALUES ('names', :'P_count' || :'P_max');
SELECT nextval(pg_get_serial_sequence('"odd ""name"', 'id')) AS next \gset
\gset again_
INSERT INTO kept VALUES ('repeated', (:again_next - :next)::text);
SELECT current_setting('server_version_num')::int >= 130000 AS new, :'four'::boolean AND false AS off \gset
\if :new
  INSERT INTO kept VALUES ('if', 'taken');
  \set branch first
  SELECT 'in a branch' AS inner \gset
\elif :{?nowhere}
  INSERT INTO kept VALUES ('if', 'elif');
  \set branch second
\else
  INSERT INTO kept VALUES ('if', 'else');
  \set branch third
\endif
INSERT INTO kept VALUES ('after if', :'branch' || :'inner');
\if :off
  INSERT INTO kept VALUES ('off', 'taken');
\elif :four
  INSERT INTO kept VALUES ('off', 'elif');
\endif
SELECT
\if :off
  1
\else
  2
\endif
  AS inside \gset
INSERT INTO kept VALUES ('inside', :'inside');
SELECT format('CREATE TABLE %I (id int)', 'by value') AS create, 'INSERT INTO "by value" VALUES (1); INSERT INTO "by value" VALUES (2)' AS fill \gset sql_
:sql_create;
:sql_fill;
SELECT 'kept' AS target, 'place, value' AS columns \gset
\set both ':target (:columns)'
INSERT INTO :both VALUES ('twice', 'x');
SELECT 1 AS a \; SELECT 2 AS b \gset last_
INSERT INTO kept VALUES ('last', (:{?last_a})::text || :last_b);
CREATE TABLE returns_nothing () \gset nothing_
SELECT 'x' AS "ON_ERROR_STOP", 'y' AS "PROMPT1", 'z' AS plain \gset
INSERT INTO kept VALUES ('special', :'plain');
SELECT 1.5::float8 AS real, 'infinity'::timestamptz AS time, '\x00ff'::bytea AS bytes, '{1,NULL}'::int[] AS list, '2024-02-29'::date AS day \gset t_
INSERT INTO kept VALUES ('types', :'t_real' || :'t_time' || :'t_bytes' || :'t_list' || :'t_day');
SELECT 'é' AS letter, '{"a": 1}'::jsonb ? 'a' AS has \gset
INSERT INTO kept VALUES ('letter', length(:'letter')::text), ('operator', :'has');
SELECT 'in' || 'cluded' AS file \gset
\copy kept from stdin
copied	row
\.
INSERT INTO kept VALUES ('after a copy', :'file');
SELECT true AS done \gset
\if :done
  \q
\endif
INSERT INTO kept VALUES ('after the end', 'x');
