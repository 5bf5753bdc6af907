SELECT format('%I.%I', schemaname, relname) AS name,
       format(
         '%s dead rows beside %s, last vacuum %s',
         n_dead_tup,
         n_live_tup,
         coalesce(to_char(greatest(last_vacuum, last_autovacuum), 'YYYY-MM-DD HH24:MI'), 'never')
       ) AS detail,
       count(*) OVER () AS total
  FROM pg_stat_user_tables
 WHERE n_dead_tup > 10000
   AND n_dead_tup > 0.2 * n_live_tup
 ORDER BY n_dead_tup DESC
 LIMIT 6
