\restrict training
SET standard_conforming_strings = on;
CREATE TABLE :"table" (id integer, name text);
COPY :"table" FROM stdin;
1	one
\.
DROP TABLE IF EXISTS nothing;
\unrestrict training
-- Longer than a message, so that what follows is read ahead.
\set long 'sixteen letters.'
\set long :long :long :long :long :long :long :long :long
\set long :long :long :long :long :long :long :long :long
\set long :long :long :long :long :long :long :long :long
\set long :long :long :long :long :long :long :long :long
SELECT :'long';
\if :{?table}
\echo loaded
\endif
