SELECT format('%s (%s)', k.conrelid::regclass, cols.names) AS name,
       '' AS detail,
       count(*) OVER () AS total
  FROM pg_constraint AS k
  JOIN pg_class AS c ON c.oid = k.conrelid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY array_position(k.conkey, a.attnum)) AS names
         FROM pg_attribute AS a
        WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
       ) AS cols
 WHERE k.contype = 'f'
   AND k.conparentid = 0
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
   AND n.nspname !~ '^pg_(toast|temp)'
   AND NOT EXISTS (
         SELECT FROM pg_index AS i
          WHERE i.indrelid = k.conrelid
            AND i.indisvalid
            AND i.indpred IS NULL
            AND (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey
       )
 ORDER BY c.relpages DESC, name
 LIMIT 6
