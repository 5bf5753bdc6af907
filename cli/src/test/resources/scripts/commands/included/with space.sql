INSERT INTO kept VALUES ('included', 'with space');
