SELECT format('COLLATION %I.%I', n.nspname, c.collname) AS name,
       format('made with %s, the system has %s', c.collversion, pg_collation_actual_version(c.oid)) AS detail,
       format('COLLATION %I.%I REFRESH VERSION', n.nspname, c.collname) AS command,
       count(*) OVER () AS total
  FROM pg_collation AS c
  JOIN pg_namespace AS n ON n.oid = c.collnamespace
 WHERE c.collversion <> pg_collation_actual_version(c.oid)
 ORDER BY name
 LIMIT 6
