-- New in PostgreSQL 16 and 17.
CREATE TABLE merged (id integer PRIMARY KEY, note text);
MERGE INTO merged USING (VALUES (1, 'a;'), (2, 'b')) AS v (id, note) ON merged.id = v.id
WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.note)
RETURNING merge_action(), merged.*;
CREATE TABLE json_table_source AS
SELECT * FROM JSON_TABLE('[{"a": 1, "b": "x;y"}, {"a": 2}]', '$[*]' COLUMNS (a int, b text DEFAULT '-;-' ON EMPTY)) AS t;
CREATE COLLATION built_in (provider = builtin, locale = 'C.UTF-8');
CREATE TABLE identity_parts (id bigint GENERATED ALWAYS AS IDENTITY, day date) PARTITION BY RANGE (day);
CREATE TABLE identity_parts_1 PARTITION OF identity_parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO identity_parts (day) VALUES ('2024-05-05'), ('2024-06-06');
SELECT 0x1F, 0o17, 0b101, 1_000_000; CREATE TABLE underscores (id integer DEFAULT 1_000);
CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER at_login DISABLE;
