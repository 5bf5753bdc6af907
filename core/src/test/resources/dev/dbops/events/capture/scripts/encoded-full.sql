CREATE OR REPLACE FUNCTION dbops.capture_insert_OID() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    row_image text;
    key_image text;
    same_key text;
    looks boolean := false;
    by_name boolean := false;
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
    looks := has_column_privilege(TG_RELID, 6::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}');
    LOOP
        IF looks THEN
            SELECT coalesce(string_agg(c.image, ' || ' ORDER BY c.place), '''{}''::jsonb'),
               coalesce(string_agg(c.image, ' || ' ORDER BY c.place) FILTER (WHERE c.name = ANY (c.key)), 'NULL::jsonb'),
               coalesce(string_agg(c.same, ' AND ') FILTER (WHERE c.name = ANY (c.key)), 'false'),
               coalesce(bool_or(true), true)
          INTO row_image, key_image, same_key, by_name
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding, k.key, k.is_whole,
                       format('other.%1$I = dbops_row.%1$I', a.attname) AS same,
                       format(CASE coalesce(e.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                  WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                  ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, a.attname) AS image
                  FROM pg_attribute AS a
                 CROSS JOIN (
                       SELECT f.is_whole, CASE WHEN f.is_whole THEN E'{"b''\\\\x","a"}'::text[] ELSE (SELECT k.columns
  FROM pg_index AS i
 CROSS JOIN LATERAL (
       SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
              bool_and(a.attnotnull) AS complete
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
         JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
        WHERE key.place <= i.indnkeyatts) AS k
 WHERE i.indrelid = TG_RELID AND i.indisunique AND i.indisvalid AND i.indimmediate
   AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
 ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
 LIMIT 1) END
                         FROM (SELECT count(*) = cardinality(E'{"b''\\\\x","a"}'::text[])
                                 FROM pg_attribute AS a
                                WHERE a.attrelid = TG_RELID AND a.attname = ANY (E'{"b''\\\\x","a"}'::text[]) AND NOT a.attisdropped
                              ) AS f (is_whole)
                       ) AS k (is_whole, key)
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
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped) AS c;
            IF by_name THEN
                EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT $1, $2, ''c'', %2$s, %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM new_rows AS dbops_row;', row_image, key_image) USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                EXIT;
            END IF;
        END IF;
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT dbops_capture.source_schema, dbops_capture.source_table, 'c', jsonb_build_object(E'b''\\x', dbops_column.c1, 'a', dbops_column.c2), to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)), nullif(current_setting('dbops.origin', true), '')
          FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) LIMIT 100;
        GET DIAGNOSTICS logged = ROW_COUNT;
        IF logged >= 100 THEN
        DECLARE
            event record;
            pack_op "char";
            weight bigint := 0;
            packed int;
            afters jsonb[] := '{}';
        BEGIN
            FOR event IN
                (SELECT 'c'::"char" AS op, to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) AS image
          FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) OFFSET 100)
         UNION ALL
        SELECT NULL, NULL
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(cardinality(afters));
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, afters)
                        VALUES (nextval('dbops.event_seq'), TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, nullif(current_setting('dbops.origin', true), ''),
                               packed, weight - 1000 * packed, E'{"b''\\\\x","a"}'::text[], CASE WHEN cardinality(afters) > 0 THEN afters END);
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    weight := 0;
                    afters := '{}';
                END IF;
                afters := array_append(afters, event.image);
        weight := weight + 1000 + pg_column_size(event.image);
            END LOOP;
        END;
    END IF;
        EXIT WHEN looks OR logged > 0;
        looks := EXISTS (SELECT FROM new_rows);
        EXIT WHEN NOT looks;
    END LOOP;
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
    key_image text;
    same_key text;
    looks boolean := false;
    by_name boolean := false;
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
    looks := current_setting('dbops.wrote_OID', true) = timestamptz_send(statement_timestamp())::text OR has_column_privilege(TG_RELID, 6::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}') OR EXISTS (SELECT FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}');
    LOOP
        IF looks THEN
            SELECT coalesce(string_agg(c.image, ' || ' ORDER BY c.place), '''{}''::jsonb'),
               coalesce(string_agg(c.image, ' || ' ORDER BY c.place) FILTER (WHERE c.name = ANY (c.key)), 'NULL::jsonb'),
               coalesce(string_agg(c.same, ' AND ') FILTER (WHERE c.name = ANY (c.key)), 'false'),
               coalesce(bool_or(true), true)
          INTO row_image, key_image, same_key, by_name
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding, k.key, k.is_whole,
                       format('other.%1$I = dbops_row.%1$I', a.attname) AS same,
                       format(CASE coalesce(e.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                  WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                  ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, a.attname) AS image
                  FROM pg_attribute AS a
                 CROSS JOIN (
                       SELECT f.is_whole, CASE WHEN f.is_whole THEN E'{"b''\\\\x","a"}'::text[] ELSE (SELECT k.columns
  FROM pg_index AS i
 CROSS JOIN LATERAL (
       SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
              bool_and(a.attnotnull) AS complete
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
         JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
        WHERE key.place <= i.indnkeyatts) AS k
 WHERE i.indrelid = TG_RELID AND i.indisunique AND i.indisvalid AND i.indimmediate
   AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
 ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
 LIMIT 1) END
                         FROM (SELECT count(*) = cardinality(E'{"b''\\\\x","a"}'::text[])
                                 FROM pg_attribute AS a
                                WHERE a.attrelid = TG_RELID AND a.attname = ANY (E'{"b''\\\\x","a"}'::text[]) AND NOT a.attisdropped
                              ) AS f (is_whole)
                       ) AS k (is_whole, key)
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
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped) AS c;
            IF by_name THEN
                EXECUTE format('INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, after, origin)
        SELECT CASE e.op WHEN ''u'' THEN nextval(''dbops.event_seq'') WHEN ''d'' THEN nextval(''dbops.event_seq'') - 600 ELSE currval(''dbops.event_seq'') - 599 END,
               $1, $2, e.op, e.key, e.before, e.after, nullif(current_setting(''dbops.origin'', true), '''')
          FROM (SELECT p.op, CASE p.op WHEN ''d'' THEN p.old_key ELSE p.new_key END AS key,
               CASE p.op WHEN ''c'' THEN NULL ELSE p.before END AS before,
               CASE p.op WHEN ''d'' THEN NULL ELSE p.after END AS after
                  FROM (SELECT unnest(CASE WHEN o.key IS NOT DISTINCT FROM n.key THEN ''{u}'' ELSE ''{d,c}'' END::"char"[]) AS op, o.key AS old_key, n.key AS new_key, o.before, n.after
                          FROM (SELECT row_number() OVER () AS i, %2$s AS key, %1$s AS before
                                  FROM old_rows AS dbops_row) AS o
                          JOIN (SELECT row_number() OVER () AS i, %2$s AS key, %1$s AS after
                                  FROM new_rows AS dbops_row) AS n USING (i)
                         ORDER BY i) AS p) AS e;', row_image, key_image) USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                EXIT;
            END IF;
        END IF;
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, after, origin)
        SELECT CASE e.op WHEN 'u' THEN nextval('dbops.event_seq') WHEN 'd' THEN nextval('dbops.event_seq') - 600 ELSE currval('dbops.event_seq') - 599 END,
               dbops_capture.source_schema, dbops_capture.source_table, e.op, e.key, e.before, e.after, nullif(current_setting('dbops.origin', true), '')
          FROM (SELECT p.op, CASE p.op WHEN 'd' THEN p.old_key ELSE p.new_key END AS key,
               CASE p.op WHEN 'c' THEN NULL ELSE p.before END AS before,
               CASE p.op WHEN 'd' THEN NULL ELSE p.after END AS after
                  FROM (SELECT unnest(CASE WHEN o.key IS NOT DISTINCT FROM n.key THEN '{u}' ELSE '{d,c}' END::"char"[]) AS op, o.key AS old_key, n.key AS new_key, o.before, n.after
                          FROM (SELECT row_number() OVER () AS i, jsonb_build_object(E'b''\\x', dbops_column.c1, 'a', dbops_column.c2) AS key, to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) AS before
                                  FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) LIMIT 100) AS o
                          JOIN (SELECT row_number() OVER () AS i, jsonb_build_object(E'b''\\x', dbops_column.c1, 'a', dbops_column.c2) AS key, to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) AS after
                                  FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) LIMIT 100) AS n USING (i)
                         ORDER BY i) AS p) AS e;
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
                (SELECT p.op, CASE p.op WHEN 'd' THEN p.old_key ELSE p.new_key END AS key,
               CASE p.op WHEN 'c' THEN NULL ELSE p.before END AS before,
               CASE p.op WHEN 'd' THEN NULL ELSE p.after END AS after
          FROM (SELECT unnest(CASE WHEN o.key IS NOT DISTINCT FROM n.key THEN '{u}' ELSE '{d,c}' END::"char"[]) AS op, o.key AS old_key, n.key AS new_key, o.before, n.after
                  FROM (SELECT row_number() OVER () AS i, jsonb_build_object(E'b''\\x', dbops_column.c1, 'a', dbops_column.c2) AS key, to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) AS before
                          FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) OFFSET 100) AS o
                  JOIN (SELECT row_number() OVER () AS i, jsonb_build_object(E'b''\\x', dbops_column.c1, 'a', dbops_column.c2) AS key, to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) AS after
                          FROM new_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) OFFSET 100) AS n USING (i)
                 ORDER BY i) AS p)
         UNION ALL
        SELECT NULL, NULL, NULL, NULL
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(cardinality(keys), cardinality(befores), cardinality(afters));
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, keys, befores, afters)
                        VALUES (CASE pack_op WHEN 'u' THEN nextval('dbops.event_seq') WHEN 'd' THEN nextval('dbops.event_seq') - 600 ELSE currval('dbops.event_seq') - 599 END, TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, nullif(current_setting('dbops.origin', true), ''),
                               packed, weight - 1000 * packed, E'{"b''\\\\x","a"}'::text[], CASE WHEN cardinality(keys) > 0 THEN keys END, CASE WHEN cardinality(befores) > 0 THEN befores END, CASE WHEN cardinality(afters) > 0 THEN afters END);
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
        EXIT WHEN looks OR logged > 0;
        looks := EXISTS (SELECT FROM new_rows);
        EXIT WHEN NOT looks;
    END LOOP;
    IF looks THEN
        IF current_setting('dbops.wrote_OID', true) = timestamptz_send(statement_timestamp())::text AND same_key <> 'false' THEN
            BEGIN
                EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT $1, $2, ''c'', %2$s, %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM ONLY %3$s AS dbops_row
         WHERE EXISTS (SELECT FROM old_rows AS other WHERE %4$s) AND NOT EXISTS (SELECT FROM new_rows AS other WHERE %4$s)
           AND age(dbops_row.xmin) <= 0', row_image, key_image, TG_RELID::regclass, same_key)
                    USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                
            EXCEPTION
                WHEN transaction_rollback THEN
                    RAISE; -- the transaction is to be repeated
                WHEN OTHERS THEN
                    RAISE WARNING 'dbops: rows of %.% that the statement has deleted and created may be missing in the log: %',
                        TG_TABLE_SCHEMA, TG_TABLE_NAME, SQLERRM;
            END;
        END IF;
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
    key_image text;
    same_key text;
    looks boolean := false;
    by_name boolean := false;
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
    looks := current_setting('dbops.wrote_OID', true) = timestamptz_send(statement_timestamp())::text OR has_column_privilege(TG_RELID, 6::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}');
    LOOP
        IF looks THEN
            SELECT coalesce(string_agg(c.image, ' || ' ORDER BY c.place), '''{}''::jsonb'),
               coalesce(string_agg(c.image, ' || ' ORDER BY c.place) FILTER (WHERE c.name = ANY (c.key)), 'NULL::jsonb'),
               coalesce(string_agg(c.same, ' AND ') FILTER (WHERE c.name = ANY (c.key)), 'false'),
               coalesce(bool_or(true), true)
          INTO row_image, key_image, same_key, by_name
          FROM (SELECT a.attnum AS place, a.attname AS name, e.encoding, k.key, k.is_whole,
                       format('other.%1$I = dbops_row.%1$I', a.attname) AS same,
                       format(CASE coalesce(e.encoding, '') WHEN '' THEN 'jsonb_build_object(%1$L, dbops_row.%1$I)'
                                  WHEN 'jsonb' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN jsonb_typeof(to_jsonb(dbops_row.%1$I)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))' WHEN 'array' THEN 'jsonb_build_object(%1$L, coalesce(CASE WHEN left(dbops_row.%1$I::text, 1) = ''['' THEN to_jsonb(dbops_row.%1$I::text) END, to_jsonb(dbops_row.%1$I)))'
                                  ELSE 'jsonb_build_object(%1$L, to_jsonb(dbops_row.%1$I::text))' END, a.attname) AS image
                  FROM pg_attribute AS a
                 CROSS JOIN (
                       SELECT f.is_whole, CASE WHEN f.is_whole THEN E'{"b''\\\\x","a"}'::text[] ELSE (SELECT k.columns
  FROM pg_index AS i
 CROSS JOIN LATERAL (
       SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
              bool_and(a.attnotnull) AS complete
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
         JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
        WHERE key.place <= i.indnkeyatts) AS k
 WHERE i.indrelid = TG_RELID AND i.indisunique AND i.indisvalid AND i.indimmediate
   AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
 ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
 LIMIT 1) END
                         FROM (SELECT count(*) = cardinality(E'{"b''\\\\x","a"}'::text[])
                                 FROM pg_attribute AS a
                                WHERE a.attrelid = TG_RELID AND a.attname = ANY (E'{"b''\\\\x","a"}'::text[]) AND NOT a.attisdropped
                              ) AS f (is_whole)
                       ) AS k (is_whole, key)
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
                 WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped) AS c;
            IF by_name THEN
                EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT $1, $2, ''d'', %2$s, %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM old_rows AS dbops_row;', row_image, key_image) USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                EXIT;
            END IF;
        END IF;
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT dbops_capture.source_schema, dbops_capture.source_table, 'd', jsonb_build_object(E'b''\\x', dbops_column.c1, 'a', dbops_column.c2), to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)), nullif(current_setting('dbops.origin', true), '')
          FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) LIMIT 100;
        GET DIAGNOSTICS logged = ROW_COUNT;
        IF logged >= 100 THEN
        DECLARE
            event record;
            pack_op "char";
            weight bigint := 0;
            packed int;
            befores jsonb[] := '{}';
        BEGIN
            FOR event IN
                (SELECT 'd'::"char" AS op, to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) AS image
          FROM old_rows AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "b'\x", NULL::pg_node_tree AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE (dbops_column.c1 IS NOT NULL OR pg_typeof(dbops_column.c1) <> 'pg_node_tree'::regtype) AND (dbops_column.c2 IS NOT NULL OR pg_typeof(dbops_column.c2) <> 'pg_node_tree'::regtype) OFFSET 100)
         UNION ALL
        SELECT NULL, NULL
            LOOP
                IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                    packed := greatest(cardinality(befores));
                    IF packed > 0 THEN
                        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                               packed, packed_bytes, key_columns, befores)
                        VALUES (nextval('dbops.event_seq'), TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, nullif(current_setting('dbops.origin', true), ''),
                               packed, weight - 1000 * packed, E'{"b''\\\\x","a"}'::text[], CASE WHEN cardinality(befores) > 0 THEN befores END);
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    weight := 0;
                    befores := '{}';
                END IF;
                befores := array_append(befores, event.image);
        weight := weight + 1000 + pg_column_size(event.image);
            END LOOP;
        END;
    END IF;
        EXIT WHEN looks OR logged > 0;
        looks := EXISTS (SELECT FROM old_rows);
        EXIT WHEN NOT looks;
    END LOOP;
    IF looks THEN
        IF current_setting('dbops.wrote_OID', true) = timestamptz_send(statement_timestamp())::text AND same_key <> 'false' THEN
            BEGIN
                EXECUTE format('INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin)
        SELECT $1, $2, ''c'', %2$s, %1$s, nullif(current_setting(''dbops.origin'', true), '''')
          FROM ONLY %3$s AS dbops_row
         WHERE EXISTS (SELECT FROM old_rows AS other WHERE %4$s)
           AND age(dbops_row.xmin) <= 0', row_image, key_image, TG_RELID::regclass, same_key)
                    USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                
            EXCEPTION
                WHEN transaction_rollback THEN
                    RAISE; -- the transaction is to be repeated
                WHEN OTHERS THEN
                    RAISE WARNING 'dbops: rows of %.% that the statement has deleted and created may be missing in the log: %',
                        TG_TABLE_SCHEMA, TG_TABLE_NAME, SQLERRM;
            END;
        END IF;
    END IF;
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_delete_OID() FROM PUBLIC;
;
CREATE TRIGGER "dbops_capture_insert" AFTER INSERT ON "public"."encoded" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_insert_OID();
CREATE TRIGGER "dbops_capture_update" AFTER UPDATE ON "public"."encoded" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_update_OID();
CREATE TRIGGER "dbops_capture_delete" AFTER DELETE ON "public"."encoded" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_delete_OID();
CREATE TRIGGER dbops_capture_truncate AFTER TRUNCATE ON "public"."encoded" FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate();
