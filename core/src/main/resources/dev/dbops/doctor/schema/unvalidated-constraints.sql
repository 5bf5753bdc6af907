SELECT format('%I of %s', k.conname, k.conrelid::regclass) AS name,
       '' AS detail,
       format('%s VALIDATE CONSTRAINT %I', k.conrelid::regclass, k.conname) AS command,
       count(*) OVER () AS total
  FROM pg_constraint AS k
 WHERE NOT k.convalidated
   AND k.conrelid <> 0
   AND k.conparentid = 0
   -- from PostgreSQL 18 on, some are not meant to hold
   AND to_jsonb(k) ->> 'conenforced' IS DISTINCT FROM 'false'
 ORDER BY name
 LIMIT 6
