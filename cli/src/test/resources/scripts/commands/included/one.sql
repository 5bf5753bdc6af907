INSERT INTO kept VALUES ('included', 'one; by a path from where we are');
\set from_include 'set; there'
