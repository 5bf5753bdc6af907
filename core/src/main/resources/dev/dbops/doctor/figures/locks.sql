SELECT mode,
       count(*) FILTER (WHERE granted) AS held,
       count(*) FILTER (WHERE NOT granted) AS wanted
  FROM pg_locks
 WHERE pid IS DISTINCT FROM pg_backend_pid()
   AND locktype = 'relation'
 GROUP BY mode
 ORDER BY count(*) DESC, mode
