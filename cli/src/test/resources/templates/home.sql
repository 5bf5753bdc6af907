-- The feed without expired entries.
SELECT COALESCE(array_to_json(array_agg(row_to_json(array_row))), '[]'::json) FROM (
  SELECT
    users.handle,
    activities.message
  FROM public.activities
  LEFT JOIN public.users ON users.uuid = activities.user_uuid
  WHERE
    activities.message ILIKE '%%' || %(search)s || '%%'
    AND (activities.expires_at IS NULL OR activities.expires_at > now())
  ORDER BY activities.message
  LIMIT %(limit)s
) array_row
