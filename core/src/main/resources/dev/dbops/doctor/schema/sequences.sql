SELECT used.name,
       format('%s of %s, for %s', used.last_value, used.most, used.column_name) AS detail,
       used.last_value / used.most AS share,
       count(*) OVER () AS total
  FROM (
       SELECT format('%I.%I', n.nspname, c.relname) AS name,
              pg_sequence_last_value(c.oid)::numeric AS last_value,
              least(s.seqmax, coalesce(col.most, s.seqmax))::numeric AS most,
              coalesce(col.name, 'no column') AS column_name
         FROM pg_sequence AS s
         JOIN pg_class AS c ON c.oid = s.seqrelid
         JOIN pg_namespace AS n ON n.oid = c.relnamespace
         LEFT JOIN LATERAL (
              SELECT format('%s.%I %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, NULL)) AS name,
                     CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 END AS most
                FROM (
                     SELECT d.refobjid AS relation, d.refobjsubid AS number
                       FROM pg_depend AS d
                      WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid
                        AND d.refclassid = 'pg_class'::regclass
                        AND d.deptype IN ('a', 'i')
                      UNION ALL
                     SELECT f.adrelid, f.adnum
                       FROM pg_depend AS d
                       JOIN pg_attrdef AS f ON f.oid = d.objid
                      WHERE d.classid = 'pg_attrdef'::regclass
                        AND d.refclassid = 'pg_class'::regclass
                        AND d.refobjid = c.oid
                     ) AS user_of
                JOIN pg_attribute AS a ON a.attrelid = user_of.relation AND a.attnum = user_of.number
               ORDER BY most
               LIMIT 1
              ) AS col ON true
        WHERE s.seqincrement > 0
          AND NOT s.seqcycle
          AND c.relpersistence <> 't'
          AND has_sequence_privilege(c.oid, 'SELECT, USAGE')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       ) AS used
 WHERE used.last_value >= 0.75 * used.most
 ORDER BY share DESC
 LIMIT 6
