SELECT current_database() AS database_name,
       current_setting('server_version') AS version,
       pg_database_size(current_database()) AS bytes,
       current_setting('max_connections')::int AS max_connections,
       current_setting('superuser_reserved_connections')::int AS reserved_connections,
       current_setting('autovacuum_freeze_max_age')::bigint AS freeze_max_age,
       extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8 AS uptime,
       clock_timestamp() AS taken,
       coalesce(stats.blks_hit, 0) AS blocks_hit,
       coalesce(stats.blks_read, 0) AS blocks_read
  FROM (SELECT 1) AS one
  LEFT JOIN pg_stat_database AS stats ON stats.datname = current_database()
