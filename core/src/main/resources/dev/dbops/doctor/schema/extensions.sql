SELECT name,
       coalesce(installed_version, '') AS installed_version,
       default_version
  FROM pg_available_extensions
