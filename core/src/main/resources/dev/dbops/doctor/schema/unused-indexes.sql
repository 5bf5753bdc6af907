SELECT since.days,
       coalesce(unused.name, '') AS name,
       coalesce(unused.bytes, 0) AS bytes,
       coalesce(unused.total, 0) AS total
  FROM (
       SELECT (extract(epoch FROM clock_timestamp() - coalesce(stats_reset, pg_postmaster_start_time())) / 86400)::float8
                AS days
         FROM pg_stat_database
        WHERE datname = current_database()
       ) AS since
  LEFT JOIN (
       SELECT format('%I.%I', n.nspname, c.relname) AS name,
              c.relpages::bigint * current_setting('block_size')::bigint AS bytes,
              count(*) OVER () AS total
         FROM pg_index AS i
         JOIN pg_class AS c ON c.oid = i.indexrelid
         JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind = 'i'
          AND i.indisvalid
          AND NOT i.indisunique
          AND c.relpages::bigint * current_setting('block_size')::bigint > 1048576
          AND pg_stat_get_numscans(c.oid) = 0
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
          AND n.nspname !~ '^pg_(toast|temp)'
          AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid)
        ORDER BY bytes DESC
        LIMIT 6
       ) AS unused ON true
