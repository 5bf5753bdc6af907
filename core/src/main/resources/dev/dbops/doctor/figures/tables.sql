WITH locked AS MATERIALIZED (
  -- to measure them would wait for whoever changes them, or waits to
  SELECT relation
    FROM pg_locks
   WHERE mode = 'AccessExclusiveLock'
     AND pid <> pg_backend_pid()
     AND relation IS NOT NULL
), candidate AS (
  SELECT class.oid,
         class.relname,
         namespace.nspname,
         class.reltoastrelid,
         class.relpages,
         EXISTS (SELECT FROM locked WHERE relation = class.oid)
           OR EXISTS (
             SELECT FROM pg_index AS index JOIN locked ON locked.relation = index.indexrelid WHERE index.indrelid = class.oid
           ) AS is_locked
    FROM pg_class AS class
    JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
   WHERE class.relkind IN ('r', 'm')
     AND namespace.nspname NOT IN ('pg_catalog', 'information_schema')
     AND namespace.nspname NOT LIKE 'pg\_toast%'
     AND namespace.nspname NOT LIKE 'pg\_temp%'
), sized AS (
  SELECT candidate.*,
         pg_table_size(oid) AS table_bytes,
         pg_indexes_size(oid) AS index_bytes,
         CASE WHEN reltoastrelid <> 0 THEN pg_total_relation_size(reltoastrelid) ELSE 0 END AS toast_bytes
    FROM candidate
   WHERE NOT is_locked
   UNION ALL
  -- as vacuum or analyze last saw it, without a lock
  SELECT candidate.*,
         (relpages + toast.pages) * current_setting('block_size')::bigint,
         indexes.pages * current_setting('block_size')::bigint,
         toast.pages * current_setting('block_size')::bigint
    FROM candidate
   CROSS JOIN LATERAL (
         SELECT coalesce(sum(class.relpages), 0)::bigint AS pages
           FROM pg_index AS index
           JOIN pg_class AS class ON class.oid = index.indexrelid
          WHERE index.indrelid = candidate.oid
         ) AS indexes
   CROSS JOIN LATERAL (
         SELECT coalesce(sum(class.relpages), 0)::bigint AS pages FROM pg_class AS class WHERE class.oid = candidate.reltoastrelid
         ) AS toast
   WHERE is_locked
)
SELECT sized.nspname AS schema,
       sized.relname AS name,
       greatest(sized.table_bytes - sized.toast_bytes, 0) AS heap_bytes,
       sized.index_bytes,
       sized.is_locked,
       sized.toast_bytes,
       coalesce(stats.n_live_tup, 0) AS live_rows,
       coalesce(stats.n_dead_tup, 0) AS dead_rows,
       coalesce(stats.seq_scan, 0) AS sequential_scans,
       coalesce(stats.idx_scan, 0) AS index_scans,
       coalesce(io.heap_blks_hit, 0) + coalesce(io.idx_blks_hit, 0) + coalesce(io.toast_blks_hit, 0) AS blocks_hit,
       coalesce(io.heap_blks_read, 0) + coalesce(io.idx_blks_read, 0) + coalesce(io.toast_blks_read, 0) AS blocks_read,
       count(*) OVER () AS tables
  FROM sized
  LEFT JOIN pg_stat_user_tables AS stats ON stats.relid = sized.oid
  LEFT JOIN pg_statio_user_tables AS io ON io.relid = sized.oid
 ORDER BY sized.table_bytes + sized.index_bytes DESC, sized.nspname, sized.relname
 LIMIT 12
