CREATE TEMPORARY TABLE query_training (id integer);
INSERT INTO query_training VALUES (1) RETURNING id;
