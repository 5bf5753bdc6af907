SELECT blks_hit AS hits,
       blks_read AS reads
  FROM pg_stat_database
 WHERE datname = current_database()
