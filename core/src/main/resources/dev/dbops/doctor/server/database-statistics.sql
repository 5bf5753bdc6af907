SELECT current_setting('data_checksums')::boolean AS data_checksums,
       (SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database)::bigint AS checksum_failures,
       (
         SELECT coalesce(string_agg(coalesce(datname, 'shared objects'), ', ' ORDER BY datname), '')
           FROM pg_stat_database
          WHERE checksum_failures > 0
       ) AS damaged,
       temp_files,
       temp_bytes,
       (extract(epoch FROM clock_timestamp() - coalesce(stats_reset, pg_postmaster_start_time())) / 86400)::float8
         AS days
  FROM pg_stat_database
 WHERE datname = current_database()
