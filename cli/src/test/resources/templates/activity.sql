SELECT
  (SELECT COALESCE(row_to_json(object_row), '{}'::json) FROM (
    SELECT
      users.handle,
      activities.message,
      activities.likes_count
    FROM public.activities
    INNER JOIN public.users ON users.uuid = activities.user_uuid
    WHERE
      activities.uuid = %(uuid)s
  ) object_row) AS activity
