SELECT datname AS name,
       -- of a database that one may not enter the size is not to be had
       CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid) END AS bytes,
       age(datfrozenxid)::bigint AS transaction_age
  FROM pg_database
 WHERE datallowconn
 ORDER BY bytes DESC NULLS LAST, name
