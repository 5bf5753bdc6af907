-- COPY ... FROM stdin in its forms; the data begins on the line after the statement and ends with \.
CREATE TABLE plain (id integer, text text, other text);
CREATE TABLE "odd;name" ("a;b" text, "c""d" integer);
CREATE TABLE bytes (id integer, raw bytea);
CREATE SCHEMA "copy;schema";
CREATE TABLE "copy;schema"."from stdin" (id integer);

COPY plain FROM stdin;
1	tabs\tin\ttext	new\nline
2	back\\slash	\N
3		
4	carriage\rreturn	\b\f\v\x41\101
5	ends in a backslash\\	\\N is text
6	'quotes' "double" $$ ; -- no comment /* nor this	(
7	Ünïcödé 日本語 😀	)
8	a line feed \
that is quoted	DROP TABLE plain;
9	\\.	\\.\\.
\.
COPY plain (text, id) FROM stdin; -- a comment after it
swapped	10
also; swapped	11
\.

/* a comment before */ copy
    -- a comment inside; it ends nothing
    plain ( id , "text" )
    from
    STDIN
    ;
12	lower case
\.
COPY plain FROM stdin WITH DELIMITER '|' NULL AS 'null';
19|null|a\|b
\.
COPY plain FROM stdin DELIMITERS ':';
22:a:b
\.
COPY "odd;name" ("c""d", "a;b") FROM stdin;
1	one
2	two;
\.
COPY "copy;schema"."from stdin" FROM stdin;
\.
COPY "copy;schema"."from stdin" FROM stdin;
1
\.
COPY bytes FROM stdin;
1	\\x00ff5c27
2	\\000\\377\\\\''
\.
COPY plain FROM stdin WHERE id < 24;
23	kept	x
24	filtered	x
\.
COPY plain FROM stdin (ENCODING 'LATIN1', NULL '');
25	latin	
\.
INSERT INTO plain VALUES (26, 'behind; the copies', NULL); COPY plain (id) FROM stdin;
27
\.
CREATE INDEX ON plain (id);
COPY plain FROM stdin (FORMAT text);
28	the last one, without its end	x
