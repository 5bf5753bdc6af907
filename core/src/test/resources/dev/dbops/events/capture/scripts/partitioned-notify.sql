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
    key_image text;
    same_key text;
    looks boolean := false;
    by_name boolean := false;
    places text;
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
                       SELECT f.is_whole, CASE WHEN f.is_whole THEN '{"id","part"}'::text[] ELSE (SELECT k.columns
  FROM pg_index AS i
 CROSS JOIN LATERAL (
       SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
              bool_and(a.attnotnull) AS complete
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
         JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
        WHERE key.place <= i.indnkeyatts) AS k
 WHERE i.indrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND i.indisunique AND i.indisvalid AND i.indimmediate
   AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
 ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
 LIMIT 1) END
                         FROM (SELECT count(*) = cardinality('{"id","part"}'::text[])
                                 FROM pg_attribute AS a
                                WHERE a.attrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND a.attname = ANY ('{"id","part"}'::text[]) AND NOT a.attisdropped
                              ) AS f (is_whole)
                       ) AS k (is_whole, key)
                  LEFT JOIN (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND a.attnum >= 1 AND NOT a.attisdropped
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
                 WHERE a.attrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND a.attnum > 0 AND NOT a.attisdropped) AS c;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            IF by_name THEN
                EXECUTE format('SELECT %1$s, %2$s FROM (SELECT ($1).*) AS dbops_row', row_image, key_image) INTO old_image, old_key USING OLD;
            ELSE
                IF NOT looks AND (has_column_privilege(to_regclass('"public"."part"')::oid, 4::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM (SELECT OLD.* WHERE 'OID'::regclass IS NOT NULL) AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "id", NULL::pg_node_tree AS "part", NULL AS "j") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1, "part" AS c2, "j" AS c3 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}')) THEN
                    looks := true;
                    CONTINUE;
                END IF;
                old_image := (SELECT to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('j', to_jsonb(dbops_column.c3::text))) FROM (SELECT OLD.* WHERE 'OID'::regclass IS NOT NULL) AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "id", NULL::pg_node_tree AS "part", NULL AS "j") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1, "part" AS c2, "j" AS c3 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column);
                IF NOT looks AND NOT old_image ?& '{"id","part"}'::text[] THEN
                    looks := true;
                    CONTINUE;
                END IF;
                old_key := jsonb_build_object('id', old_image -> 'id', 'part', old_image -> 'part');
            END IF;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            IF by_name THEN
                EXECUTE format('SELECT %1$s, %2$s FROM (SELECT ($1).*) AS dbops_row', row_image, key_image) INTO new_image, new_key USING NEW;
            ELSE
                IF NOT looks AND (has_column_privilege(to_regclass('"public"."part"')::oid, 4::int2, 'SELECT') IS NOT NULL OR EXISTS (SELECT FROM (SELECT NEW.* WHERE 'OID'::regclass IS NOT NULL) AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "id", NULL::pg_node_tree AS "part", NULL AS "j") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1, "part" AS c2, "j" AS c3 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column WHERE strpos(dbops_column.c3::text, chr(92) || 'u') > 0 OR dbops_column.c3::text ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}')) THEN
                    looks := true;
                    CONTINUE;
                END IF;
                new_image := (SELECT to_jsonb(dbops_row.*) || jsonb_strip_nulls(jsonb_build_object('j', to_jsonb(dbops_column.c3::text))) FROM (SELECT NEW.* WHERE 'OID'::regclass IS NOT NULL) AS dbops_row CROSS JOIN (SELECT NULL::pg_node_tree AS "id", NULL::pg_node_tree AS "part", NULL AS "j") AS dbops_absent CROSS JOIN LATERAL (SELECT "id" AS c1, "part" AS c2, "j" AS c3 FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column);
                IF NOT looks AND NOT new_image ?& '{"id","part"}'::text[] THEN
                    looks := true;
                    CONTINUE;
                END IF;
                new_key := jsonb_build_object('id', new_image -> 'id', 'part', new_image -> 'part');
            END IF;
        END IF;
        EXIT;
    END LOOP;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND old_key IS DISTINCT FROM new_key THEN
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, before, origin)
        VALUES (CASE TG_OP WHEN 'UPDATE' THEN nextval('dbops.event_seq') - 600 ELSE nextval('dbops.event_seq') END,
               'public', 'part', 'd', old_key, NULL::jsonb, nullif(current_setting('dbops.origin', true), ''))
        RETURNING concat_ws(' ', places, tableoid::text || ctid::text) INTO places;
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND old_key IS DISTINCT FROM new_key THEN
        INSERT INTO dbops.event_log (seq, schema_name, table_name, op, key, after, origin)
        VALUES (CASE TG_OP WHEN 'UPDATE' THEN currval('dbops.event_seq') - 599 ELSE nextval('dbops.event_seq') END,
               'public', 'part', 'c', new_key, new_image, nullif(current_setting('dbops.origin', true), ''))
        RETURNING concat_ws(' ', places, tableoid::text || ctid::text) INTO places;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
        VALUES ('public', 'part', 'u', new_key, NULL::jsonb, new_image, nullif(current_setting('dbops.origin', true), ''))
        RETURNING concat_ws(' ', places, tableoid::text || ctid::text) INTO places;
    END IF;
    PERFORM set_config(
        'dbops.unsent_OID', concat_ws(' ', nullif(current_setting('dbops.unsent_OID', true), ''), places), true);
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_row_OID() FROM PUBLIC;
CREATE OR REPLACE FUNCTION dbops.capture_partition_truncate_OID() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan AS $capture$
DECLARE
    signing_key uuid;
    truncated text := TG_ARGV[0];
    partition text := format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
    row_image text;
    key_image text;
    same_key text;
    looks boolean := false;
    by_name boolean := false;
    places text;
BEGIN
    IF to_regclass('dbops.log_meta') IS NOT NULL THEN
        SELECT l.signing_key INTO signing_key FROM dbops.log_meta AS l;
    END IF;
    -- after DETACH it is a table of its own: the trigger stays, and its rows are no longer the partitioned table's
    IF current_setting('dbops.truncating_' || truncated, true) = md5(concat(signing_key, 'truncating', truncated, pg_current_xact_id(), encode(timestamptz_send(statement_timestamp()), 'hex')))
            OR NOT EXISTS (SELECT FROM pg_partition_ancestors(TG_RELID) WHERE relid = TG_ARGV[0]::oid) THEN
        RETURN NULL;
    END IF;
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
    IF NOT has_table_privilege(TG_RELID, 'SELECT') OR row_security_active(TG_RELID) THEN
        RAISE WARNING 'dbops: the rows of % are not captured as deleted: role % may not read them', partition, current_user;
        RETURN NULL;
    END IF;
    -- TRUNCATE removes also rows that the snapshot of the transaction does not show
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE WARNING 'dbops: rows of % that were committed after the transaction began are not captured as deleted', partition
            USING HINT = 'TRUNCATE single partitions in READ COMMITTED';
    END IF;
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
                       SELECT f.is_whole, CASE WHEN f.is_whole THEN '{"id","part"}'::text[] ELSE (SELECT k.columns
  FROM pg_index AS i
 CROSS JOIN LATERAL (
       SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
              bool_and(a.attnotnull) AS complete
         FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
         JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
        WHERE key.place <= i.indnkeyatts) AS k
 WHERE i.indrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND i.indisunique AND i.indisvalid AND i.indimmediate
   AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
 ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
 LIMIT 1) END
                         FROM (SELECT count(*) = cardinality('{"id","part"}'::text[])
                                 FROM pg_attribute AS a
                                WHERE a.attrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND a.attname = ANY ('{"id","part"}'::text[]) AND NOT a.attisdropped
                              ) AS f (is_whole)
                       ) AS k (is_whole, key)
                  LEFT JOIN (WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
    SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
      FROM pg_attribute AS a
     WHERE a.attrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND a.attnum >= 1 AND NOT a.attisdropped
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
                 WHERE a.attrelid = coalesce(to_regclass('"public"."part"')::oid, pg_partition_root(TG_RELID)::oid) AND a.attnum > 0 AND NOT a.attisdropped) AS c;
    EXECUTE format('WITH logged AS (INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, origin)
        SELECT ''public'', ''part'', ''d'', %2$s, NULL::jsonb, nullif(current_setting(''dbops.origin'', true), '''')
          FROM ONLY %3$s AS dbops_row
        RETURNING tableoid, ctid)
        SELECT string_agg(tableoid::text || ctid::text, '' '') FROM logged', row_image, key_image, partition) INTO places;
    PERFORM set_config(
        'dbops.unsent_OID', concat_ws(' ', nullif(current_setting('dbops.unsent_OID', true), ''), places), true);
    RETURN NULL;
END
$capture$;
REVOKE ALL ON FUNCTION dbops.capture_partition_truncate_OID() FROM PUBLIC;
;
CREATE TRIGGER "dbops_capture_insert" AFTER INSERT ON "public"."part" FOR EACH ROW EXECUTE FUNCTION dbops.capture_row_OID();
CREATE TRIGGER "dbops_capture_update" AFTER UPDATE ON "public"."part" FOR EACH ROW EXECUTE FUNCTION dbops.capture_row_OID();
CREATE TRIGGER "dbops_capture_delete" AFTER DELETE ON "public"."part" FOR EACH ROW EXECUTE FUNCTION dbops.capture_row_OID();
CREATE TRIGGER dbops_capture_truncating BEFORE TRUNCATE ON "public"."part" FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate();
CREATE TRIGGER dbops_capture_truncate BEFORE TRUNCATE ON public.part_1 FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_partition_truncate_OID('OID');
CREATE TRIGGER dbops_capture_truncate AFTER TRUNCATE ON "public"."part" FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_truncate('public', 'part', '_OID');
CREATE TRIGGER dbops_deliver AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "public"."part" FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_send('changes', '', 'Event', 'warn', '_OID');
CREATE TRIGGER dbops_deliver AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.part_1 FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_send('changes', '', 'Event', 'warn', '_OID', 'public', 'part');
