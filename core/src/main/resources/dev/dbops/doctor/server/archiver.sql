SELECT current_setting('archive_mode') AS archive_mode,
       coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS is_failing,
       failed_count,
       coalesce(last_failed_wal, '') AS last_failed_wal,
       coalesce(extract(epoch FROM clock_timestamp() - last_archived_time), 0)::float8 AS since_success
  FROM pg_stat_archiver
