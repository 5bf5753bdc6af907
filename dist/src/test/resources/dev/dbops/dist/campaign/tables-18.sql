SET search_path = app;
CREATE TABLE price (id int PRIMARY KEY, net numeric(20, 3), gross numeric GENERATED ALWAYS AS (net * 1.19) VIRTUAL, note text);
CREATE TABLE period (id int, during int4range, note text, PRIMARY KEY (id, during));
