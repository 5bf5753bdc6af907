-- The trigger functions of one table (docs/events.md). triggers-install writes them for the table.
--
-- SqlTemplate reads this file: a fragment follows its name and its comment, and ${name} is a value that TableFunctions
-- computes from the table, or another fragment. The shared ones are in capture-fragments.sql.
--
-- A row in a transaction of its own costs what the server prepares for it, by the number of expressions and variables.
-- So nothing is looked up here that is known beforehand.
--
-- None of these functions calls another, and a column that no longer exists is a null: whatever is dropped or renamed by
-- hand, the user's statement continues. There is no exception block around an INSERT into the log either: it would be a
-- subtransaction for each statement, and a long transaction would overflow the server's cache of them, which slows every
-- session (PostgreSQL documentation, Subtransactions).
--
-- The first rows of a statement are logged one by one, and the following rows of a large one in packs (event-log.sql).
-- A row then costs its image, but not a row of the log, its numbers and the entries of two indexes.

-- fragment capture_insert
CREATE OR REPLACE FUNCTION dbops.capture_insert${suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${settings} AS ${quote}
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    ${variables}
BEGIN
    ${once}
    ${guard}
    ${log_rows}
    ${keep_places}${log_survivors}${remember_write}RETURN NULL;
END
${quote};

-- fragment insert_first_rows
        ${begin_logged}INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT ${source}, 'c', ${key}, ${image}, ${origin}
          FROM ${new_rows}${limit}${end_logged};

-- fragment insert_further_rows
        (SELECT 'c'::"char" AS op, ${created_image} AS image
          FROM ${new_rows} OFFSET ${first_rows})
         UNION ALL
        SELECT NULL, NULL

-- fragment insert_pack_row
        ${created} := array_append(${created}, event.image);
        weight := weight + 1000 + pg_column_size(event.image);

-- fragment capture_delete
CREATE OR REPLACE FUNCTION dbops.capture_delete${suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${settings} AS ${quote}
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    ${variables}
BEGIN
    ${once}
    ${guard}
    ${log_rows}
    ${keep_places}${log_survivors}${remember_write}RETURN NULL;
END
${quote};

-- fragment delete_first_rows
        ${begin_logged}INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT ${source}, 'd', ${key}, ${before}, ${origin}
          FROM ${old_rows}${limit}${end_logged};

-- fragment delete_further_rows
        (SELECT 'd'::"char" AS op, ${deleted_image} AS image
          FROM ${old_rows} OFFSET ${first_rows})
         UNION ALL
        SELECT NULL, NULL

-- fragment delete_pack_row
        ${deleted} := array_append(${deleted}, event.image);
        weight := weight + 1000 + pg_column_size(event.image);

-- fragment capture_update
-- The n-th old row became the n-th new row. Pairing by key instead would be wrong where one statement changes a row twice,
-- as the actions of two foreign keys do. A changed key is a delete and a create, in the rows' order: keys are checked
-- row by row, so that no other row has the new key at that point.
CREATE OR REPLACE FUNCTION dbops.capture_update${suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${settings} ${joins} AS ${quote}
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    ${variables}
BEGIN
    ${once}
    ${guard}
    ${log_rows}
    ${keep_places}${log_survivors}${remember_write}RETURN NULL;
END
${quote};

-- fragment update_first_rows
        ${begin_logged}INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, after, origin)
        SELECT CASE e.op WHEN 'u' THEN ${seq} WHEN 'd' THEN ${seq_of_old_key} ELSE ${seq_of_new_key} END,
               ${source}, e.op, e.key, e.before, e.after, ${origin}
          FROM (SELECT p.op, ${update_values}
                  FROM (SELECT ${update_operations} AS op, o.key AS old_key, n.key AS new_key, o.before, n.after
                          FROM (SELECT row_number() OVER () AS i, ${key} AS key, ${before} AS before
                                  FROM ${old_rows}${limit}) AS o
                          JOIN (SELECT row_number() OVER () AS i, ${key} AS key, ${image} AS after
                                  FROM ${new_rows}${limit}) AS n USING (i)
                         ORDER BY i) AS p) AS e${end_logged};

-- fragment update_operations
-- The function that makes two rows of one keeps their order, and needs no sort.
unnest(CASE WHEN o.key IS NOT DISTINCT FROM n.key THEN '{u}' ELSE '{d,c}' END::"char"[])

-- fragment update_values
CASE p.op WHEN 'd' THEN p.old_key ELSE p.new_key END AS key,
               CASE p.op WHEN 'c' THEN NULL ELSE p.before END AS before,
               CASE p.op WHEN 'd' THEN NULL ELSE p.after END AS after

-- fragment update_further_rows
        (SELECT p.op, ${update_values}
          FROM (SELECT ${update_operations} AS op, o.key AS old_key, n.key AS new_key, o.before, n.after
                  FROM (SELECT row_number() OVER () AS i, ${key} AS key, ${before} AS before
                          FROM ${old_rows} OFFSET ${first_rows}) AS o
                  JOIN (SELECT row_number() OVER () AS i, ${key} AS key, ${image} AS after
                          FROM ${new_rows} OFFSET ${first_rows}) AS n USING (i)
                 ORDER BY i) AS p)
         UNION ALL
        SELECT NULL, NULL, NULL, NULL

-- fragment update_pack_row
        IF event.op = 'd' AND event.before IS NULL THEN
            keys := array_append(keys, event.key);
        END IF;
        IF event.before IS NOT NULL THEN
            befores := array_append(befores, event.before);
        END IF;
        IF event.after IS NOT NULL THEN
            afters := array_append(afters, event.after);
        END IF;
        weight := weight + 1000 + coalesce(pg_column_size(event.before), 0) + coalesce(pg_column_size(event.after), 0);

-- fragment survivor_rows
        ${begin_logged}INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT ${source}, 'c', ${key}, ${image}, ${origin}
          FROM ONLY %3$s AS dbops_row
         WHERE ${survivor_condition}
           AND ${own}${end_logged}

-- fragment own
-- A row that this transaction has written. Under REPEATABLE READ and SERIALIZABLE, its snapshot also shows a row of the same
-- key that another transaction has deleted since.
age(dbops_row.xmin) <= 0

-- fragment rows_as_they_are
        ${begin_logged}INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT ${source}, n.op, n.key, n.after, ${origin}
          FROM (${rows_now}) AS n (op, key, after)${end_logged}

-- fragment rows_created
SELECT 'c'::"char", ${key}, ${image}
                  FROM ONLY %3$s AS dbops_row
                 WHERE ${survivor_condition}
                   AND ${own}

-- fragment rows_changed
SELECT 'u'::"char", ${key}, ${image}
                  FROM ONLY %3$s AS dbops_row
                 WHERE EXISTS (SELECT FROM new_rows AS other WHERE %4$s)
                   AND NOT EXISTS (SELECT FROM new_rows AS other WHERE %4$s AND other *= dbops_row)
                   AND ${own}

-- fragment rows_gone
SELECT 'd'::"char", ${key}, NULL::jsonb
                  FROM new_rows AS dbops_row
                 WHERE NOT EXISTS (SELECT FROM ONLY %3$s AS other WHERE %4$s AND age(other.xmin) <= 0)

-- fragment capture_row
CREATE OR REPLACE FUNCTION dbops.capture_row${suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${settings} AS ${quote}
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    old_image jsonb;
    new_image jsonb;
    old_key jsonb;
    new_key jsonb;
    ${column_variables}${declare_places}
BEGIN
    ${guard}
    LOOP
        IF looks THEN
        ${read_columns}
        END IF;
        IF TG_OP <> 'INSERT' THEN
            ${set_old_image}
        END IF;
        IF TG_OP <> 'DELETE' THEN
            ${set_new_image}
        END IF;
        EXIT;
    END LOOP;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND old_key IS DISTINCT FROM new_key THEN
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, origin)
        VALUES (CASE TG_OP WHEN 'UPDATE' THEN ${seq_of_old_key} ELSE ${seq} END,
               ${source}, 'd', old_key, ${kept_old_image}, ${origin})${returning_place};
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND old_key IS DISTINCT FROM new_key THEN
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, after, origin)
        VALUES (CASE TG_OP WHEN 'UPDATE' THEN ${seq_of_new_key} ELSE ${seq} END,
               ${source}, 'c', new_key, new_image, ${origin})${returning_place};
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        VALUES (${source}, 'u', new_key, ${kept_old_image}, new_image, ${origin})${returning_place};
    END IF;
    ${keep_places}RETURN NULL;
END
${quote};

-- fragment capture_partition_truncate
-- TRUNCATE of a single partition: its rows are deleted. A TRUNCATE of the whole table announces itself beforehand
-- (capture_truncate).
CREATE OR REPLACE FUNCTION dbops.capture_partition_truncate${suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${settings} AS ${quote}
DECLARE
    signing_key uuid;
    truncated text := TG_ARGV[0];
    partition text := format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
    ${column_variables}${declare_places}
BEGIN
    ${read_signing_key}
    -- after DETACH it is a table of its own: the trigger stays, and its rows are no longer the partitioned table's
    IF current_setting('dbops.truncating_' || truncated, true) = ${signed_truncate}
            OR NOT EXISTS (SELECT FROM pg_partition_ancestors(TG_RELID) WHERE relid = TG_ARGV[0]::oid) THEN
        RETURN NULL;
    END IF;
    ${guard}
    IF NOT has_table_privilege(TG_RELID, 'SELECT') OR row_security_active(TG_RELID) THEN
        RAISE WARNING 'dbops: the rows of % are not captured as deleted: role % may not read them', partition, current_user;
        RETURN NULL;
    END IF;
    -- TRUNCATE removes also rows that the snapshot of the transaction does not show
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE WARNING 'dbops: rows of % that were committed after the transaction began are not captured as deleted', partition
            USING HINT = 'TRUNCATE single partitions in READ COMMITTED';
    END IF;
    ${read_columns}
    EXECUTE format(${log_partition}, row_image, key_image, partition)${into_places};
    ${keep_places}RETURN NULL;
END
${quote};

-- fragment partition_rows
        ${begin_logged}INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT ${source}, 'd', ${key}, ${before}, ${origin}
          FROM ONLY %3$s AS dbops_row${end_logged}
