SELECT a.pid,
       coalesce(a.usename, '') AS usename,
       coalesce(extract(epoch FROM clock_timestamp() - a.query_start), 0)::float8 AS waiting,
       array_to_string(pg_blocking_pids(a.pid), ', ') AS blocked_by
  FROM pg_stat_activity AS a
 WHERE a.pid IN (SELECT pid FROM pg_locks WHERE NOT granted)
 ORDER BY waiting DESC
 LIMIT 200
