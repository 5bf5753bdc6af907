SELECT quote_ident(t.evtname) AS name,
       CASE WHEN p.oid IS NULL THEN 'its function is gone' ELSE 'it is disabled' END AS detail,
       count(*) OVER () AS total
  FROM pg_event_trigger AS t
  LEFT JOIN pg_proc AS p ON p.oid = t.evtfoid
 WHERE t.evtenabled = 'D'
    OR p.oid IS NULL
 ORDER BY name
 LIMIT 6
