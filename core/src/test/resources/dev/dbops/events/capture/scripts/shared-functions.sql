CREATE OR REPLACE FUNCTION dbops.capture_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan SET enable_nestloop = off SET enable_hashjoin = off SET DateStyle = 'ISO' SET IntervalStyle = 'postgres' SET TimeZone = 'UTC' SET extra_float_digits = 1 SET bytea_output = 'hex' SET lc_monetary = 'C' AS $capture$
DECLARE
    place text;
    signing_key uuid;
    truncated text := TG_RELID::text;
BEGIN
    IF TG_WHEN = 'BEFORE' THEN
        IF to_regclass('dbops.log_meta') IS NOT NULL THEN
        SELECT l.signing_key INTO signing_key FROM dbops.log_meta AS l;
    END IF;
        PERFORM set_config('dbops.truncating_' || TG_RELID, md5(concat(signing_key, 'truncating', truncated, pg_current_xact_id(), encode(timestamptz_send(statement_timestamp()), 'hex'))), true);
        RETURN NULL;
    END IF;
    PERFORM set_config('dbops.truncating_' || TG_RELID, '', true);
    IF current_setting('dbops.replay', true) = 'on' OR to_regclass('dbops.event_log') IS NULL
            OR to_regclass('dbops.event_log_default') IS NULL OR to_regclass('dbops.event_seq') IS NULL THEN
        IF current_setting('dbops.replay', true) = 'on'
                AND has_table_privilege(coalesce(nullif(current_setting('role'), 'none'), session_user),
                    to_regclass('dbops.checkpoint'), 'UPDATE') THEN
            RETURN NULL;
        END IF;
        IF to_regclass('dbops.event_log') IS NULL OR to_regclass('dbops.event_log_default') IS NULL
                OR to_regclass('dbops.event_seq') IS NULL THEN
            RAISE WARNING 'dbops: a change of %.% is not captured: parts of the event log are missing',
                TG_TABLE_SCHEMA, TG_TABLE_NAME
                USING HINT = 'db-ops triggers-install creates them again, db-ops triggers-remove ends the capture';
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO dbops.event_log (schema_name, table_name, op, origin)
    VALUES (coalesce(nullif(TG_ARGV[0], ''), TG_TABLE_SCHEMA), coalesce(nullif(TG_ARGV[1], ''), TG_TABLE_NAME), 't', nullif(current_setting('dbops.origin', true), ''))
        RETURNING tableoid::text || ctid::text INTO place;
    IF TG_ARGV[2] IS NOT NULL THEN
        PERFORM set_config('dbops.unsent' || TG_ARGV[2],
            concat_ws(' ', nullif(current_setting('dbops.unsent' || TG_ARGV[2], true), ''), place), true);
    END IF;
    RETURN NULL;
END
$capture$;

-- Sends the events of the statement to a channel and to a Lambda function. It is a statement-level trigger, so that the
-- events of row-level triggers are sent together. A transaction setting has the places of these events; a rollback of
-- events also rolls back the setting. Any role can change the setting, so that only rows of this transaction in the log
-- are read. TG_ARGV: 0 channel, 1 function, 2 invocation type, 3 'abort' if a failed call fails the statement, 4 the suffix
-- of the table's functions, 5 and 6 schema and table, for triggers of partitions.
CREATE OR REPLACE FUNCTION dbops.capture_send() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan SET enable_nestloop = off SET enable_hashjoin = off SET DateStyle = 'ISO' SET IntervalStyle = 'postgres' SET TimeZone = 'UTC' SET extra_float_digits = 1 SET bytea_output = 'hex' SET lc_monetary = 'C' SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = off AS $capture$
DECLARE
    source_schema text := coalesce(TG_ARGV[5], TG_TABLE_SCHEMA);
    source_table text := coalesce(TG_ARGV[6], TG_TABLE_NAME);
    setting text := 'dbops.unsent' || TG_ARGV[4];
    places text := current_setting(setting, true);
    tells_channel boolean := TG_ARGV[0] <> '';
    tells_lambda boolean := TG_ARGV[1] <> '';
    events refcursor;
    query text;
    event record;
    log_id uuid;
    message text;
    piece text[] := '{}';
    piece_bytes int := 0;
    full_piece text := '';
    -- Lambda accepts 6 MB from a caller that waits, and 1 MB from one that does not (Lambda Developer Guide, "Lambda
    -- quotas"; Lambda API Reference, "Invoke"). Events travel together in pieces of at most this size in either case: a
    -- caller that waits gives up after seconds.
    most_bytes int := 900000;
    most_bytes_alone int := CASE TG_ARGV[2] WHEN 'RequestResponse' THEN 5500000 ELSE most_bytes END;
    notified bigint := coalesce(nullif(current_setting('dbops.notified', true), '')::bigint, 0);
    status int;
BEGIN
    IF places IS NULL OR places = '' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config(setting, '', true);
    -- A copy of the log continues its numbers with other changes: until the log has an id of its own, its events have none.
    -- A predicate lock of this read does no harm, because only installations and events-prune write the table.
    IF to_regclass('dbops.log_meta') IS NOT NULL THEN
        SELECT l.log_id
          INTO log_id
          FROM dbops.log_meta AS l
         WHERE coalesce(l.log_oid = to_regclass('dbops.event_log')::oid, true)
           AND coalesce(l.database_oid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()), true);
    END IF;
    -- Lambda gets UTF-8, where a character may take three times the bytes that it has in another encoding
    IF getdatabaseencoding() NOT IN ('UTF8', 'SQL_ASCII') THEN
        most_bytes := most_bytes / 3;
        most_bytes_alone := most_bytes_alone / 3;
    END IF;
    IF tells_channel THEN
        -- a full queue fails at the commit, where nothing can catch it
        IF NOT has_function_privilege('pg_notify(text, text)', 'EXECUTE') OR pg_notification_queue_usage() > 0.9 THEN
            RAISE WARNING 'dbops: changes of %.% are logged, but not sent to channel %: its queue is full, or pg_notify is not allowed',
                source_schema, source_table, TG_ARGV[0];
            tells_channel := false;
        END IF;
    END IF;
    SELECT string_agg(
               format(
                   'SELECT l.seq, l.xid, l.ts, l.op, l.key, l.before, l.after, l.origin FROM %s AS l WHERE l.ctid = ANY (%L::tid[])'
                       ' AND l.xid::text = pg_current_xact_id()::text AND l.schema_name = %L AND l.table_name = %L',
                   part.log, part.places, source_schema, source_table),
               ' UNION ALL ')
      INTO query
      FROM (SELECT i.inhrelid::regclass AS log, array_agg(place[2]) AS places
              FROM regexp_matches(places, '([0-9]+)(\([0-9]+,[0-9]+\))', 'g') AS place
              JOIN pg_inherits AS i ON i.inhrelid::text = place[1] AND i.inhparent = to_regclass('dbops.event_log')
             GROUP BY i.inhrelid) AS part;
    IF query IS NULL THEN
        RETURN NULL;
    END IF;
    OPEN events FOR EXECUTE query || ' ORDER BY seq';
    LOOP
        FETCH events INTO event;
        message := CASE WHEN FOUND THEN jsonb_build_object('id', log_id || ':' || event.seq,
                'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END,
                'ts', to_char(event.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'source', jsonb_strip_nulls(jsonb_build_object('database', current_database(), 'schema', source_schema,
                    'table', source_table, 'txid', event.xid::text::bigint, 'seq', event.seq, 'origin', event.origin)), 'payload', jsonb_build_object('key', event.key, 'before', event.before, 'after', event.after))::text END;
        EXIT WHEN message IS NULL AND piece_bytes = 0;
        IF tells_channel AND message IS NOT NULL THEN
            -- the server keeps it in memory until the commit, and then in its queue of 8 GB, or the commit fails
            IF notified > 32000000 THEN
                RAISE WARNING 'dbops: further changes of %.% are logged, but not sent to channel %: the transaction has too many',
                    source_schema, source_table, TG_ARGV[0];
                tells_channel := false;
            ELSE
                PERFORM pg_notify(TG_ARGV[0], CASE WHEN octet_length(message) < 8000 THEN message ELSE jsonb_build_object('id', log_id || ':' || event.seq,
                'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END,
                'ts', to_char(event.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'source', jsonb_strip_nulls(jsonb_build_object('database', current_database(), 'schema', source_schema,
                    'table', source_table, 'txid', event.xid::text::bigint, 'seq', event.seq, 'origin', event.origin)), 'reference', true)::text END);
                notified := notified + least(octet_length(message), 8000);
            END IF;
        END IF;
        EXIT WHEN NOT tells_lambda AND NOT tells_channel;
        CONTINUE WHEN NOT tells_lambda;
        IF octet_length(message) > most_bytes_alone THEN
            message := jsonb_build_object('id', log_id || ':' || event.seq,
                'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END,
                'ts', to_char(event.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'source', jsonb_strip_nulls(jsonb_build_object('database', current_database(), 'schema', source_schema,
                    'table', source_table, 'txid', event.xid::text::bigint, 'seq', event.seq, 'origin', event.origin)), 'reference', true)::text;
        END IF;
        IF piece_bytes > 0 AND (message IS NULL OR piece_bytes + octet_length(message) > most_bytes) THEN
            full_piece := array_to_string(piece, ', ');
            piece := '{}';
            piece_bytes := 0;
        END IF;
        IF message IS NOT NULL THEN
            piece := array_append(piece, message);
            piece_bytes := piece_bytes + octet_length(message) + 2;
        END IF;
        -- each piece is sent at once: all events of a large statement would be larger than a value can be
        IF full_piece <> '' THEN
            BEGIN
                EXECUTE 'SELECT status_code FROM aws_lambda.invoke($1::text, $2::json, NULL::text, $3::text)'
                    INTO status USING TG_ARGV[1], '{"sender": "trigger", "events": [' || full_piece || ']}', TG_ARGV[2];
                IF status >= 300 THEN
                    RAISE EXCEPTION 'the status is %', status;
                END IF;
            EXCEPTION WHEN OTHERS THEN
                IF TG_ARGV[3] = 'abort' THEN
                    RAISE;
                END IF;
                RAISE WARNING 'dbops: changes of %.% are logged, but Lambda function % was not called: %',
                    source_schema, source_table, TG_ARGV[1], SQLERRM;
            END;
            full_piece := '';
        END IF;
    END LOOP;
    CLOSE events;
    PERFORM set_config('dbops.notified', notified::text, true);
    RETURN NULL;
END
$capture$;

CREATE OR REPLACE FUNCTION dbops.set_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $capture$
BEGIN
    -- the column may have been dropped since
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = TG_RELID AND attname = 'updated_at' AND NOT attisdropped) THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_truncate() FROM PUBLIC;
COMMENT ON FUNCTION dbops.capture_truncate() IS 'db-ops 5fad1e9a';
REVOKE ALL ON FUNCTION dbops.capture_send() FROM PUBLIC;
COMMENT ON FUNCTION dbops.capture_send() IS 'db-ops 5fad1e9a';
REVOKE ALL ON FUNCTION dbops.set_updated_at() FROM PUBLIC;
COMMENT ON FUNCTION dbops.set_updated_at() IS 'db-ops 5fad1e9a';
