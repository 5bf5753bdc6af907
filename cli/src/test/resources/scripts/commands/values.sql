-- The values of variables in psql, and the rest of a command's line. No -v is given.
CREATE TABLE kept (place text, value text);
\set escapes 'a\nb\tc\\d\'e\x41\101\b\f\r\q'
INSERT INTO kept VALUES ('escapes', :'escapes');
\set first 1 \set second 2 \\ \set third 3
INSERT INTO kept VALUES ('commands of one line', :'first' || :'second' || :'third');
\set inner 5
\set outer ':inner + 1'
INSERT INTO kept VALUES ('variables in a value', (:outer)::text);
\set outermost '(:outer) * :inner'
INSERT INTO kept VALUES ('deeper', (:outermost)::text), ('quoted is not searched', :'outer');
\set text ':\'outer\''
INSERT INTO kept VALUES ('quoted in a value', :text), ('tested in a value', :{?inner});
\set slice '2:'
\set n 3
INSERT INTO kept VALUES ('no token leaves a value', (ARRAY['a','b','c','d'])[:slice:n]::text);
\set slice '[2:n]'
INSERT INTO kept SELECT 'a slice', (ARRAY['a','b','c','d']):slice::text FROM (VALUES (1)) AS t (n);
\set open '\'opened in a value '
INSERT INTO kept VALUES ('a quote', :open and closed after it; :inner');
\set comment '/* not sent :inner; */ -- :inner;\n'
INSERT INTO kept VALUES ('a comment', 'x') :comment ; INSERT INTO kept VALUES ('a comment', 'ends with its value');
\set minus -
INSERT INTO kept VALUES ('two signs', (3 :minus:minus 4);
 )::text);
\set several 'INSERT INTO kept VALUES (\'several\', \':inner\'); INSERT INTO kept VALUES (\'several\', (:inner)::text); INSERT'
:several INTO kept VALUES ('several', 'the rest');
\set joined '(\'a backslash\', \'1\') \\; INSERT INTO kept VALUES (\'a backslash\', \'2\')'
INSERT INTO kept VALUES :joined;
\set assign '\\set assigned'
:assign here :inner
INSERT INTO kept VALUES ('a command in a value', :'assigned');
\set go '\\g'
INSERT INTO kept VALUES ('sent by a value', 'x') :go
\set nothing
:nothing ;
:nothing \g
INSERT INTO kept VALUES ('colons', 'x'\:\:text);
SELECT 1; SET standard_conforming_strings = off;
SELECT current_setting('standard_conforming_strings');
INSERT INTO kept VALUES ('only mentioned', 'it\'s; so');
SET standard_conforming_strings = on;

-- psql's own variables
INSERT INTO kept VALUES ('own', :'USER'), ('own', :'HOST'), ('own', :'PORT'), ('own', :'ENCODING');
INSERT INTO kept VALUES ('own', (:'DBNAME' = current_database())::text), ('own', :SERVER_VERSION_NUM), ('own', :'SERVER_VERSION_NAME');
INSERT INTO kept VALUES ('settings', :'AUTOCOMMIT'), ('settings', :'SINGLELINE'), ('settings', :'VERBOSITY'), ('settings', :'ECHO');
INSERT INTO kept VALUES ('known', :{?VERSION}), ('known', :{?ROW_COUNT}), ('known', :{?NONE}), ('known', :{?USER});
\set QUIET
INSERT INTO kept VALUES ('switched', :'QUIET');
\unset QUIET
\unset USER
INSERT INTO kept VALUES ('switched', :'QUIET'), ('removed', :{?USER});
\set USER me
INSERT INTO kept VALUES ('set', :'USER');
\encoding latin-1
INSERT INTO kept VALUES ('encoding', :'ENCODING');
SET client_encoding = 'win1252';
INSERT INTO kept VALUES ('encoding', :'ENCODING');
\encoding utf-8
INSERT INTO kept VALUES ('encoding', :'ENCODING');
