SELECT format('%I.%I', s.schemaname, s.relname) AS name,
       '' AS detail,
       count(*) OVER () AS total
  FROM pg_stat_user_tables AS s
  JOIN pg_class AS c ON c.oid = s.relid
 WHERE c.relkind = 'r'
   AND s.last_analyze IS NULL
   AND s.last_autoanalyze IS NULL
   AND s.n_live_tup > 1000
 ORDER BY s.n_live_tup DESC
 LIMIT 6
