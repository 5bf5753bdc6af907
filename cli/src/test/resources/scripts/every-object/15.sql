-- New in PostgreSQL 15.
CREATE TABLE accounts (id integer PRIMARY KEY, code text, UNIQUE NULLS NOT DISTINCT (code));
CREATE TABLE postings (account_id integer, amount numeric,
    FOREIGN KEY (account_id) REFERENCES accounts ON DELETE SET NULL (account_id));
INSERT INTO accounts VALUES (1, 'a;'), (2, NULL);
INSERT INTO postings VALUES (1, 10), (2, 20);
MERGE INTO accounts AS a USING (VALUES (1, 'b;'), (3, 'c')) AS v (id, code) ON a.id = v.id
WHEN MATCHED THEN UPDATE SET code = v.code || ' (merged; once)'
WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.code);
CREATE VIEW invoker WITH (security_invoker = true) AS SELECT * FROM accounts;
CREATE SCHEMA published;
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA published;
CREATE PUBLICATION of_rows FOR TABLE accounts (id, code) WHERE (code <> ';');
