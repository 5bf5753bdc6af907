-- The functions of the event triggers that triggers-install --ddl creates (docs/events.md). They may be replaced at any time.

-- Logs the tables whose definition is not the one that is known. A NULL for touched means all captured tables. The table
-- dbops.capture keeps the definition that was logged last, so that an event has both, and a command that changes nothing
-- (a new owner, a storage parameter) has no event.
CREATE OR REPLACE FUNCTION dbops.log_schema_changes(command text, statement text, touched oid[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off AS $capture$
DECLARE
    changed record;
BEGIN
    FOR changed IN
        SELECT c.table_id, c.described AS before, now.description AS after
          FROM dbops.capture AS c
         CROSS JOIN LATERAL (
               SELECT (SELECT jsonb_build_object('schema', n.nspname, 'table', t.relname, 'columns', coalesce((
                              SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                                         'name', a.attname,
                                         'type', format_type(a.atttypid, a.atttypmod),
                                         'not_null', a.attnotnull,
                                         'key', key.place,
                                         'captured', CASE WHEN CASE
                                              WHEN c.options ? 'columns' THEN position(',' || name.quoted || ',' IN ',' || (c.options ->> 'columns') || ',') = 0
                                              ELSE position(',' || name.quoted || ',' IN ',' || coalesce(c.options ->> 'exclude-columns', '') || ',') > 0
                                              END AND position(',' || name.quoted || ',' IN ',' || coalesce(c.facts ->> 'key', '') || ',') = 0 THEN false END))
                                         ORDER BY a.attnum)
                                FROM pg_attribute AS a
                               CROSS JOIN LATERAL (SELECT '"' || replace(a.attname, '"', '""') || '"') AS name (quoted)
                                LEFT JOIN (
                                     SELECT k.attnum, k.place
                                       FROM pg_index AS i
                                      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                                      WHERE i.indrelid = t.oid AND i.indisprimary AND k.place <= i.indnkeyatts) AS key
                                  ON key.attnum = a.attnum
                               WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'))
                         FROM pg_class AS t
                         JOIN pg_namespace AS n ON n.oid = t.relnamespace
                        WHERE t.oid = c.table_id) AS description) AS now
         WHERE c.kind = 'events'
           AND (touched IS NULL OR c.table_id::oid = ANY (touched))
           AND now.description IS DISTINCT FROM c.described
           AND (now.description IS NULL
                OR EXISTS (SELECT
                             FROM pg_trigger AS t
                             JOIN pg_proc AS p ON p.oid = t.tgfoid
                             JOIN pg_namespace AS n ON n.oid = p.pronamespace
                            WHERE t.tgrelid = c.table_id AND n.nspname = 'dbops' AND p.proname LIKE 'capture\_%'))
         ORDER BY c.table_name
    LOOP
        IF to_regclass('dbops.event_log') IS NULL OR to_regclass('dbops.event_log_default') IS NULL
                OR to_regclass('dbops.event_seq') IS NULL THEN
            RAISE WARNING 'dbops: the change of %.% is not captured: parts of the event log are missing',
                coalesce(changed.before, changed.after) ->> 'schema', coalesce(changed.before, changed.after) ->> 'table'
                USING HINT = 'db-ops triggers-install --ddl creates them again, db-ops triggers-remove --ddl ends the capture';
            RETURN;
        END IF;
        -- the event has the name by which the earlier events of the table are known
        INSERT INTO dbops.event_log (schema_name, table_name, op, after, origin)
        VALUES (coalesce(changed.before, changed.after) ->> 'schema', coalesce(changed.before, changed.after) ->> 'table',
               's',
               jsonb_build_object(
                   'command', coalesce(command, CASE WHEN changed.before IS NULL THEN 'CREATE TABLE'
                                                     WHEN changed.after IS NULL THEN 'DROP TABLE'
                                                     ELSE 'ALTER TABLE' END),
                   'statement', left(statement, 10000), 'before', changed.before, 'after', changed.after),
               nullif(current_setting('dbops.origin', true), ''));
        UPDATE dbops.capture SET described = changed.after WHERE table_id = changed.table_id AND kind = 'events';
    END LOOP;
END
$capture$;

-- Tells log_schema_changes which tables a command has touched. A command whose change cannot be logged fails, as a
-- statement does whose rows cannot be logged: without its event, the log would be wrong. Its error names the way out.
CREATE OR REPLACE FUNCTION dbops.capture_schema_change() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $capture$
DECLARE
    touched oid[];
BEGIN
    IF to_regclass('dbops.capture') IS NULL
            OR to_regprocedure('dbops.log_schema_changes(text, text, oid[])') IS NULL THEN
        RETURN;
    END IF;
    IF TG_EVENT = 'sql_drop' THEN
        touched := ARRAY(SELECT o.objid FROM pg_event_trigger_dropped_objects() AS o
                          WHERE o.classid = 'pg_class'::regclass);
    ELSIF TG_TAG = 'ALTER TABLE' THEN
        touched := ARRAY(SELECT o.objid FROM pg_event_trigger_ddl_commands() AS o
                          WHERE o.classid = 'pg_class'::regclass);
    END IF;
    IF cardinality(touched) = 0 THEN
        RETURN;
    END IF;
    -- a command for a table also changes those that inherit from it
    IF touched IS NOT NULL THEN
        touched := touched || ARRAY(
            WITH RECURSIVE child (oid) AS (
                SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = ANY (touched)
                UNION
                SELECT i.inhrelid FROM child JOIN pg_inherits AS i ON i.inhparent = child.oid)
            SELECT child.oid FROM child);
    END IF;
    PERFORM dbops.log_schema_changes(TG_TAG, current_query(), touched);
EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION USING ERRCODE = SQLSTATE,
        MESSAGE = 'dbops: the change of a captured table cannot be logged: ' || SQLERRM,
        HINT = 'repair the event log, or end the capture of such changes: db-ops triggers-remove --ddl';
END
$capture$;

REVOKE ALL ON FUNCTION dbops.log_schema_changes(text, text, oid[]), dbops.capture_schema_change() FROM PUBLIC;
