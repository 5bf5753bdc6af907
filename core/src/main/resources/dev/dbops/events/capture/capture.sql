-- The functions behind the triggers of triggers-install (docs/events.md), once for all tables, and once more for each table
-- with columns that need an encoding. What stands in braces is put in by CaptureTemplate.
--
-- No function of ours is called from another, and a column of a user's table is named only in a statement that is not
-- reached unless the column is there: whatever is dropped or renamed by hand, the user's statement goes on. There is no exception block around an INSERT into the log either: it would be a
-- subtransaction for each statement, and a long transaction would overflow the server's cache of them, which slows every
-- session (PostgreSQL documentation, Subtransactions).
--
-- The first rows of a statement are logged one by one, and those of a large one from there on in packs (event-log.sql):
-- what a row costs is then its image, and not a row of the log, its numbers and the entries of two indexes.
--
-- TG_ARGV: 0 key columns, 1 columns that are kept (none: all), 2 columns that are left out, 3 'full' when the old row is
-- wanted, with 'packed' behind it where packs may be made, 4 the expression that encodes what to_jsonb would lose, 5 the columns in it, 6 their types; for row-level
-- triggers 7 schema and 8 table, since those of a partitioned table fire as triggers of its partitions.

CREATE OR REPLACE FUNCTION dbops.capture_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
DECLARE
    {variables}
BEGIN
    {once new_rows}
    {guard}
    {log
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT source_schema, source_table, 'c', {key n.image}, {columns n.image}, origin
          FROM (SELECT to_jsonb(dbops_row)/*encoded*/ AS image FROM new_rows AS dbops_row LIMIT single) AS n
    }
    {pack
        SELECT 'c'::"char" AS op, {columns n.image} AS after
          FROM (SELECT to_jsonb(dbops_row)/*encoded*/ AS image FROM new_rows AS dbops_row OFFSET single) AS n
         UNION ALL
        SELECT NULL, NULL
    EACH
        afters := array_append(afters, event.after);
        bytes := bytes + pg_column_size(event.after);
    }
    RETURN NULL;
END
$capture$;

CREATE OR REPLACE FUNCTION dbops.capture_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
DECLARE
    {variables}
BEGIN
    {once old_rows}
    {guard}
    {log
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT source_schema, source_table, 'd', {key o.image}, CASE WHEN wants_before THEN {columns o.image} END, origin
          FROM (SELECT to_jsonb(dbops_row)/*encoded*/ AS image FROM old_rows AS dbops_row LIMIT single) AS o
    }
    {pack
        SELECT 'd'::"char" AS op, CASE WHEN NOT wants_before THEN {key o.image} END AS key,
               CASE WHEN wants_before THEN {columns o.image} END AS before
          FROM (SELECT to_jsonb(dbops_row)/*encoded*/ AS image FROM old_rows AS dbops_row OFFSET single) AS o
         UNION ALL
        SELECT NULL, NULL, NULL
    EACH
        IF wants_before THEN
            befores := array_append(befores, event.before);
            bytes := bytes + pg_column_size(event.before);
        ELSE
            gone := array_append(gone, event.key);
            bytes := bytes + pg_column_size(event.key);
        END IF;
    }
    RETURN NULL;
END
$capture$;

-- The n-th old row became the n-th new row. Pairing by key instead would be wrong where one statement changes a row twice,
-- as the actions of two foreign keys do. A changed key is a delete and a create, in the rows' order: keys are checked
-- row by row, so that no other row has the new key at that point.
CREATE OR REPLACE FUNCTION dbops.capture_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
DECLARE
    {variables}
BEGIN
    {once new_rows}
    {guard}
    {log
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        SELECT source_schema, source_table, e.op, e.key, e.before, e.after, origin
          FROM (SELECT row_number() OVER () AS i, to_jsonb(dbops_row)/*encoded*/ AS image
                  FROM old_rows AS dbops_row LIMIT single) AS o
          JOIN (SELECT row_number() OVER () AS i, to_jsonb(dbops_row)/*encoded*/ AS image
                  FROM new_rows AS dbops_row LIMIT single) AS n USING (i)
         CROSS JOIN LATERAL (
               SELECT {key o.image} AS old_key,
                      {key n.image} AS new_key,
                      CASE WHEN wants_before THEN {columns o.image} END AS before,
                      {columns n.image} AS after
               OFFSET 0) AS k
         CROSS JOIN LATERAL (VALUES
               (1, 'u'::"char", k.new_key, k.before, k.after),
               (2, 'd', k.old_key, k.before, NULL),
               (3, 'c', k.new_key, NULL, k.after)) AS e(place, op, key, before, after)
         WHERE (e.op = 'u') = (k.old_key = k.new_key)
         ORDER BY i, e.place
    }
    {pack
        (SELECT e.op, e.key, e.before, e.after
          FROM (SELECT row_number() OVER () AS i, to_jsonb(dbops_row)/*encoded*/ AS image
                  FROM old_rows AS dbops_row OFFSET single) AS o
          JOIN (SELECT row_number() OVER () AS i, to_jsonb(dbops_row)/*encoded*/ AS image
                  FROM new_rows AS dbops_row OFFSET single) AS n USING (i)
         CROSS JOIN LATERAL (
               SELECT {key o.image} AS old_key,
                      {key n.image} AS new_key,
                      CASE WHEN wants_before THEN {columns o.image} END AS before,
                      {columns n.image} AS after
               OFFSET 0) AS k
         CROSS JOIN LATERAL (VALUES
               (1, 'u'::"char", k.new_key, k.before, k.after),
               (2, 'd', k.old_key, k.before, NULL),
               (3, 'c', k.new_key, NULL, k.after)) AS e(place, op, key, before, after)
         WHERE (e.op = 'u') = (k.old_key = k.new_key)
         ORDER BY i, e.place)
         UNION ALL
        SELECT NULL, NULL, NULL, NULL
    EACH
        IF event.op = 'd' AND event.before IS NULL THEN
            gone := array_append(gone, event.key);
        END IF;
        IF event.before IS NOT NULL THEN
            befores := array_append(befores, event.before);
            bytes := bytes + pg_column_size(event.before);
        END IF;
        IF event.after IS NOT NULL THEN
            afters := array_append(afters, event.after);
            bytes := bytes + pg_column_size(event.after);
        END IF;
    }
    RETURN NULL;
END
$capture$;

CREATE OR REPLACE FUNCTION dbops.capture_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {settings} AS $capture$
DECLARE
    {variables}
    old_image jsonb;
    new_image jsonb;
    old_key jsonb;
    new_key jsonb;
BEGIN
    {guard}
    {images}
    old_key := {key old_image};
    new_key := {key new_image};
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND old_key <> new_key THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        VALUES (source_schema, source_table, 'd', old_key, CASE WHEN wants_before THEN {columns old_image} END, origin);
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND old_key <> new_key THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        VALUES (source_schema, source_table, 'c', new_key, {columns new_image}, origin);
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        VALUES (source_schema, source_table, 'u', new_key,
                CASE WHEN wants_before THEN {columns old_image} END, {columns new_image}, origin);
    END IF;
    RETURN NULL;
END
$capture$;
