SELECT current_user AS role,
       r.rolsuper AS is_superuser,
       coalesce(pg_has_role(to_regrole('rds_superuser'), 'MEMBER'), false) AS is_rds_superuser,
       quote_ident(current_schema()) AS schema,
       coalesce(unusable.names, '') AS unusable,
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS create_in_schema,
       has_database_privilege(current_database(), 'CREATE') AS create_schema,
       has_database_privilege(current_database(), 'TEMPORARY') AS temporary
  FROM pg_roles AS r
 CROSS JOIN (
       SELECT string_agg(quote_ident(n.nspname), ', ') AS names
         FROM regexp_split_to_table(current_setting('search_path'), '\s*,\s*') AS path (name)
         JOIN pg_namespace AS n
           ON quote_ident(n.nspname) = replace(path.name, '"$user"', quote_ident(current_user))
              OR n.nspname = btrim(path.name, '"')
        WHERE NOT has_schema_privilege(n.oid, 'USAGE')
       ) AS unusable
 WHERE r.rolname = current_user
