-- the sessions that wait for a lock, and the sessions that they wait for
WITH waiting AS MATERIALIZED (
  SELECT pid, pg_blocking_pids(pid) AS blockers
    FROM pg_stat_activity
   WHERE wait_event_type = 'Lock'
     AND cardinality(pg_blocking_pids(pid)) > 0
), involved AS (
  SELECT pid FROM waiting
   UNION
  SELECT unnest(blockers) FROM waiting
)
SELECT activity.pid,
       coalesce(activity.usename, '') AS usename,
       coalesce(activity.application_name, '') AS application_name,
       coalesce(activity.state, '') AS state,
       -- only the first word: the rest may be confidential
       coalesce(upper(substring(activity.query FROM '^\s*([A-Za-z]+)')), '') AS command,
       coalesce(extract(epoch FROM clock_timestamp()
                               - CASE WHEN waiting.pid IS NULL THEN activity.xact_start ELSE activity.query_start END),
                0)::float8 AS seconds,
       -- parallel workers appear by their leader, a prepared transaction as 0
       array_to_string(ARRAY(SELECT DISTINCT blocker FROM unnest(waiting.blockers) AS blocker ORDER BY 1), ',')
         AS blockers,
       coalesce(wanted.mode, '') AS mode,
       coalesce(wanted.relation::regclass::text, wanted.locktype, '') AS object
  FROM involved
  JOIN pg_stat_activity AS activity ON activity.pid = involved.pid
  LEFT JOIN waiting ON waiting.pid = involved.pid
  LEFT JOIN LATERAL (
    SELECT mode, locktype, CASE WHEN database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                THEN relation END AS relation
      FROM pg_locks
     WHERE pg_locks.pid = involved.pid
       AND NOT granted
     LIMIT 1
  ) AS wanted ON true
 ORDER BY activity.pid
 LIMIT 60
