\ir deeper/three.sql
INSERT INTO kept VALUES ('included', 'two; without an end')
