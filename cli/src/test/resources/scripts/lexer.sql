-- Statements whose ends are hard to find.
;;; ; -- nothing
/* nothing; /* nested; */ still nothing; */ ;
CREATE TABLE lexed (id serial, value text);
INSERT INTO lexed (value) VALUES ('a;b'), (''';'''), ('it''s; so'), (E'it\'s; so'), (e'\\'), (E'\\\';');
INSERT INTO lexed (value) VALUES ('C:\'); INSERT INTO lexed (value) VALUES ('\'';');
INSERT INTO lexed (value) VALUES ('continued; '
    'string'), (E'continued; \\'
  ' here;'), ('one' -- a comment; between
  '; two'), (U&'d\0061t\+000061;' ), (U&'d!0061t!+000061;' UESCAPE '!'), (N'national;');
INSERT INTO lexed (value) VALUES (B'1010'::text), (X'1F'::bit(8)::text), (b'0'::text), (x'ff'::text);
INSERT INTO lexed (value) VALUES ($$a;b$$), ($a$a;$$;$b$;b$a$), ($_1$;$_1$), ($ünï$;$ünï$), ($A$;$a$;$A$), ($$'$$), ($$"$$), ($$--$$), ($$/*$$);
INSERT INTO lexed (value) VALUES ($$$$), ($a$$a$), ($a$$$a$), ($a$$b$a$), ($a$$$b$a$);
CREATE TABLE dollar$sign$s (a$b integer, "$$" integer, "a;$b$" integer); INSERT INTO dollar$sign$s (a$b) VALUES (1);
INSERT INTO lexed (value) SELECT "a;""b" FROM (VALUES ('quoted; name')) AS t ("a;""b"); SELECT 1 AS "'", 2 AS "--", 3 AS "/*", 4 AS U&"d\0061t;";
INSERT INTO lexed (value) VALUES ((1 /* ; /* ; */ ; */ + /**/ 1)::text), ((4 --;
/ 2)::text), ((3 - -1)::text), ((- - 3)::text), ((8 /2 *3)::text), ((1+-1)::text), ((1*-1)::text), ((@ -5)::text), ((|/ 4)::text);
INSERT INTO lexed (value) VALUES /***/ ('stars') /**;**/; INSERT INTO lexed (value) VALUES ('x') --;
;
INSERT INTO lexed (value) VALUES ((ARRAY[1, 2, 3])[1:2]::text), ('a' || ':b;' || ':''c'''), ('1'::integer::text), ('{"a": ":x"}'), ('?'), ('a ? b'), ('{call x}'), ('{d ''2024-01-01''}');
SELECT '{"a":1}'::jsonb ? 'a', '{"a":1}'::jsonb ?| ARRAY['a'], '{"a":1}'::jsonb ?& ARRAY['a'], '{"a":1}'::jsonb @> '{}';
CREATE TABLE jdbc_escapes AS SELECT '{"a":1}'::jsonb ? 'a' AS "{fn now()}", '{' AS "{", '}' AS "}";
SELECT CASE WHEN true THEN 'a;' END; SELECT 1 AS "begin", 2 AS "case", 3 AS "end"; SELECT 1 AS atomic;
CREATE FUNCTION plain_body() RETURNS integer LANGUAGE sql AS 'SELECT 1; SELECT CASE WHEN true THEN 2 END;'; SELECT plain_body();
CREATE FUNCTION named_begin("begin" integer) RETURNS integer LANGUAGE sql AS $begin$ SELECT 1; $begin$; SELECT named_begin(1);
CREATE FUNCTION a_default(x text DEFAULT 'begin;', y text DEFAULT ('begin;')) RETURNS text LANGUAGE sql AS $$ SELECT x; $$; SELECT a_default();
create view "create;view" as select 1 as "function", 'begin;' as begin_; create table "begin" ("end" integer); insert into "begin" values (1);
CREATE RULE two AS ON UPDATE TO lexed DO ALSO (NOTIFY a; NOTIFY b;); CREATE RULE one AS ON DELETE TO lexed DO ALSO (SELECT 1;;);
SELECT (((1))), (SELECT (2)); SELECT ARRAY[(1), (2)];
VALUES (1); TABLE lexed; (SELECT 1); ((SELECT 1) UNION (SELECT 2));
SET standard_conforming_strings = off; SET escape_string_warning = off;
INSERT INTO lexed (value) VALUES ('it\'s; so'), ('a\\'), ('\\\';'), ($$\$$), ("left"('abc\';', 4));
SET standard_conforming_strings TO 'on';
INSERT INTO lexed (value) VALUES ('C:\;'), ('\');
SET LOCAL standard_conforming_strings = 0;
INSERT INTO lexed (value) VALUES ('\';');
RESET standard_conforming_strings;
INSERT INTO lexed (value) VALUES ('\');
INSERT INTO lexed (value) VALUES ('verticaltab'),('form feed');
SELECT 1
;	SELECT	2;
INSERT INTO lexed (value) VALUES ('no-break space; and ﻿'), ('the last; without a semicolon')
-- and a comment without a line feed; it's the end