SELECT current_setting('max_connections')::int AS max_connections,
       current_setting('superuser_reserved_connections')::int
         + coalesce(current_setting('reserved_connections', true)::int, 0)
         + coalesce(current_setting('rds.rds_superuser_reserved_connections', true)::int, 0) AS reserved,
       count(*) AS used,
       count(*) FILTER (WHERE state = 'idle') AS idle
  FROM pg_stat_activity
 WHERE datid IS NOT NULL
   AND usesysid IS NOT NULL
   AND coalesce(backend_type, 'client backend') = 'client backend'
