CREATE OR REPLACE FUNCTION dbops.capture_insert_OID() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    row_image text;
    logged bigint;
BEGIN
    
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
    IF has_column_privilege(TG_RELID, 3::int2, 'SELECT') IS NOT NULL THEN
        SELECT string_agg(format(CASE coalesce(column_found.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                      WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                      ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, column_found.name), ' || ' ORDER BY column_found.place)
          INTO row_image
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding
                  FROM pg_attribute AS a
                  LEFT JOIN (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = TG_RELID AND a.attnum >= 1 AND NOT a.attisdropped
    UNION ALL
    SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
     CROSS JOIN LATERAL (
           SELECT t.typbasetype WHERE t.typtype = 'd'
           UNION ALL
           SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
           UNION ALL
           SELECT f.atttypid FROM pg_attribute AS f
            WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
           ) AS next (type)
)
, kind AS (
    SELECT part.attnum, part.name, part.top, part.inner_part,
           part.type = 'json'::regtype AS json,
           part.type = 'jsonb'::regtype AS jsonb,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
               OR EXISTS (SELECT FROM pg_cast AS k
                           WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                             AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
           t.typname = 'hstore' AS hstore,
           t.typcategory = 'A' AND t.typelem <> 0 AS list,
           t.typtype = 'c' AS composite
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
)
SELECT name, format_type(top, NULL),
       CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
            WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
            WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
            ELSE 'array' END
  FROM kind
 GROUP BY attnum, name, top
HAVING bool_or(json OR jsonb OR other OR list)
 ORDER BY attnum) AS e (name, type, encoding) ON e.name = a.attname
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
AND EXISTS (SELECT FROM (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = TG_RELID AND a.attnum >= 3 AND NOT a.attisdropped
    UNION ALL
    SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
     CROSS JOIN LATERAL (
           SELECT t.typbasetype WHERE t.typtype = 'd'
           UNION ALL
           SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
           UNION ALL
           SELECT f.atttypid FROM pg_attribute AS f
            WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
           ) AS next (type)
)
, kind AS (
    SELECT part.attnum, part.name, part.top, part.inner_part,
           part.type = 'json'::regtype AS json,
           part.type = 'jsonb'::regtype AS jsonb,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
               OR EXISTS (SELECT FROM pg_cast AS k
                           WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                             AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
           t.typname = 'hstore' AS hstore,
           t.typcategory = 'A' AND t.typelem <> 0 AS list,
           t.typtype = 'c' AS composite
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
)
SELECT name, format_type(top, NULL),
       CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
            WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
            WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
            ELSE 'array' END
  FROM kind
 GROUP BY attnum, name, top
HAVING bool_or(json OR jsonb OR other OR list)
 ORDER BY attnum) AS column_added (name, type, encoding))) AS column_found;
    END IF;
    IF row_image IS NOT NULL THEN
        EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT $1, $2, ''c'', jsonb_build_object(''id'', dbops_column.c1), %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column;', row_image) USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
        RETURN NULL;
    END IF;
    INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT dbops_capture.source_schema, dbops_capture.source_table, 'c', jsonb_build_object('id', dbops_column.c1), to_jsonb(dbops_row.*), nullif(current_setting('dbops.origin', true), '')
          FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column LIMIT 100;
    GET DIAGNOSTICS logged = ROW_COUNT;
    IF logged >= 100 THEN
        DECLARE
            event record;
            pack_op "char";
            weight bigint := 0;
            packed int;
            created json[] := '{}';
        BEGIN
            FOR event IN
                (SELECT 'c'::"char" AS op, row_to_json(dbops_row.*) AS image
          FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column OFFSET 100)
         UNION ALL
        SELECT NULL, NULL
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(cardinality(created));
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, created)
                        VALUES (nextval('dbops.event_seq'), TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, nullif(current_setting('dbops.origin', true), ''),
                               packed, weight - 1000 * packed, '{"id"}'::text[], CASE WHEN cardinality(created) > 0 THEN created END);
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    weight := 0;
                    created := '{}';
                END IF;
                created := array_append(created, event.image);
        weight := weight + 1000 + pg_column_size(event.image);
            END LOOP;
        END;
    END IF;
    PERFORM set_config('dbops.wrote_OID', timestamptz_send(statement_timestamp())::text, true);
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_insert_OID() FROM PUBLIC;
CREATE OR REPLACE FUNCTION dbops.capture_update_OID() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off SET enable_hashjoin = off SET plan_cache_mode = force_generic_plan AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    row_image text;
    logged bigint;
BEGIN
    
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
    IF has_column_privilege(TG_RELID, 3::int2, 'SELECT') IS NOT NULL THEN
        SELECT string_agg(format(CASE coalesce(column_found.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                      WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                      ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, column_found.name), ' || ' ORDER BY column_found.place)
          INTO row_image
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding
                  FROM pg_attribute AS a
                  LEFT JOIN (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = TG_RELID AND a.attnum >= 1 AND NOT a.attisdropped
    UNION ALL
    SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
     CROSS JOIN LATERAL (
           SELECT t.typbasetype WHERE t.typtype = 'd'
           UNION ALL
           SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
           UNION ALL
           SELECT f.atttypid FROM pg_attribute AS f
            WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
           ) AS next (type)
)
, kind AS (
    SELECT part.attnum, part.name, part.top, part.inner_part,
           part.type = 'json'::regtype AS json,
           part.type = 'jsonb'::regtype AS jsonb,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
               OR EXISTS (SELECT FROM pg_cast AS k
                           WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                             AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
           t.typname = 'hstore' AS hstore,
           t.typcategory = 'A' AND t.typelem <> 0 AS list,
           t.typtype = 'c' AS composite
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
)
SELECT name, format_type(top, NULL),
       CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
            WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
            WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
            ELSE 'array' END
  FROM kind
 GROUP BY attnum, name, top
HAVING bool_or(json OR jsonb OR other OR list)
 ORDER BY attnum) AS e (name, type, encoding) ON e.name = a.attname
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
AND EXISTS (SELECT FROM (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = TG_RELID AND a.attnum >= 3 AND NOT a.attisdropped
    UNION ALL
    SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
     CROSS JOIN LATERAL (
           SELECT t.typbasetype WHERE t.typtype = 'd'
           UNION ALL
           SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
           UNION ALL
           SELECT f.atttypid FROM pg_attribute AS f
            WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
           ) AS next (type)
)
, kind AS (
    SELECT part.attnum, part.name, part.top, part.inner_part,
           part.type = 'json'::regtype AS json,
           part.type = 'jsonb'::regtype AS jsonb,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
               OR EXISTS (SELECT FROM pg_cast AS k
                           WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                             AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
           t.typname = 'hstore' AS hstore,
           t.typcategory = 'A' AND t.typelem <> 0 AS list,
           t.typtype = 'c' AS composite
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
)
SELECT name, format_type(top, NULL),
       CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
            WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
            WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
            ELSE 'array' END
  FROM kind
 GROUP BY attnum, name, top
HAVING bool_or(json OR jsonb OR other OR list)
 ORDER BY attnum) AS column_added (name, type, encoding))) AS column_found;
    END IF;
    IF row_image IS NOT NULL THEN
        EXECUTE format('INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, after, origin)
        SELECT CASE e.op WHEN ''u'' THEN nextval(''dbops.event_seq'') WHEN ''d'' THEN nextval(''dbops.event_seq'') - 600 ELSE currval(''dbops.event_seq'') - 599 END,
               $1, $2, e.op, e.key, e.before, e.after, nullif(current_setting(''dbops.origin'', true), '''')
          FROM (SELECT row_number() OVER () AS i, jsonb_build_object(''id'', dbops_column.c1) AS key, NULL::jsonb AS before
                  FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column) AS o
          JOIN (SELECT row_number() OVER () AS i, jsonb_build_object(''id'', dbops_column.c1) AS key, %1$s AS after
                  FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column) AS n USING (i)
         CROSS JOIN LATERAL (VALUES
               (1, ''u''::"char", n.key, o.before, n.after),
               (2, ''d'', o.key, o.before, NULL),
               (3, ''c'', n.key, NULL, n.after)) AS e (place, op, key, before, after)
         WHERE (e.op = ''u'') = (o.key = n.key)
         ORDER BY i, e.place;', row_image) USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
        RETURN NULL;
    END IF;
    INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, after, origin)
        SELECT CASE e.op WHEN 'u' THEN nextval('dbops.event_seq') WHEN 'd' THEN nextval('dbops.event_seq') - 600 ELSE currval('dbops.event_seq') - 599 END,
               dbops_capture.source_schema, dbops_capture.source_table, e.op, e.key, e.before, e.after, nullif(current_setting('dbops.origin', true), '')
          FROM (SELECT row_number() OVER () AS i, jsonb_build_object('id', dbops_column.c1) AS key, NULL::jsonb AS before
                  FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column LIMIT 100) AS o
          JOIN (SELECT row_number() OVER () AS i, jsonb_build_object('id', dbops_column.c1) AS key, to_jsonb(dbops_row.*) AS after
                  FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column LIMIT 100) AS n USING (i)
         CROSS JOIN LATERAL (VALUES
               (1, 'u'::"char", n.key, o.before, n.after),
               (2, 'd', o.key, o.before, NULL),
               (3, 'c', n.key, NULL, n.after)) AS e (place, op, key, before, after)
         WHERE (e.op = 'u') = (o.key = n.key)
         ORDER BY i, e.place;
    GET DIAGNOSTICS logged = ROW_COUNT;
    IF logged >= 100 THEN
        DECLARE
            event record;
            pack_op "char";
            weight bigint := 0;
            packed int;
            keys jsonb[] := '{}';
            befores jsonb[] := '{}';
            afters jsonb[] := '{}';
        BEGIN
            FOR event IN
                (SELECT e.op, e.key, e.before, e.after
          FROM (SELECT row_number() OVER () AS i, jsonb_build_object('id', dbops_column.c1) AS key, NULL::jsonb AS before
                  FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column OFFSET 100) AS o
          JOIN (SELECT row_number() OVER () AS i, jsonb_build_object('id', dbops_column.c1) AS key, to_jsonb(dbops_row.*) AS after
                  FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column OFFSET 100) AS n USING (i)
         CROSS JOIN LATERAL (VALUES
               (1, 'u'::"char", n.key, o.before, n.after),
               (2, 'd', o.key, o.before, NULL),
               (3, 'c', n.key, NULL, n.after)) AS e (place, op, key, before, after)
         WHERE (e.op = 'u') = (o.key = n.key)
         ORDER BY i, e.place)
         UNION ALL
        SELECT NULL, NULL, NULL, NULL
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(cardinality(keys), cardinality(befores), cardinality(afters));
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, keys, befores, afters)
                        VALUES (CASE pack_op WHEN 'u' THEN nextval('dbops.event_seq') WHEN 'd' THEN nextval('dbops.event_seq') - 600 ELSE currval('dbops.event_seq') - 599 END, TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, nullif(current_setting('dbops.origin', true), ''),
                               packed, weight - 1000 * packed, '{"id"}'::text[], CASE WHEN cardinality(keys) > 0 THEN keys END, CASE WHEN cardinality(befores) > 0 THEN befores END, CASE WHEN cardinality(afters) > 0 THEN afters END);
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    weight := 0;
                    keys := '{}';
                    befores := '{}';
                    afters := '{}';
                END IF;
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
            END LOOP;
        END;
    END IF;
    IF current_setting('dbops.wrote_OID', true) = timestamptz_send(statement_timestamp())::text THEN
        BEGIN
            IF true THEN
        SELECT string_agg(format(CASE coalesce(column_found.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                      WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                      ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, column_found.name), ' || ' ORDER BY column_found.place)
          INTO row_image
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding
                  FROM pg_attribute AS a
                  LEFT JOIN (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = TG_RELID AND a.attnum >= 1 AND NOT a.attisdropped
    UNION ALL
    SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
     CROSS JOIN LATERAL (
           SELECT t.typbasetype WHERE t.typtype = 'd'
           UNION ALL
           SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
           UNION ALL
           SELECT f.atttypid FROM pg_attribute AS f
            WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
           ) AS next (type)
)
, kind AS (
    SELECT part.attnum, part.name, part.top, part.inner_part,
           part.type = 'json'::regtype AS json,
           part.type = 'jsonb'::regtype AS jsonb,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
               OR EXISTS (SELECT FROM pg_cast AS k
                           WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                             AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
           t.typname = 'hstore' AS hstore,
           t.typcategory = 'A' AND t.typelem <> 0 AS list,
           t.typtype = 'c' AS composite
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
)
SELECT name, format_type(top, NULL),
       CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
            WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
            WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
            ELSE 'array' END
  FROM kind
 GROUP BY attnum, name, top
HAVING bool_or(json OR jsonb OR other OR list)
 ORDER BY attnum) AS e (name, type, encoding) ON e.name = a.attname
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped) AS column_found;
    END IF;
            EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT $1, $2, ''c'', jsonb_build_object(''id'', dbops_column.c1), %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM ONLY %2$s AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column
         WHERE EXISTS (SELECT FROM old_rows AS o WHERE o."id" = dbops_row."id") AND NOT EXISTS (SELECT FROM new_rows AS n WHERE n."id" = dbops_row."id")', coalesce(row_image, 'to_jsonb(dbops_row.*)'), TG_RELID::regclass)
                USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
            
        EXCEPTION
            WHEN transaction_rollback THEN
                RAISE; -- the transaction is to be repeated
            WHEN OTHERS THEN
                RAISE WARNING 'dbops: rows of %.% that the statement has deleted and created may be missing in the log: %',
                    TG_TABLE_SCHEMA, TG_TABLE_NAME, SQLERRM;
        END;
    END IF;
    PERFORM set_config('dbops.wrote_OID', timestamptz_send(statement_timestamp())::text, true);
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_update_OID() FROM PUBLIC;
CREATE OR REPLACE FUNCTION dbops.capture_delete_OID() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    row_image text;
    logged bigint;
BEGIN
    
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
    INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT dbops_capture.source_schema, dbops_capture.source_table, 'd', jsonb_build_object('id', dbops_column.c1), NULL::jsonb, nullif(current_setting('dbops.origin', true), '')
          FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column LIMIT 100;
    GET DIAGNOSTICS logged = ROW_COUNT;
    IF logged >= 100 THEN
        DECLARE
            event record;
            pack_op "char";
            weight bigint := 0;
            packed int;
            keys jsonb[] := '{}';
        BEGIN
            FOR event IN
                (SELECT 'd'::"char" AS op, jsonb_build_object('id', dbops_column.c1) AS image
          FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column OFFSET 100)
         UNION ALL
        SELECT NULL, NULL
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(cardinality(keys));
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, keys)
                        VALUES (nextval('dbops.event_seq'), TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, nullif(current_setting('dbops.origin', true), ''),
                               packed, weight - 1000 * packed, '{"id"}'::text[], CASE WHEN cardinality(keys) > 0 THEN keys END);
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    weight := 0;
                    keys := '{}';
                END IF;
                keys := array_append(keys, event.image);
        weight := weight + 1000 + pg_column_size(event.image);
            END LOOP;
        END;
    END IF;
    IF current_setting('dbops.wrote_OID', true) = timestamptz_send(statement_timestamp())::text THEN
        BEGIN
            IF true THEN
        SELECT string_agg(format(CASE coalesce(column_found.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                      WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                      ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, column_found.name), ' || ' ORDER BY column_found.place)
          INTO row_image
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding
                  FROM pg_attribute AS a
                  LEFT JOIN (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = TG_RELID AND a.attnum >= 1 AND NOT a.attisdropped
    UNION ALL
    SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
     CROSS JOIN LATERAL (
           SELECT t.typbasetype WHERE t.typtype = 'd'
           UNION ALL
           SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
           UNION ALL
           SELECT f.atttypid FROM pg_attribute AS f
            WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
           ) AS next (type)
)
, kind AS (
    SELECT part.attnum, part.name, part.top, part.inner_part,
           part.type = 'json'::regtype AS json,
           part.type = 'jsonb'::regtype AS jsonb,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
           part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
               OR EXISTS (SELECT FROM pg_cast AS k
                           WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                             AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
           t.typname = 'hstore' AS hstore,
           t.typcategory = 'A' AND t.typelem <> 0 AS list,
           t.typtype = 'c' AS composite
      FROM part
      JOIN pg_type AS t ON t.oid = part.type
)
SELECT name, format_type(top, NULL),
       CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
            WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
            WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
            ELSE 'array' END
  FROM kind
 GROUP BY attnum, name, top
HAVING bool_or(json OR jsonb OR other OR list)
 ORDER BY attnum) AS e (name, type, encoding) ON e.name = a.attname
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped) AS column_found;
    END IF;
            EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT $1, $2, ''c'', jsonb_build_object(''id'', dbops_column.c1), %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM ONLY %2$s AS dbops_row CROSS JOIN (SELECT NULL AS "id") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column
         WHERE EXISTS (SELECT FROM old_rows AS o WHERE o."id" = dbops_row."id")', coalesce(row_image, 'to_jsonb(dbops_row.*)'), TG_RELID::regclass)
                USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
            
        EXCEPTION
            WHEN transaction_rollback THEN
                RAISE; -- the transaction is to be repeated
            WHEN OTHERS THEN
                RAISE WARNING 'dbops: rows of %.% that the statement has deleted and created may be missing in the log: %',
                    TG_TABLE_SCHEMA, TG_TABLE_NAME, SQLERRM;
        END;
    END IF;
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_delete_OID() FROM PUBLIC;
;
CREATE TRIGGER "dbops_capture_insert" AFTER INSERT ON "public"."plain" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_insert_OID();
CREATE TRIGGER "dbops_capture_update" AFTER UPDATE ON "public"."plain" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_update_OID();
CREATE TRIGGER "dbops_capture_delete" AFTER DELETE ON "public"."plain" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_delete_OID();
CREATE TRIGGER dbops_capture_truncate AFTER TRUNCATE ON "public"."plain" FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate();
