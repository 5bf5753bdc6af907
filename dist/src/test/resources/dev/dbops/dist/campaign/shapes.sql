SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS table_name,
       pg_catalog.quote_ident(a.attname) AS column_name,
       CASE WHEN co.collname = 'fold' THEN 'folded'
            WHEN c.relname = 'large' AND a.attnum > 1 THEN 'large ' || pg_catalog.format_type(a.atttypid, NULL)
            ELSE pg_catalog.format_type(a.atttypid, NULL)
       END AS type,
       coalesce(a.attnum = ANY (k.indkey), false) AS is_key,
       EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS f
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND a.attnum = ANY (f.conkey)) AS is_reference,
       a.attgenerated <> '' AS is_computed,
       a.attidentity = 'a' AS is_always,
       a.atthasdef OR a.attidentity <> '' AS has_default,
       NOT coalesce(k.indimmediate, true) AS is_deferrable,
       c.relkind = 'p' AS is_partitioned,
       EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS i
                WHERE c.oid IN (i.inhparent, i.inhrelid)) AND c.relkind = 'r' AS is_inherited,
       EXISTS (SELECT 1 FROM pg_catalog.pg_trigger AS g
                WHERE g.tgrelid = c.oid AND NOT g.tgisinternal
                  AND g.tgfoid IN (SELECT p.oid FROM pg_catalog.pg_proc AS p
                                    WHERE p.pronamespace <> coalesce(pg_catalog.to_regnamespace('dbops')::oid, 0))) AS has_triggers,
       EXISTS (SELECT 1 FROM pg_catalog.pg_attribute AS d WHERE d.attrelid = c.oid AND d.attisdropped) AS has_dropped,
       ARRAY(SELECT t.relid::pg_catalog.regclass::text
               FROM pg_catalog.pg_partition_tree(c.oid) AS t
              WHERE t.isleaf AND t.level > 0) AS partitions
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation
  LEFT JOIN LATERAL (
       SELECT x.indkey, x.indimmediate
         FROM pg_catalog.pg_index AS x
        WHERE x.indrelid = c.oid AND x.indisunique AND x.indpred IS NULL AND (x.indisprimary OR x.indisreplident)
        ORDER BY x.indisprimary DESC
        LIMIT 1) AS k ON true
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND (n.nspname = 'app' OR n.nspname LIKE 'Odd%')
 ORDER BY n.nspname, c.relname, a.attnum
