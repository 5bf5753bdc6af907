SELECT current_setting('autovacuum')::boolean AS autovacuum,
       current_setting('track_counts')::boolean AS track_counts,
       current_setting('fsync')::boolean AS fsync,
       current_setting('full_page_writes')::boolean AS full_page_writes,
       current_setting('zero_damaged_pages')::boolean AS zero_damaged_pages,
       current_setting('ignore_checksum_failure')::boolean AS ignore_checksum_failure,
       to_regproc('aurora_version') IS NOT NULL AS is_aurora
