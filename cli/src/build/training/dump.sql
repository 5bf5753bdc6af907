\restrict training
SET standard_conforming_strings = on;
CREATE TABLE :"table" (id integer, name text);
COPY :"table" FROM stdin;
1	one
\.
DROP TABLE IF EXISTS nothing;
\unrestrict training
\if :{?table}
\echo loaded
\endif
