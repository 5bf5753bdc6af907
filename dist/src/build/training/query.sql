SELECT %(name)s::text AS name, '100 %%' AS share, 1 AS number, NULL AS nothing;
