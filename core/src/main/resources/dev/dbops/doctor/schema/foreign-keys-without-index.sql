WITH foreign_key AS MATERIALIZED (
  SELECT k.oid,
         k.conrelid,
         c.relkind,
         c.relpages,
         cols.names,
         format('%s (%s)', k.conrelid::regclass, cols.quoted) AS name,
         cols.not_null
    FROM pg_constraint AS k
    JOIN pg_class AS c ON c.oid = k.conrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL (
         SELECT array_agg(a.attname) AS names,
                string_agg(quote_ident(a.attname), ', ' ORDER BY array_position(k.conkey, a.attnum)) AS quoted,
                -- conditions that hold for values that are not null, joined by AND
                '^(' || string_agg(
                  regexp_replace(format('(%I IS NOT NULL)', a.attname), '([^[:alnum:]_])', '\\\1', 'g'), '|'
                ) || '|[()]| AND )*$' AS not_null
           FROM pg_attribute AS a
          WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
         ) AS cols
   WHERE k.contype = 'f'
     AND k.conparentid = 0
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
     AND n.nspname !~ '^pg_(toast|temp)'
), place AS (
  -- an index of the table, or one of each of its partitions
  SELECT oid AS key, conrelid AS relation, true AS is_whole
    FROM foreign_key
   UNION ALL
  SELECT k.oid, t.relid, false
    FROM foreign_key AS k
   CROSS JOIN LATERAL pg_partition_tree(k.conrelid) AS t
   WHERE k.relkind = 'p'
     AND t.isleaf
), served AS (
  SELECT place.key,
         place.is_whole,
         EXISTS (
           SELECT
             FROM pg_index AS i
             JOIN pg_class AS x ON x.oid = i.indexrelid
             JOIN pg_am AS m ON m.oid = x.relam
            CROSS JOIN LATERAL (
                  SELECT array_agg(a.attname) AS names
                    FROM unnest((string_to_array(i.indkey::text, ' ')::int2[])[1:least(i.indnkeyatts, cardinality(k.names))])
                           AS key (number)
                    LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.number
                  ) AS first_keys
            WHERE i.indrelid = place.relation
              AND i.indisvalid
              AND m.amname IN ('btree', 'hash', 'gist', 'spgist')
              AND first_keys.names @> k.names
              -- a partial index serves if its condition holds for each value that is looked up: they are not null
              AND (
                    i.indpred IS NULL
                    OR pg_get_expr(i.indpred, i.indrelid) ~ k.not_null
                  )
         ) AS ok
    FROM place
    JOIN foreign_key AS k ON k.oid = place.key
)
SELECT k.name,
       '' AS detail,
       CASE WHEN k.relkind = 'p' THEN 'INDEX ON ' ELSE 'INDEX CONCURRENTLY ON ' END || k.name AS command,
       count(*) OVER () AS total
  FROM foreign_key AS k
 WHERE NOT EXISTS (SELECT FROM served WHERE served.key = k.oid AND is_whole AND ok)
   AND NOT (
         k.relkind = 'p'
         AND (SELECT bool_and(ok) FROM served WHERE served.key = k.oid AND NOT is_whole) IS TRUE
       )
 ORDER BY k.relpages DESC, k.name
 LIMIT 6
