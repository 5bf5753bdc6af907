SELECT found.name,
       format('made with %s, the system has %s', found.made, found.actual) AS detail,
       found.name || found.refresh AS command,
       count(*) OVER () AS total
  FROM (
       SELECT format('DATABASE %I', datname) AS name,
              ' REFRESH COLLATION VERSION' AS refresh,
              datcollversion AS made,
              pg_database_collation_actual_version(oid) AS actual
         FROM pg_database
        WHERE datname = current_database()
        UNION ALL
       SELECT format('COLLATION %I.%I', n.nspname, c.collname),
              ' REFRESH VERSION',
              c.collversion,
              pg_collation_actual_version(c.oid)
         FROM pg_collation AS c
         JOIN pg_namespace AS n ON n.oid = c.collnamespace
       ) AS found
 WHERE found.made <> found.actual
 ORDER BY found.name DESC
 LIMIT 6
