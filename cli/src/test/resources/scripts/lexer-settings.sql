-- A function changes how strings are read; psql learns this from the server and not from the text.
CREATE TABLE lexed (id serial, value text);
SELECT pg_catalog.set_config('standard_conforming_strings', 'off', true);
INSERT INTO lexed (value) VALUES ('by set_config \';');
SELECT set_config('standard_conforming_strings', 'on', true);
INSERT INTO lexed (value) VALUES ('by set_config \');
DO $$ BEGIN SET LOCAL standard_conforming_strings = off; END $$;
INSERT INTO lexed (value) VALUES ('by DO \';');
SET LOCAL standard_conforming_strings = on;
CREATE FUNCTION switched() RETURNS text LANGUAGE sql SET standard_conforming_strings = off AS $$ SELECT 'x\';' $$;
INSERT INTO lexed (value) VALUES (switched()), ('\'); INSERT INTO lexed (value) VALUES ('\;');
SAVEPOINT before; SET standard_conforming_strings = off; ROLLBACK TO SAVEPOINT before;
INSERT INTO lexed (value) VALUES ('rolled back \');
