WITH candidate AS (
  SELECT i.indexrelid,
         i.indrelid,
         c.relam,
         c.relkind,
         i.indisunique,
         i.indnatts = i.indnkeyatts AS is_plain,
         i.indkey::text AS keys,
         i.indclass::text AS classes,
         i.indcollation::text AS collations,
         i.indoption::text AS options,
         coalesce(pg_get_expr(i.indexprs, i.indrelid), '') AS expressions,
         coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS predicate,
         format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
   WHERE i.indisvalid
     AND NOT c.relispartition
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
     AND n.nspname !~ '^pg_(toast|temp)'
)
SELECT a.name,
       format('%s does the same', min(b.name)) AS detail,
       CASE WHEN a.relkind = 'I' THEN 'INDEX ' ELSE 'INDEX CONCURRENTLY ' END || a.name AS command,
       count(*) OVER () AS total
  FROM candidate AS a
  JOIN candidate AS b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid AND b.relam = a.relam
 WHERE a.predicate = b.predicate
   AND (
         (a.keys, a.classes, a.collations, a.options, a.expressions, a.is_plain)
           = (b.keys, b.classes, b.collations, b.options, b.expressions, b.is_plain)
         AND (a.indisunique, -a.indexrelid::bigint) < (b.indisunique, -b.indexrelid::bigint)
         OR NOT a.indisunique
         AND a.expressions = ''
         AND b.expressions = ''
         AND a.is_plain
         AND b.is_plain
         AND a.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')
         AND starts_with(b.keys, a.keys || ' ')
         AND starts_with(b.classes, a.classes || ' ')
         AND starts_with(b.collations, a.collations || ' ')
         AND starts_with(b.options, a.options || ' ')
       )
 GROUP BY a.name, a.relkind
 ORDER BY a.name
 LIMIT 6
