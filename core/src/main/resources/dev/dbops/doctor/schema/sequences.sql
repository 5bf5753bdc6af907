WITH current AS MATERIALIZED (
  SELECT c.oid,
         format('%I.%I', n.nspname, c.relname) AS name,
         s.seqmax,
         CASE
           WHEN c.relpersistence <> 't'
             AND (c.relpersistence = 'p' OR NOT pg_is_in_recovery())
             AND has_sequence_privilege(c.oid, 'SELECT, USAGE')
           THEN pg_sequence_last_value(c.oid)
         END AS last_value
    FROM pg_sequence AS s
    JOIN pg_class AS c ON c.oid = s.seqrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
   WHERE s.seqincrement > 0
     AND NOT s.seqcycle
     AND n.nspname NOT IN ('pg_catalog', 'information_schema')
)
SELECT used.name,
       format('%s of %s, for %s', used.last_value, used.most, used.column_name) AS detail,
       count(*) OVER () AS total
  FROM (
       SELECT current.name,
              current.last_value,
              least(current.seqmax, coalesce(col.most, current.seqmax)) AS most,
              coalesce(col.name, 'no column') AS column_name
         FROM current
         LEFT JOIN LATERAL (
              SELECT format('%s.%I %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, NULL)) AS name,
                     CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 END AS most
                FROM (
                     SELECT d.refobjid AS relation, d.refobjsubid AS number
                       FROM pg_depend AS d
                      WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = current.oid
                        AND d.refclassid = 'pg_class'::regclass
                        AND d.deptype IN ('a', 'i')
                      UNION ALL
                     SELECT f.adrelid, f.adnum
                       FROM pg_depend AS d
                       JOIN pg_attrdef AS f ON f.oid = d.objid
                      WHERE d.classid = 'pg_attrdef'::regclass
                        AND d.refclassid = 'pg_class'::regclass
                        AND d.refobjid = current.oid
                     ) AS user_of
                JOIN pg_attribute AS a ON a.attrelid = user_of.relation AND a.attnum = user_of.number
               ORDER BY most
               LIMIT 1
              ) AS col ON true
        -- no column ends earlier than one of int2
        WHERE current.last_value >= 0.75 * least(current.seqmax, 32767)
       ) AS used
 WHERE used.last_value >= 0.75 * used.most
 ORDER BY used.last_value / used.most::numeric DESC
 LIMIT 6
