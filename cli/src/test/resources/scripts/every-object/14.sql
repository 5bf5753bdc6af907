-- New in PostgreSQL 14: above all, SQL bodies, whose semicolons do not end the statement.
CREATE FUNCTION atomic_sum(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT a + b;
END;
CREATE OR REPLACE FUNCTION atomic_case(n integer) RETURNS text
BEGIN ATOMIC
    SELECT 1; -- a first one; its result is dropped
    SELECT CASE WHEN n > 0 THEN CASE n WHEN 1 THEN 'one; END' ELSE 'many' END ELSE $$none; END;$$ END AS "end";
END; CREATE TABLE behind_the_body (id integer);
CREATE FUNCTION atomic_return(n integer) RETURNS integer RETURN n * 2;
create procedure atomic_procedure("begin" integer) begin atomic
    insert into behind_the_body values ("begin"); insert into behind_the_body select 2 where ("begin" = (case when true then 1 end));
end;
CALL atomic_procedure(1);
CREATE OR REPLACE PROCEDURE atomic_empty() BEGIN ATOMIC END;
CREATE TYPE other_range AS RANGE (subtype = integer, multirange_type_name = other_multirange);
CREATE TABLE newer (
    ranges other_multirange DEFAULT '{[1,3),[5,7)}',
    compressed text COMPRESSION pglz,
    "end" text DEFAULT CASE WHEN true THEN 'a;b' END
);
INSERT INTO newer DEFAULT VALUES;
CREATE STATISTICS on_expressions ON lower(compressed), upper(compressed) FROM newer;
CREATE VIEW search_view AS
WITH RECURSIVE tree (id, parent) AS (
    SELECT 1, 0 UNION ALL SELECT id + 1, id FROM tree WHERE id < 4
) SEARCH DEPTH FIRST BY id SET ordering
SELECT id, parent FROM tree;
CREATE FUNCTION out_procedure_like(IN a integer, OUT b integer) LANGUAGE plpgsql AS $$BEGIN b := a; END$$;
CREATE TABLE detached (id integer) PARTITION BY RANGE (id);
