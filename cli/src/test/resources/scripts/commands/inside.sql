-- psql's commands inside statements, after semicolons and after COPY.
CREATE TABLE kept (place text, value text);
INSERT INTO kept VALUES ('first', '1')
\if true
  , ('taken', '2')
\else
  , ('not taken' ; INSERT INTO kept VALUES ('not taken', '(') \g
  :'none' \; $$ \endif
  \else $$
\endif
\set last 'set inside'
\echo heard inside
  , ('last', :'last') ;
INSERT INTO kept SELECT 'on one line', (1 \if false \\ never \endif
  + 2 \if 1 \\ * 3 \endif
 )::text;
INSERT INTO kept VALUES ('no command in quotes', $$
\if true
$$);
INSERT INTO kept VALUES ('an include', 'behind')
\i commands/included/one.sql
;
\if false
INSERT INTO kept VALUES ('nested', (
\if true
;
\endif
\elif true
INSERT INTO kept VALUES ('elif', 'begun in a branch'
\endif
);
\g
INSERT INTO kept VALUES ('again', 'x'); \g
INSERT INTO kept VALUES ('not again', 'x');;
\g
INSERT INTO kept VALUES ('not again', 'x'); /* a comment */ \g
INSERT INTO kept VALUES ('again', 'x'); -- a comment
\g
INSERT INTO kept VALUES ('thrice', 'x') \g
\g
\gx
SELECT $$INSERT INTO kept VALUES ('executed', 'x')$$;
\gexec
\g
INSERT INTO kept VALUES ('\;', '1') \; ;
\; INSERT INTO kept VALUES ('\;', '2');

-- text after a COPY on its line is read after its data
COPY kept FROM stdin; INSERT INTO kept VALUES ('behind', 'the data');
copied	1
\.
COPY kept FROM stdin; COPY kept (value, place) FROM stdin; INSERT INTO kept VALUES ('over', 'two
copied	2
\.
3	copied
\.
lines');
COPY kept FROM stdin; -- a comment; and more
copied	4
\.
COPY kept FROM stdin; \set behind copy
copied	:last
\.
\g
copied	6
\.
INSERT INTO kept VALUES ('set', :'behind');
COPY kept FROM stdin \g
copied	7
\.
\set copy 'COPY kept FROM stdin;\n INSERT INTO kept VALUES (\'in a value\', \'behind the data\');'
:copy INSERT INTO kept VALUES ('behind', 'the value');
copied	8
\.

\set SINGLELINE
INSERT INTO kept VALUES ('a line', '1')
INSERT INTO kept VALUES ('a line',
'2') -- and so

\if true
INSERT INTO kept VALUES ('a line', :'SINGLELINE')
\endif
\set SINGLELINE off
INSERT INTO kept
VALUES ('two lines', :'SINGLELINE');
\if false
\if true
\else
INSERT INTO kept VALUES ('the end', 'not')
\endif
\else
INSERT INTO kept VALUES ('the end', 'unfinished')
\q
\endif
never
