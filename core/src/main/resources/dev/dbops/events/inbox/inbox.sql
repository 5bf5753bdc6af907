-- What a database has received of the logs of others (docs/lambda.md). Creates what is missing; may be run again.

CREATE SCHEMA IF NOT EXISTS dbops;

-- The tables of the logs, by their names in the source. Of a TRUNCATE, the number of the last is kept; of the keys that
-- were forgotten, the greatest number of an event.
CREATE TABLE IF NOT EXISTS dbops.received_table (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log_id text NOT NULL,
    schema_name text NOT NULL,
    table_name text NOT NULL,
    truncated bigint NOT NULL DEFAULT 0,
    pruned bigint NOT NULL DEFAULT 0,
    UNIQUE (log_id, schema_name, table_name)
);

-- The number of the last event of each row, also of a row that was deleted: an event with a smaller one is stale. The key
-- of an event whose table has no key is its number. Updates are frequent, and find space for them in their pages.
CREATE TABLE IF NOT EXISTS dbops.received (
    table_id int NOT NULL,
    key jsonb NOT NULL,
    seq bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (table_id, key)
) WITH (fillfactor = 70);

COMMENT ON TABLE dbops.received IS 'which events of db-ops this database has received';
COMMENT ON TABLE dbops.received_table IS 'the tables of dbops.received';
