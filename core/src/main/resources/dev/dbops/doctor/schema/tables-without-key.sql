SELECT format('%I.%I', n.nspname, c.relname) AS name,
       '' AS detail,
       count(*) OVER () AS total
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p')
   AND NOT c.relispartition
   AND c.relreplident IN ('d', 'n')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
   AND n.nspname !~ '^pg_(toast|temp)'
   AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary)
   AND NOT EXISTS (
         SELECT FROM pg_depend AS d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
       )
 ORDER BY c.relpages DESC, name
 LIMIT 6
