SELECT count(*) FROM users WHERE (%(handle)s IS NULL OR handle = %(handle)s)
