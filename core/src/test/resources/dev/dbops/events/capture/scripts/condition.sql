CREATE OR REPLACE FUNCTION dbops.capture_row_OID() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan AS $capture$
#variable_conflict use_column
<<dbops_capture>>
DECLARE
    source_schema ALIAS FOR TG_TABLE_SCHEMA;
    source_table ALIAS FOR TG_TABLE_NAME;
    old_image jsonb;
    new_image jsonb;
    old_key jsonb;
    new_key jsonb;
    row_image text;
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
    IF TG_OP <> 'INSERT' THEN
        IF has_column_privilege(TG_RELID, 6::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM (SELECT OLD.*) AS dbops_row CROSS JOIN (SELECT NULL AS "b'\x", NULL AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}') THEN
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
        IF row_image IS NULL THEN
            old_image := (SELECT to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) FROM (SELECT OLD.*) AS dbops_row CROSS JOIN (SELECT NULL AS "b'\x", NULL AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column);
        ELSE
            EXECUTE format(E'SELECT %1$s || jsonb_strip_nulls(jsonb_build_object(''c'', to_jsonb(dbops_column.c3::text), ''d'', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_column.c4::text) END, ''e'', CASE WHEN left(dbops_column.c5::text, 1) = ''['' THEN to_jsonb(dbops_column.c5::text) END)) FROM (SELECT ($1).*) AS dbops_row CROSS JOIN (SELECT NULL AS "b''\\x", NULL AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b''\\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column', row_image) INTO old_image USING OLD;
        END IF;
        old_key := jsonb_build_object(E'b''\\x', old_image -> E'b''\\x', 'a', old_image -> 'a');
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF has_column_privilege(TG_RELID, 6::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM (SELECT NEW.*) AS dbops_row CROSS JOIN (SELECT NULL AS "b'\x", NULL AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}') THEN
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
        IF row_image IS NULL THEN
            new_image := (SELECT to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('c', to_jsonb(dbops_column.c3::text), 'd', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN ('object', 'array') THEN to_jsonb(dbops_column.c4::text) END, 'e', CASE WHEN left(dbops_column.c5::text, 1) = '[' THEN to_jsonb(dbops_column.c5::text) END)) FROM (SELECT NEW.*) AS dbops_row CROSS JOIN (SELECT NULL AS "b'\x", NULL AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b'\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column);
        ELSE
            EXECUTE format(E'SELECT %1$s || jsonb_strip_nulls(jsonb_build_object(''c'', to_jsonb(dbops_column.c3::text), ''d'', CASE WHEN jsonb_typeof(to_jsonb(dbops_column.c4)) NOT IN (''object'', ''array'') THEN to_jsonb(dbops_column.c4::text) END, ''e'', CASE WHEN left(dbops_column.c5::text, 1) = ''['' THEN to_jsonb(dbops_column.c5::text) END)) FROM (SELECT ($1).*) AS dbops_row CROSS JOIN (SELECT NULL AS "b''\\x", NULL AS "a", NULL AS "c", NULL AS "d", NULL AS "e") AS dbops_absent CROSS JOIN LATERAL (SELECT "b''\\x" AS c1, "a" AS c2, "c" AS c3, "d" AS c4, "e" AS c5 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column', row_image) INTO new_image USING NEW;
        END IF;
        new_key := jsonb_build_object(E'b''\\x', new_image -> E'b''\\x', 'a', new_image -> 'a');
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND old_key <> new_key THEN
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, origin)
        VALUES (CASE TG_OP WHEN 'UPDATE' THEN nextval('dbops.event_seq') - 600 ELSE nextval('dbops.event_seq') END,
               dbops_capture.source_schema, dbops_capture.source_table, 'd', old_key, NULL::jsonb, nullif(current_setting('dbops.origin', true), ''));
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND old_key <> new_key THEN
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, after, origin)
        VALUES (CASE TG_OP WHEN 'UPDATE' THEN currval('dbops.event_seq') - 599 ELSE nextval('dbops.event_seq') END,
               dbops_capture.source_schema, dbops_capture.source_table, 'c', new_key, new_image, nullif(current_setting('dbops.origin', true), ''));
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        VALUES (dbops_capture.source_schema, dbops_capture.source_table, 'u', new_key, NULL::jsonb, new_image, nullif(current_setting('dbops.origin', true), ''));
    END IF;
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_row_OID() FROM PUBLIC;
;
CREATE TRIGGER "dbops_capture_insert" AFTER INSERT ON "public"."encoded" FOR EACH ROW WHEN (NEW IS NOT NULL) EXECUTE FUNCTION dbops.capture_row_OID();
CREATE TRIGGER "dbops_capture_update" AFTER UPDATE ON "public"."encoded" FOR EACH ROW WHEN (NEW IS NOT NULL) EXECUTE FUNCTION dbops.capture_row_OID();
CREATE TRIGGER "dbops_capture_delete" AFTER DELETE ON "public"."encoded" FOR EACH ROW WHEN (NEW IS NOT NULL) EXECUTE FUNCTION dbops.capture_row_OID();
CREATE TRIGGER dbops_capture_truncate AFTER TRUNCATE ON "public"."encoded" FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate();
