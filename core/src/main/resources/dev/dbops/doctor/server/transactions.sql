SELECT visible.all_roles,
       current_user AS role,
       coalesce(a.pid, 0) AS pid,
       coalesce(a.usename, '') AS usename,
       coalesce(a.application_name, '') AS application_name,
       coalesce(a.state, '') AS state,
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::float8 AS in_transaction,
       coalesce(extract(epoch FROM clock_timestamp() - a.state_change), 0)::float8 AS in_state
  FROM (SELECT pg_has_role('pg_read_all_stats', 'USAGE') AS all_roles) AS visible
  LEFT JOIN pg_stat_activity AS a
    ON a.backend_type = 'client backend'
       AND a.xact_start IS NOT NULL
       AND a.pid <> pg_backend_pid()
 ORDER BY a.xact_start
 LIMIT 200
