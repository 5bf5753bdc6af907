-- whose sessions one may not see, their state is null
SELECT coalesce(state, 'hidden') AS state,
       count(*) AS sessions,
       coalesce(max(extract(epoch FROM clock_timestamp() - state_change)), 0)::float8 AS longest
  FROM pg_stat_activity
 WHERE backend_type = 'client backend'
   AND pid <> pg_backend_pid()
 GROUP BY 1
 ORDER BY 1
