SET search_path = app;
CREATE TABLE lonely (id int PRIMARY KEY, a int, b text, UNIQUE NULLS NOT DISTINCT (a, b));
