-- Parts of the capture functions. SqlTemplate reads this file as it reads capture.sql.

-- fragment origin
nullif(current_setting('dbops.origin', true), '')

-- fragment seq
nextval('dbops.event_seq')

-- fragment seq_of_old_key
-- A changed key is a delete and a create with two numbers that no other event has between them (event-log.sql).
nextval('dbops.event_seq') - ${old_key_below}

-- fragment seq_of_new_key
currval('dbops.event_seq') - ${new_key_below}

-- fragment pack_seq_of_update
CASE pack_op WHEN 'u' THEN ${seq} WHEN 'd' THEN ${seq_of_old_key} ELSE ${seq_of_new_key} END

-- fragment is_replay
-- Every role can set the setting, but only a role that may move the checkpoints replays.
current_setting('dbops.replay', true) = 'on'
                AND has_table_privilege(coalesce(nullif(current_setting('role'), 'none'), session_user),
                    to_regclass('dbops.checkpoint'), 'UPDATE')

-- fragment guard
-- Replays are not captured. If parts of the log were dropped by hand, the statement continues with a warning.
    IF current_setting('dbops.replay', true) = 'on' OR to_regclass('dbops.event_log') IS NULL
            OR to_regclass('dbops.event_log_default') IS NULL OR to_regclass('dbops.event_seq') IS NULL THEN
        IF ${is_replay} THEN
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

-- fragment count_rows
-- If other triggers fire for each row, the capture trigger is also a row trigger, and its name makes it fire first. Its
-- first call logs all rows of the statement, before another trigger can change one again. A transaction setting counts
-- the following calls; a rollback of the rows also rolls back the setting. The count is signed: a role that could set it
-- would write rows that are not captured.
    ${read_signing_key}
    setting := format('dbops.rows_%s_%s_%s', TG_RELID, TG_OP, pg_trigger_depth());
    following := coalesce(nullif(split_part(current_setting(setting, true), ' ', 1), '')::bigint, 0);
    is_first := following <= 0 OR current_setting(setting) <> ${signed_count};
    following := CASE WHEN is_first THEN (SELECT count(*) FROM ${transition_table}) ELSE following END - 1;
    PERFORM set_config(setting, ${signed_count}, true);
    IF NOT is_first THEN
        RETURN NULL;
    END IF;

-- fragment read_signing_key
IF to_regclass('dbops.log_meta') IS NOT NULL THEN
        SELECT l.signing_key INTO signing_key FROM dbops.log_meta AS l;
    END IF;

-- fragment signed_truncate
md5(concat(signing_key, 'truncating', truncated, pg_current_xact_id(), encode(timestamptz_send(statement_timestamp()), 'hex')))

-- fragment signed_count
following || ' ' || md5(concat(signing_key, setting, following, pg_current_xact_id()))

-- fragment has_newer_column
has_column_privilege(${table}, ${next_column}::int2, 'SELECT') IS NOT NULL

-- fragment read_columns
-- Reads the columns as they are now: for rows whose conversion to jsonb as a whole could fail, for columns that are newer
-- than the triggers and need an encoding, and when a key column no longer has its name. The result is the SQL of an image
-- that names each column, of the key, and of a condition for the same key. If a column of the key is gone, the key is the
-- one that triggers-install would choose now; a table without one has events without a key.
SELECT coalesce(string_agg(c.image, ' || ' ORDER BY c.place), '''{}''::jsonb'),
               coalesce(string_agg(c.image, ' || ' ORDER BY c.place) FILTER (WHERE c.name = ANY (c.key)), 'NULL::jsonb'),
               coalesce(string_agg(c.same, ' AND ') FILTER (WHERE c.name = ANY (c.key)), 'false'),
               coalesce(bool_or(${needs_names_of_columns}), true)
          INTO row_image, key_image, same_key, by_name
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding, k.key, k.is_whole,
                       format('other.%1$I = dbops_row.%1$I', a.attname) AS same,
                       format(CASE coalesce(e.encoding, '') WHEN '' THEN ${named_plain_format}
                                  WHEN 'jsonb' THEN ${named_jsonb_format} WHEN 'array' THEN ${named_array_format}
                                  ELSE ${named_text_format} END, a.attname) AS image
                  FROM pg_attribute AS a
                 CROSS JOIN (
                       SELECT f.is_whole, CASE WHEN f.is_whole THEN ${key_columns} ELSE (${current_key}) END
                         FROM (SELECT count(*) = cardinality(${key_columns})
                                 FROM pg_attribute AS a
                                WHERE a.attrelid = ${table_now} AND a.attname = ANY (${key_columns}) AND NOT a.attisdropped
                              ) AS f (is_whole)
                       ) AS k (is_whole, key)
                  LEFT JOIN (${encoded_columns}) AS e (name, type, encoding) ON e.name = a.attname
                 WHERE a.attrelid = ${table_now} AND a.attnum > 0 AND NOT a.attisdropped) AS c;

-- fragment log_rows_of_statement
-- If the rows of a statement are hidden (class CapturedValues), or may need it, the columns are read from the catalog.
${look_beforehand}LOOP
        IF looks THEN
            ${read_columns}
            IF by_name THEN
                EXECUTE format(${statement_format}, row_image, key_image)${into_places} USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                EXIT;
            END IF;
        END IF;
        ${statement}
        ${log_packs}EXIT WHEN looks OR ${has_logged};
        looks := EXISTS (SELECT FROM ${transition_table});
        EXIT WHEN NOT looks;
    END LOOP;

-- fragment places_of_rows
-- This fragment and the next two keep, in a transaction setting, the places of the events to send. capture_send reads the
-- events there, because a search of the log would make serializable transactions fail that have written into the log at
-- the same time. PostgreSQL does not count what a transaction reads at the place of a row that it has written itself.
RETURNING tableoid, ctid)
        SELECT string_agg(tableoid::text || ctid::text, ' ')${into_static} FROM logged

-- fragment place_of_row
RETURNING concat_ws(' ', places, tableoid::text || ctid::text) INTO places

-- fragment keep_all_places
PERFORM set_config(
        'dbops.unsent${suffix}', concat_ws(' ', nullif(current_setting('dbops.unsent${suffix}', true), ''), places), true);

-- fragment set_image_of_row
IF by_name THEN
                EXECUTE format(${image_format}, row_image, key_image) INTO ${side}_image, ${side}_key USING ${row};
            ELSE
                ${look_before_image}${side}_image := ${image_of_row};
                IF NOT looks AND NOT ${side}_image ?& ${key_columns} THEN
                    looks := true;
                    CONTINUE;
                END IF;
                ${side}_key := ${key_of_image};
            END IF;

-- fragment look_before
IF NOT looks AND (${needs_names}) THEN
                    looks := true;
                    CONTINUE;
                END IF;

-- fragment was_written
current_setting('dbops.wrote${suffix}', true) = timestamptz_send(statement_timestamp())::text

-- fragment remember_write_of_statement
-- As text, the time of the statement would take longer.
PERFORM set_config('dbops.wrote${suffix}', timestamptz_send(statement_timestamp())::text, true);
    

-- fragment look_for_survivors
-- Rows that another part of the same statement has created under a key that this one has deleted (class Survivors). An
-- error does not fail the user's statement.
IF looks THEN
        IF ${was_written} AND same_key <> 'false' THEN
            BEGIN
                EXECUTE format(${survivors_format}, row_image, key_image, TG_RELID::regclass, same_key)${into_places}
                    USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                ${keep_places}
            EXCEPTION
                WHEN transaction_rollback THEN
                    RAISE; -- the transaction is to be repeated
                WHEN OTHERS THEN
                    RAISE WARNING 'dbops: rows of %.% that the statement has deleted and created may be missing in the log: %',
                        TG_TABLE_SCHEMA, TG_TABLE_NAME, SQLERRM;
            END;
        END IF;
    END IF;
    

-- fragment packs
-- Logs the rows of a large statement after its first rows. One sum limits both the bytes of the images and, since each
-- event adds a thousand, the number of events. A pack takes one number and has all events since the pack before. The
-- last row of the query has no operation and ends the last pack.
    GET DIAGNOSTICS logged = ROW_COUNT;
        IF logged >= ${first_rows} THEN
        DECLARE
            event record;
            pack_op "char";
            weight bigint := 0;
            packed int;
            ${declare_arrays}
        BEGIN
            FOR event IN
                ${further_rows}
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(${array_sizes});
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, ${arrays})
                        VALUES (${pack_seq}, TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, ${origin},
                               packed, weight - 1000 * packed, ${key_columns}, ${array_values});
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    weight := 0;
                    ${empty_arrays}
                END IF;
                ${pack_row}
            END LOOP;
        END;
    END IF;

-- fragment message_source
-- The members of the envelope (class Envelope), but for the position, which a trigger does not know.
'id', log_id || ':' || event.seq,
                'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END,
                'ts', to_char(event.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'source', jsonb_strip_nulls(jsonb_build_object('database', current_database(), 'schema', source_schema,
                    'table', source_table, 'txid', event.xid::text::bigint, 'seq', event.seq, 'origin', event.origin))

-- fragment message
jsonb_build_object(${message_source}, 'payload', jsonb_build_object('key', event.key, 'before', event.before, 'after', event.after))::text

-- fragment reference
jsonb_build_object(${message_source}, 'reference', true)::text
