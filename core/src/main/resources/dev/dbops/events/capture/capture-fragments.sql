-- Parts of the capture functions. SqlTemplate reads this file as it reads capture.sql.

-- fragment origin
nullif(current_setting('dbops.origin', true), '')

-- fragment seq
nextval('dbops.event_seq')

-- fragment seq_of_old_key
-- A changed key is a delete and a create with two numbers that no other event has between them (event-log.sql).
nextval('dbops.event_seq') - 600

-- fragment seq_of_new_key
currval('dbops.event_seq') - 599

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
md5(concat(signing_key, 'truncating', truncated, pg_current_xact_id(), statement_timestamp()))

-- fragment signed_count
following || ' ' || md5(concat(signing_key, setting, following, pg_current_xact_id()))

-- fragment has_newer_column
has_column_privilege(${table}, ${next_column}::int2, 'SELECT') IS NOT NULL

-- fragment newer_column_is_encoded
                   AND EXISTS (SELECT FROM (${added_columns}) AS column_added (name, type, encoding))

-- fragment find_named_image
-- For rows whose conversion to jsonb as a whole could fail, and for columns that are newer than the triggers and need an
-- encoding: the SQL of an image that names each column.
    IF ${needs_names} THEN
        SELECT string_agg(format(CASE coalesce(column_found.encoding, '') WHEN '' THEN ${named_plain_format}
                                      WHEN 'jsonb' THEN ${named_jsonb_format} WHEN 'array' THEN ${named_array_format}
                                      ELSE ${named_text_format} END, column_found.name), ' || ' ORDER BY column_found.place)
          INTO row_image
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding
                  FROM pg_attribute AS a
                  LEFT JOIN (${encoded_columns}) AS e (name, type, encoding) ON e.name = a.attname
                 WHERE a.attrelid = ${table} AND a.attnum > 0 AND NOT a.attisdropped${only_if}) AS column_found;
    END IF;

-- fragment log_with_named_image
-- The statement, preceded by its replacement for rows whose image is not that of the whole row.
${find_image}
    IF row_image IS NOT NULL THEN
        EXECUTE format(${statement_format}, row_image)${into_places} USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
        ${keep_places}RETURN NULL;
    END IF;
    ${statement}

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

-- fragment set_named_image
${find_image}IF row_image IS NULL THEN
            ${set_image}
        ELSE
            EXECUTE format(${image_format}, row_image) INTO ${image_variable} USING ${row};
        END IF;

-- fragment remember_write_of_statement
-- As text, the time of the statement would take longer.
PERFORM set_config('dbops.wrote${suffix}', timestamptz_send(statement_timestamp())::text, true);
    

-- fragment look_for_survivors
-- Rows that another part of the same statement has created under a key that this one has deleted (class Survivors). An
-- error, such as that of a renamed column, does not fail the user's statement.
IF current_setting('dbops.wrote${suffix}', true) = timestamptz_send(statement_timestamp())::text THEN
        BEGIN
            ${find_survivor_image}EXECUTE format(${survivors_format}, ${survivor_image}, TG_RELID::regclass)${into_places}
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
'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END, 'source', jsonb_build_object('database', current_database(), 'schema', source_schema, 'table', source_table, 'txid', event.xid::text::bigint, 'seq', event.seq)

-- fragment message
jsonb_build_object(${message_source}, 'payload', jsonb_build_object('key', event.key, 'before', event.before, 'after', event.after))::text

-- fragment reference
jsonb_build_object(${message_source}, 'reference', true)::text
