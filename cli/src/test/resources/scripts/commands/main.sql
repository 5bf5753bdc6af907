-- psql's commands and variables; the test sets on_command_line, number and empty with -v.
\echo the beginning :on_command_line
\qecho quiet :'on_command_line' and "double"   quotes
\warn on standard error
\pset pager off
\timing off
\x off
\set name 'it''s; a "name"'
\set joined one 'two; ' three
\set nothing
\set table_name odd;table
\set quoted '\tTab\nLine\\'
\set expression '1 + ' :number
\set echoed :name
CREATE TABLE kept (place text, value text);
CREATE TABLE :"table_name" (id integer DEFAULT :number, text text DEFAULT :'name');
INSERT INTO :"table_name" VALUES (:number), (:expression), (:expression * 2);
INSERT INTO kept VALUES ('name', :'name'), ('joined', :'joined'), ('nothing', :'nothing'), ('quoted', :'quoted'), ('echoed', :'echoed');
INSERT INTO kept VALUES ('command line', :'on_command_line'), ('empty', :'empty'), ('defined', :{?name}), ('not defined', :{?no_such}), ('set to nothing', :{?nothing});
INSERT INTO kept VALUES ('not a variable', ':name'), ('cast', '1'::text), ('in quotes', ':"name" :''name'''), ('dollar', $$:name :'name'$$), (E':name', 'in an escape string'), ('slice', (ARRAY[1,2,3])[2:3]::text) -- :name
  /* :'name' */, (U&':name', 'unicode');
INSERT INTO kept SELECT ':name', ":name" FROM (VALUES ('quoted identifier')) AS t (":name");
\set statement 'INSERT INTO kept VALUES (''in a variable'', ''a;b'');'
:statement
\set half 'INSERT INTO kept '
:half VALUES ('half', 'a statement');
\unset half
INSERT INTO kept VALUES ('unset', :{?half}::text);

-- one message of several statements, and other ways to send
INSERT INTO kept VALUES ('joined', '1') \; INSERT INTO kept VALUES ('joined', '2') \; SELECT 3;
INSERT INTO kept VALUES ('sent by', 'g') \g
INSERT INTO kept VALUES ('sent by', 'g behind a line')
\g
SELECT format('CREATE TABLE executed_%s (id integer DEFAULT %L)', n, n), CASE WHEN n = 2 THEN 'INSERT INTO kept VALUES (''gexec'', '';'')' END
FROM generate_series(1, 3) AS n \gexec

-- conditions: the text of a false branch is not read
\if true
  INSERT INTO kept VALUES ('if', 'true');
  \if :{?no_such}
    INSERT INTO kept VALUES ('if', 'never');
    \! false
    SELEKT nonsense;
    \include no_such_file.sql
  \elif :{?number}
    INSERT INTO kept VALUES ('if', 'elif; taken');
  \else
    INSERT INTO kept VALUES ('if', 'else; not taken');
  \endif
\else
  \if true
    INSERT INTO kept VALUES ('if', 'nested in what is not taken');
  \endif
\endif
\if off
\elif 1
INSERT INTO kept VALUES ('if', 'behind elif');
\endif

-- other files
\i commands/included/one.sql
\ir included/two.sql
\include commands/included/one.sql
\include_relative 'included/with space.sql'
INSERT INTO kept VALUES ('set by an include', :'from_include');

-- data
\encoding UTF8
\copy kept from commands/included/kept.csv with (format csv, header)
\copy kept (value, place) from 'commands/included/kept.txt' delimiter '|'
COPY kept FROM stdin;
:name	:'name' \\echo
\.
\o /dev/null
SELECT * FROM kept;
\o
INSERT INTO kept VALUES ('the last', :'name')
