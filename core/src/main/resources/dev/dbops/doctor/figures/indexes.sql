-- what no query has read since the statistics begin, and no constraint needs
WITH locked AS MATERIALIZED (
  -- to measure them would wait for whoever changes them, or waits to
  SELECT relation
    FROM pg_locks
   WHERE mode = 'AccessExclusiveLock'
     AND pid <> pg_backend_pid()
     AND relation IS NOT NULL
), candidate AS MATERIALIZED (
  SELECT stats.schemaname, stats.relname, stats.indexrelname, stats.indexrelid
    FROM pg_stat_user_indexes AS stats
    JOIN pg_index AS index ON index.indexrelid = stats.indexrelid
   WHERE stats.idx_scan = 0
     AND NOT index.indisunique
     AND NOT EXISTS (SELECT FROM locked WHERE relation IN (stats.indexrelid, stats.relid))
), sized AS (
  SELECT schemaname AS schema, relname AS table_name, indexrelname AS name, pg_relation_size(indexrelid) AS bytes
    FROM candidate
)
SELECT schema, table_name, name, bytes
  FROM sized
 WHERE bytes > 65536
 ORDER BY bytes DESC, schema, name
 LIMIT 8
