SELECT format('%I.%I', n.nspname, c.relname) AS name,
       '' AS detail,
       count(*) OVER () AS total
  FROM pg_index AS i
  JOIN pg_class AS c ON c.oid = i.indexrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE NOT i.indisvalid
   AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS p WHERE p.index_relid = c.oid)
 ORDER BY name
 LIMIT 6
