SELECT current_setting('server_version_num')::int AS version_number,
       current_setting('server_version') AS version,
       to_regrole('rds_superuser') IS NOT NULL AS is_rds
