-- Statements that cannot run in one transaction, or control their own: loaded one by one.
CREATE TABLE orders (id integer, state text);
INSERT INTO orders VALUES (1, 'new;'), (2, 'old');
CREATE INDEX CONCURRENTLY orders_by_state ON orders (state);
CREATE TYPE state AS ENUM ('new');
ALTER TYPE state ADD VALUE 'old';
CREATE TABLE typed_orders (id integer, state state DEFAULT 'old');
INSERT INTO typed_orders DEFAULT VALUES;
BEGIN;
INSERT INTO orders VALUES (3, 'kept');
COPY orders FROM stdin;
4	copied
\.
SAVEPOINT one;
INSERT INTO orders VALUES (5, 'gone');
ROLLBACK TO one;
COMMIT;
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
INSERT INTO orders VALUES (6, 'gone');
ROLLBACK;
VACUUM ANALYZE orders;
REINDEX INDEX CONCURRENTLY orders_by_state;
DROP INDEX CONCURRENTLY orders_by_state;
CREATE PROCEDURE in_batches() LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders VALUES (7, 'committed');
  COMMIT;
  INSERT INTO orders VALUES (8, 'gone');
  ROLLBACK;
END $$;
CALL in_batches();
CREATE UNIQUE INDEX CONCURRENTLY ON orders (id);
INSERT INTO orders VALUES (9, 'last')
