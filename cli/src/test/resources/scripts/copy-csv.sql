-- COPY ... FROM stdin in the CSV forms, old and new: line feeds and delimiters in quotes.
CREATE TABLE plain (id integer, text text, other text);
COPY plain FROM stdin WITH (FORMAT csv, NULL 'nil', QUOTE '''');
13,'a ''quoted'' text
over; two
lines',nil
14,"double",
15,'nil',''
\.
COPY plain FROM stdin (FORMAT csv, HEADER true, DELIMITER ';', FORCE_NULL (other), ESCAPE '\');
id;text;other
16;"a;b";""
17;"say \"so\"
and more";x
18;;
\.
COPY plain FROM stdin CSV HEADER QUOTE AS '"';
id,text,other
20,"old, syntax",
21,,"
"
\.
INSERT INTO plain VALUES (30, 'behind; the copies', NULL);
COPY plain FROM stdin (FORMAT csv);
31,"the last
one",x
