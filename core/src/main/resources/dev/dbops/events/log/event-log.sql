-- The event log: what triggers write, and followers read (docs/events.md). Creates what is missing; may be run again.

CREATE SCHEMA IF NOT EXISTS dbops;

-- Sequence values order the changes of a row: a session that changes it has waited for the one before. CACHE 1, because
-- values that a session has taken ahead would not. The 499 numbers below a value are those of the events of a pack. A
-- changed key is a delete and a create that have the numbers 600 and 599 below one value: a replay can tell them from
-- others, and nothing comes between them.
CREATE SEQUENCE IF NOT EXISTS dbops.event_seq AS bigint START 1000 INCREMENT BY 1000 CACHE 1;
ALTER SEQUENCE dbops.event_seq INCREMENT BY 1000;

CREATE TABLE IF NOT EXISTS dbops.event_log (
    seq bigint NOT NULL DEFAULT nextval('dbops.event_seq'),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ts timestamptz NOT NULL DEFAULT clock_timestamp(),
    schema_name text NOT NULL,
    table_name text NOT NULL,
    op "char" NOT NULL, -- c, u, d, t, r: create, update, delete, truncate, read, as Debezium; s: schema (schema-changes.sql)
    key jsonb,
    before jsonb,
    after jsonb,
    origin text
) PARTITION BY RANGE (ts);

-- A row of the log is one event, or a pack of events of one statement, which follow each other and have the operation in
-- common: packed is how many, seq that of the last, and each of the others has one less than the next. Arrays have their
-- values: keys those of the keys, or key_columns are the columns that make the key of an image; created those of after as
-- json, which is written in less time than jsonb. packed_bytes is how large the images are when they are not compressed.
ALTER TABLE dbops.event_log
    ADD COLUMN IF NOT EXISTS packed int,
    ADD COLUMN IF NOT EXISTS packed_bytes int,
    ADD COLUMN IF NOT EXISTS key_columns text[],
    ADD COLUMN IF NOT EXISTS keys jsonb[],
    ADD COLUMN IF NOT EXISTS befores jsonb[],
    ADD COLUMN IF NOT EXISTS afters jsonb[],
    ADD COLUMN IF NOT EXISTS created json[];

-- For a log whose sequence was dropped: it continues from where it was.
ALTER TABLE dbops.event_log ALTER COLUMN seq SET DEFAULT nextval('dbops.event_seq');
SELECT setval('dbops.event_seq', log.seq)
  FROM (SELECT max(seq) AS seq FROM dbops.event_log) AS log, dbops.event_seq AS s
 WHERE log.seq >= s.last_value;

CREATE INDEX IF NOT EXISTS event_log_xid ON dbops.event_log (xid);
CREATE INDEX IF NOT EXISTS event_log_seq ON dbops.event_log (seq);

-- The net below the partitions of the days; what falls into it is reported by events-status.
CREATE TABLE IF NOT EXISTS dbops.event_log_default PARTITION OF dbops.event_log DEFAULT;
-- A publication FOR ALL TABLES would otherwise prevent that its rows are deleted.
ALTER TABLE dbops.event_log_default REPLICA IDENTITY FULL;

-- Of an INSERT of many rows, pglz takes an eighth of the time; servers from 14 on may have lz4. The partitions of the days
-- have the method of the log.
DO $compression$
DECLARE
    log text;
    pack text;
BEGIN
    IF (SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression') THEN
        FOREACH log IN ARRAY '{event_log,event_log_default}'::text[] LOOP
            FOREACH pack IN ARRAY '{keys,befores,afters,created}'::text[] LOOP
                EXECUTE format('ALTER TABLE dbops.%I ALTER COLUMN %I SET COMPRESSION lz4', log, pack);
            END LOOP;
        END LOOP;
    END IF;
END
$compression$;

-- One row. A position belongs to one log, in the database and on the server where the log was made. Of the transactions
-- whose events were pruned, the last is kept: whoever has not read it has missed some.
CREATE TABLE IF NOT EXISTS dbops.log_meta (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    log_id uuid NOT NULL DEFAULT gen_random_uuid(),
    system_identifier bigint NOT NULL,
    database_oid oid,
    pruned xid8,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The table is another one after a dump was restored in place: its numbers and positions are those of the dump.
ALTER TABLE dbops.log_meta ADD COLUMN IF NOT EXISTS log_oid oid;
UPDATE dbops.log_meta SET log_oid = 'dbops.event_log'::regclass WHERE log_oid IS NULL;
-- The triggers sign with it what they keep in settings of the transaction, which any role can change.
ALTER TABLE dbops.log_meta ADD COLUMN IF NOT EXISTS signing_key uuid NOT NULL DEFAULT gen_random_uuid();

-- What was visible when: from a time to a position. No event that the snapshot does not show, of a transaction that had
-- not begun then, has a seq up to this one.
CREATE TABLE IF NOT EXISTS dbops.tick (
    ts timestamptz NOT NULL,
    snap pg_snapshot NOT NULL,
    seq bigint NOT NULL
);

CREATE INDEX IF NOT EXISTS tick_ts ON dbops.tick (ts);
ALTER TABLE dbops.tick REPLICA IDENTITY FULL;

-- How far each consumer is. Those whose target keeps the position itself report it here, for retention.
CREATE TABLE IF NOT EXISTS dbops.consumer (
    name text PRIMARY KEY,
    sink text NOT NULL,
    filter text NOT NULL DEFAULT '',
    position text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The tables whose rows a consumer gets before their events (events-replay --snapshot), in the order in which they are
-- read. A table without key_columns is not read in the order of its key.
CREATE TABLE IF NOT EXISTS dbops.snapshot_table (
    consumer text REFERENCES dbops.consumer ON DELETE CASCADE,
    place int,
    table_id oid NOT NULL,
    schema_name text NOT NULL,
    table_name text NOT NULL,
    key_columns text[] NOT NULL,
    estimated_rows bigint NOT NULL,
    PRIMARY KEY (consumer, place)
);

-- The parts in which they are read: the rows up to last_key, which is null at the table's end and empty before its first
-- row, as the snapshot shows them. A part is written here before it is delivered; the position of the consumer tells how
-- many were delivered. The files are those of the table, by which a TRUNCATE is noticed. An event is left out if the
-- snapshot of the part with its key shows its transaction. Numbers from 10^15 on are not parts: they keep the snapshot of
-- rows of the table that a sink may have, though the position is before them.
CREATE TABLE IF NOT EXISTS dbops.snapshot_part (
    consumer text REFERENCES dbops.consumer ON DELETE CASCADE,
    number bigint,
    place int NOT NULL,
    snap pg_snapshot NOT NULL,
    last_key text[],
    row_count bigint NOT NULL,
    files text[] NOT NULL,
    PRIMARY KEY (consumer, number)
);

-- Events that a sink refused, put aside by events-replay --on-error dead-letter.
CREATE TABLE IF NOT EXISTS dbops.dead_letter (
    consumer text NOT NULL,
    seq bigint NOT NULL,
    position text NOT NULL,
    event jsonb NOT NULL,
    error text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, seq)
);

-- What triggers-install has installed: the options as they were given, and what the catalog said then, for triggers-list
-- to find what no longer fits.
CREATE TABLE IF NOT EXISTS dbops.capture (
    table_id regclass NOT NULL,
    kind text NOT NULL CHECK (kind IN ('events', 'updated_at')),
    table_name text NOT NULL,
    options jsonb NOT NULL,
    facts jsonb NOT NULL,
    installed_by text NOT NULL DEFAULT current_user,
    installed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (table_id, kind)
);

-- The definition of the table that was logged last, if changes of definitions are captured (triggers-install --ddl).
ALTER TABLE dbops.capture ADD COLUMN IF NOT EXISTS described jsonb;
