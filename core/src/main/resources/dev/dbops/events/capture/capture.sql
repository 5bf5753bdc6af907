-- The functions behind the triggers of one table (docs/events.md), which triggers-install writes for it: what stands in
-- braces is put in by CaptureTemplate, the table's columns by CapturedValues. What a row in a transaction of its own costs is
-- how many expressions and variables the server prepares for it, so that nothing is asked here that is known beforehand.
--
-- No function of ours is called from another, and a column that is no longer there is a null: whatever is dropped or renamed
-- by hand, the user's statement goes on. There is no exception block around an INSERT into the log either: it would be a
-- subtransaction for each statement, and a long transaction would overflow the server's cache of them, which slows every
-- session (PostgreSQL documentation, Subtransactions).
--
-- The first rows of a statement are logged one by one, and those of a large one from there on in packs (event-log.sql):
-- what a row costs is then its image, and not a row of the log, its numbers and the entries of two indexes.

CREATE OR REPLACE FUNCTION dbops.capture_insert{suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    {variables}
BEGIN
    {once new_rows}
    {guard}
    {logged
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT {source}, 'c', {key}, {image}, {origin}
          FROM {rows new_rows}{first};
    }
    {packs {created}
        (SELECT 'c'::"char" AS op, {created_image} AS image
          FROM {rows new_rows}{rest})
         UNION ALL
        SELECT NULL, NULL
    EACH
        {created} := array_append({created}, event.image);
        weight := weight + 1000 + pg_column_size(event.image);
    }
    RETURN NULL;
END
$capture$;

CREATE OR REPLACE FUNCTION dbops.capture_delete{suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    {variables}
BEGIN
    {once old_rows}
    {guard}
    {logged
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT {source}, 'd', {key}, {before}, {origin}
          FROM {rows old_rows}{first};
    }
    {packs {deleted}
        (SELECT 'd'::"char" AS op, {deleted_image} AS image
          FROM {rows old_rows}{rest})
         UNION ALL
        SELECT NULL, NULL
    EACH
        {deleted} := array_append({deleted}, event.image);
        weight := weight + 1000 + pg_column_size(event.image);
    }
    RETURN NULL;
END
$capture$;

-- The n-th old row became the n-th new row. Pairing by key instead would be wrong where one statement changes a row twice,
-- as the actions of two foreign keys do. A changed key is a delete and a create, in the rows' order: keys are checked
-- row by row, so that no other row has the new key at that point.
CREATE OR REPLACE FUNCTION dbops.capture_update{suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} {joins} AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    {variables}
BEGIN
    {once new_rows}
    {guard}
    {logged
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        SELECT {source}, e.op, e.key, e.before, e.after, {origin}
          FROM (SELECT row_number() OVER () AS i, {key} AS key, {before} AS before
                  FROM {rows old_rows}{first}) AS o
          JOIN (SELECT row_number() OVER () AS i, {key} AS key, {image} AS after
                  FROM {rows new_rows}{first}) AS n USING (i)
         CROSS JOIN LATERAL (VALUES
               (1, 'u'::"char", n.key, o.before, n.after),
               (2, 'd', o.key, o.before, NULL),
               (3, 'c', n.key, NULL, n.after)) AS e (place, op, key, before, after)
         WHERE (e.op = 'u') = (o.key = n.key)
         ORDER BY i, e.place;
    }
    {packs keys befores afters
        (SELECT e.op, e.key, e.before, e.after
          FROM (SELECT row_number() OVER () AS i, {key} AS key, {before} AS before
                  FROM {rows old_rows}{rest}) AS o
          JOIN (SELECT row_number() OVER () AS i, {key} AS key, {image} AS after
                  FROM {rows new_rows}{rest}) AS n USING (i)
         CROSS JOIN LATERAL (VALUES
               (1, 'u'::"char", n.key, o.before, n.after),
               (2, 'd', o.key, o.before, NULL),
               (3, 'c', n.key, NULL, n.after)) AS e (place, op, key, before, after)
         WHERE (e.op = 'u') = (o.key = n.key)
         ORDER BY i, e.place)
         UNION ALL
        SELECT NULL, NULL, NULL, NULL
    EACH
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
    }
    RETURN NULL;
END
$capture$;

CREATE OR REPLACE FUNCTION dbops.capture_row{suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    old_image jsonb;
    new_image jsonb;
    old_key jsonb;
    new_key jsonb;
    added text;
BEGIN
    {guard}
    {find_added}
    IF TG_OP <> 'INSERT' THEN
        {image_into old_image OLD}
        old_key := {key_of old_image};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        {image_into new_image NEW}
        new_key := {key_of new_image};
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND old_key <> new_key THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        VALUES ({source}, 'd', old_key, {before_of old_image}, {origin});
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND old_key <> new_key THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        VALUES ({source}, 'c', new_key, new_image, {origin});
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        VALUES ({source}, 'u', new_key, {before_of old_image}, new_image, {origin});
    END IF;
    RETURN NULL;
END
$capture$;

-- TRUNCATE of a single partition: its rows are deleted. That of the whole table says so beforehand (capture_truncate).
CREATE OR REPLACE FUNCTION dbops.capture_partition_truncate{suffix}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
DECLARE
    partition text := format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
    added text;
BEGIN
    IF current_setting('dbops.truncating_' || TG_ARGV[0], true) = 'on' THEN
        RETURN NULL;
    END IF;
    {guard}
    IF NOT has_table_privilege(TG_RELID, 'SELECT') OR row_security_active(TG_RELID) THEN
        RAISE WARNING 'dbops: the rows of % are not captured as deleted: role % may not read them', partition, current_user;
        RETURN NULL;
    END IF;
    {find_added}
    EXECUTE format({statement
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT {source}, 'd', {key}, {before}, {origin}
          FROM ONLY {rows /*partition*/}
    }, added, partition);
    RETURN NULL;
END
$capture$;
