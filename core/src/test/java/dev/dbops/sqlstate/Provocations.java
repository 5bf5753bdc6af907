package dev.dbops.sqlstate;

import static dev.dbops.sqlstate.Provocation.alone;
import static dev.dbops.sqlstate.Provocation.inTransaction;

import java.util.Map;
import java.util.TreeMap;

/** For each error of hints.txt, the SQL that provokes it and the expected hint. */
final class Provocations {
    private static final String USERS =
            "CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, age int CHECK (age > 0))";
    private static final String POSTS =
            "CREATE TABLE posts (id int PRIMARY KEY, user_id int NOT NULL CONSTRAINT posts_author REFERENCES users)";

    private final Map<String, Provocation> provocations = new TreeMap<>();

    /** By SQLSTATE. */
    static Map<String, Provocation> all() {
        var all = new Provocations();
        all.values();
        all.constraints();
        all.transactions();
        all.names();
        all.duplicates();
        all.types();
        all.definitions();
        all.limits();
        all.states();
        all.procedures();
        all.provocations.putAll(SessionProvocations.all());
        all.provocations.putAll(ServerProvocations.all());
        return all.provocations;
    }

    private void add(String state, Provocation provocation) {
        provocations.put(state, provocation);
    }

    private void values() {
        add("21000", inTransaction("make the key unique", "SELECT (SELECT g FROM generate_series(1, 2) g)"));
        add(
                "22001",
                inTransaction("widen the column", "CREATE TABLE t (a varchar(3))", "INSERT INTO t VALUES ('abcd')"));
        add("22003", inTransaction("use bigint", "SELECT 2147483647 + 1"));
        add("22004", inTransaction("format('...', ...)", "DO $$ DECLARE q text; BEGIN EXECUTE q; END $$"));
        add("22007", inTransaction("2026-01-31T12:00:00Z", "SELECT 'soon'::date"));
        add("22008", inTransaction("datestyle", "SELECT '31/12/2026'::date"));
        add("22012", inTransaction("nullif(x, 0)", "SELECT 1 / 0"));
        add("22021", inTransaction("SET client_encoding", "SELECT convert_from('\\xff', 'UTF8')"));
        add("22023", inTransaction("pg_settings", "SET TIME ZONE 'Atlantis'"));
        add("22025", inTransaction("ESCAPE ''", "SELECT 'a\\' LIKE 'a\\'"));
        add(
                "2200H",
                inTransaction(
                        "AS bigint",
                        "CREATE SEQUENCE s MAXVALUE 2 START 2",
                        "SELECT nextval('s')",
                        "SELECT nextval('s')"));
        add("2201B", inTransaction("backslash", "SELECT 'a' ~ '['"));
        add("22P02", inTransaction("the value, which is not a valid integer", "SELECT 'many'::int"));
        add("22P05", inTransaction("client_encoding = 'UTF8'", "SELECT convert_to(chr(8364), 'LATIN1')"));
        add(
                "44000",
                inTransaction(
                        "or write to the table",
                        USERS,
                        "CREATE VIEW adults AS SELECT * FROM users WHERE age >= 18 WITH CHECK OPTION",
                        "INSERT INTO adults VALUES (1, 'a', 17)"));
    }

    private void constraints() {
        add(
                "23502",
                inTransaction(
                        "column \"user_id\" of table \"posts\" needs a value",
                        USERS,
                        POSTS,
                        "INSERT INTO posts VALUES (1)"));
        add(
                "23503",
                inTransaction(
                        "insert the row into table \"users\" first, or correct the value; \"posts_author\" of table"
                                + " \"posts\"",
                        USERS,
                        POSTS,
                        "INSERT INTO posts VALUES (1, 7)"));
        add(
                "23505",
                inTransaction(
                        "\"users_email_key\" of table \"users\" allows each key once",
                        USERS,
                        "INSERT INTO users VALUES (1, 'a@example.org', 9)",
                        "INSERT INTO users VALUES (2, 'a@example.org', 9)"));
        add(
                "23514",
                inTransaction(
                        "violates \"users_age_check\" of table \"users\"",
                        USERS,
                        "INSERT INTO users VALUES (1, 'a', -1)"));
        add(
                "23P01",
                inTransaction(
                        "\"one_at_a_time\" of table \"bookings\" does not allow both rows",
                        "CREATE TABLE bookings (during int4range, CONSTRAINT one_at_a_time EXCLUDE USING gist (during"
                                + " WITH &&))",
                        "INSERT INTO bookings VALUES ('[1,5]'), ('[5,9]')"));
    }

    private void transactions() {
        add("25001", inTransaction("--no-transaction", "SELECT 1", "VACUUM"));
        add("25006", inTransaction("use the primary", "SET TRANSACTION READ ONLY", USERS));
        add("25P01", alone("put BEGIN before it", "SAVEPOINT here"));
        add("2D000", inTransaction("--no-transaction", "SELECT 1", "DO $$ BEGIN COMMIT; END $$"));
        add("34000", inTransaction("DECLARE it in the same transaction", "FETCH FROM nothing"));
        add(
                "55P04",
                inTransaction(
                        "--no-transaction",
                        "CREATE TYPE mood AS ENUM ('sad')",
                        "COMMIT",
                        "BEGIN",
                        "ALTER TYPE mood ADD VALUE 'happy'",
                        "SELECT 'happy'::mood"));
    }

    private void names() {
        add("0A000", inTransaction("\\connect", "SELECT * FROM elsewhere.public.users"));
        add("26000", inTransaction("pooler", "EXECUTE nothing"));
        add("3F000", inTransaction("CREATE SCHEMA IF NOT EXISTS", "CREATE TABLE qqqqqqqqqqq.users (id int)"));
        add("42601", inTransaction("\"order\" is a reserved word", "CREATE TABLE order (id int)"));
        add("42602", inTransaction("use another name", "SELECT nextval('')"));
        add(
                "42702",
                inTransaction("before \"id\"", USERS, POSTS, "SELECT id FROM users JOIN posts ON user_id = users.id"));
        add(
                "42703",
                inTransaction(
                        "a string in single quotes", USERS, "SELECT id FROM users WHERE email = \"a@example.org\""));
        add("42704", inTransaction("CREATE EXTENSION IF NOT EXISTS \"citext\"", "CREATE TABLE t (a citext)"));
        add("42712", inTransaction("FROM users a JOIN users b", USERS, "SELECT 1 FROM users, users"));
        add(
                "42725",
                inTransaction(
                        "add explicit type casts",
                        "CREATE FUNCTION f(a date) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "SELECT f('1')"));
        add("42883", inTransaction("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"", "SELECT uuid_generate_v4()"));
        add("42939", inTransaction("choose a name that does not begin with pg_", "CREATE SCHEMA pg_mine"));
        var missing = inTransaction("", "SELECT * FROM users").deed();
        add(
                "42P01",
                new Provocation(
                        (server, _) -> missing.fail(server, server.newDatabase()),
                        "has no tables: load the schema with db-ops schema-load"));
        add("42P02", inTransaction("-v name=value", "DO $$ BEGIN EXECUTE 'SELECT $1'; END $$"));
    }

    private void duplicates() {
        add("42701", inTransaction("ADD COLUMN IF NOT EXISTS", USERS, "ALTER TABLE users ADD COLUMN id int"));
        add(
                "42710",
                inTransaction(
                        "db-ops setup drops the database",
                        "CREATE TYPE mood2 AS ENUM ()",
                        "CREATE TYPE mood2 AS ENUM ()"));
        add(
                "42723",
                inTransaction(
                        "CREATE OR REPLACE FUNCTION",
                        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"));
        add("42P04", alone("db-ops setup drops the database", "CREATE DATABASE postgres"));
        add("42P05", inTransaction("DEALLOCATE", "PREPARE twice AS SELECT 1", "PREPARE twice AS SELECT 1"));
        add("42P06", inTransaction("CREATE SCHEMA IF NOT EXISTS", "CREATE SCHEMA app", "CREATE SCHEMA app"));
        add("42P07", inTransaction("CREATE ... IF NOT EXISTS", USERS, USERS));
    }

    private void types() {
        add("42803", inTransaction("GROUP BY", USERS, "SELECT email, count(*) FROM users"));
        add(
                "42804",
                inTransaction(
                        "You will need to rewrite or cast the expression", USERS, "INSERT INTO users VALUES (true)"));
        add("42809", inTransaction("DROP VIEW", USERS, "CREATE VIEW v AS SELECT * FROM users", "DROP TABLE v"));
        add("42846", inTransaction("by way of text", "SELECT true::date"));
        add(
                "428C9",
                inTransaction(
                        "OVERRIDING SYSTEM VALUE",
                        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)",
                        "INSERT INTO t VALUES (1)"));
        add("42P18", inTransaction("Explicitly cast", "SELECT ARRAY[]"));
    }

    private void definitions() {
        add("2BP01", inTransaction("DROP ... CASCADE", USERS, POSTS, "DROP TABLE users"));
        add("42830", inTransaction("ADD UNIQUE", USERS, "CREATE TABLE t (age int REFERENCES users (age))"));
        add(
                "42P10",
                inTransaction(
                        "CREATE UNIQUE INDEX", USERS, "INSERT INTO users VALUES (1) ON CONFLICT (age) DO NOTHING"));
        add("42P16", inTransaction("keep one primary key", USERS, "ALTER TABLE users ADD PRIMARY KEY (age)"));
        add("42P17", inTransaction("IMMUTABLE", USERS, "CREATE INDEX ON users ((id + extract(epoch FROM now())))"));
        add("42P19", inTransaction("UNION ALL", "WITH RECURSIVE r AS (SELECT 1 FROM r) SELECT * FROM r"));
        add("42P20", inTransaction("subquery", USERS, "SELECT 1 FROM users WHERE row_number() OVER () = 1"));
    }

    private void limits() {
        add(
                "53400",
                inTransaction(
                        "temp_file_limit",
                        "SET LOCAL temp_file_limit = '1MB'",
                        "SET LOCAL work_mem = '64kB'",
                        "SELECT g, repeat('x', 100) FROM generate_series(1, 100000) g ORDER BY 2, 1"));
        add(
                "54000",
                inTransaction(
                        "md5",
                        "CREATE TABLE t (a text)",
                        "CREATE INDEX ON t (a)",
                        "INSERT INTO t SELECT string_agg(md5(g::text), '') FROM generate_series(1, 500) g"));
        add(
                "54001",
                inTransaction(
                        "max_stack_depth",
                        "CREATE FUNCTION f(i int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(i + 1); END'",
                        "SELECT f(1)"));
        add(
                "54011",
                inTransaction(
                        "jsonb",
                        "DO $$ BEGIN EXECUTE 'CREATE TABLE t (' || (SELECT string_agg('c' || g || ' int', ',')"
                                + " FROM generate_series(1, 1601) g) || ')'; END $$"));
        add(
                "54023",
                inTransaction(
                        "pass an array",
                        "DO $$ BEGIN EXECUTE 'SELECT concat(' || (SELECT string_agg('1', ',') FROM generate_series(1,"
                                + " 101)) || ')'; END $$"));
        // every write to this device reports a full disk
        add("53100", inTransaction("more storage", "COPY (SELECT generate_series(1, 100000)) TO '/dev/full'"));
    }

    private void states() {
        add("55000", inTransaction("fulfil it first", "CREATE SEQUENCE s", "SELECT currval('s')"));
        add(
                "55006",
                inTransaction(
                        "db-ops sessions-kill",
                        USERS,
                        "INSERT INTO users VALUES (1)",
                        "DO $$ DECLARE i record; BEGIN FOR i IN SELECT id FROM users LOOP ALTER TABLE users ADD COLUMN"
                                + " b int; END LOOP; END $$"));
        add("55P02", inTransaction("parameter group", "SET max_connections = 7"));
        add(
                "57014",
                inTransaction("SET statement_timeout = 0", "SET LOCAL statement_timeout = 1", "SELECT pg_sleep(600)"));
        add("58P01", inTransaction("\\copy", USERS, "COPY users FROM '/nowhere/users.csv'"));
    }

    private void procedures() {
        add("P0001", inTransaction("look up what it checks", "DO $$ BEGIN RAISE EXCEPTION 'not on Sundays'; END $$"));
        add(
                "P0002",
                inTransaction(
                        "FOUND is false",
                        USERS,
                        "DO $$ DECLARE i int; BEGIN SELECT id INTO STRICT i FROM users; END $$"));
        add(
                "P0003",
                inTransaction(
                        "LIMIT 1",
                        "DO $$ DECLARE i int; BEGIN SELECT g INTO STRICT i FROM generate_series(1, 2) g; END $$"));
        add("P0004", inTransaction("look up what the function asserts", "DO $$ BEGIN ASSERT 1 > 2; END $$"));
    }
}
