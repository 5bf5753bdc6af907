package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hint that follows an error of the server, and the help for its code. */
class ErrorHintsTest {
    private static final String USERS = "CREATE TABLE users (id int PRIMARY KEY, email text, \"fullName\" text);\n";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void createDatabase() {
        target = server.newDatabase();
        cli = new Cli(directory).with(target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        SELECT * FROM usres                               | did you mean "users"?
        SELECT * FROM user_account                        | did you mean "user_accounts"?
        SELECT * FROM accounts_of_user_s                  | check the name and its schema
        SELECT * FROM invoices                            | it is in schema "billing": write billing.invoices
        SELECT * FROM public.invoices                     | it is in schema "billing": write billing.invoices
        SELECT * FROM Orders                              | there is "Orders": write it in double quotes
        INSERT INTO users (emial) VALUES ('a')            | did you mean "email"?
        INSERT INTO users (phone) VALUES ('a')            | the columns of "users": id, email, fullName
        SELECT emial FROM users                           | Perhaps you meant to reference the column "users.email".
        SELECT users.telephone FROM users                 | the columns of "users": id, email, fullName
        SELECT lpad(now(), 3)                             | there is lpad(text, integer), lpad(text, integer, text)
        SELECT lenght('a')                                | did you mean "length"?
        SELECT crypt('a', 'b')                            | CREATE EXTENSION IF NOT EXISTS "pgcrypto"
        SELECT 1 = 'a'::text                              | there is no operator for integer = text: cast one side
        SELECT 'a'::tex                                   | did you mean "text"?
        CREATE TABLE billling.t (a int)                   | did you mean "billing"?
        SELECT 1 FROM users WHERE user = 1 AND group = 2  | "group" is a reserved word
                    SELECT (1 SELECT 2                                | check for a missing semicolon or bracket before "SELECT"
        SELECT 'b8c'::uuid                                | a uuid has 32 hexadecimal digits
        DELETE FROM users                                 | rows of table "posts" refer to it by "author": delete
        """)
    void theHintNamesWhatWasMeant(String statement, String hint) throws IOException {
        write("schema.sql", USERS + """
            CREATE TABLE user_accounts (id int);
            CREATE TABLE "Orders" (id int);
            CREATE SCHEMA billing;
            CREATE TABLE billing.invoices (id int);
            CREATE TABLE posts (user_id int CONSTRAINT author REFERENCES users);
            INSERT INTO users VALUES (1);
            INSERT INTO posts VALUES (1);
            """);
        cli.run("schema-load").succeeded();
        write("seed.sql", statement + ";\n");

        var inTransaction = cli.run("seed").failed(3).err();
        var alone = cli.run("seed", "--continue-on-error").failed(3).err();

        assertThat(inTransaction).contains("hint: ").contains(hint);
        assertThat(alone).contains(hint);
    }

    @Test
    void whatTheScriptItselfCreatesIsKnownThoughItIsRolledBack() throws IOException {
        write("schema.sql", USERS + "CREATE TABLE posts (user_id int REFERENCES usres);\n");
        assertThat(cli.run("schema-load").failed(3).err())
                .startsWith("target: ")
                .contains("error: schema.sql:2:1: relation \"usres\" does not exist; nothing was changed")
                .contains("hint: did you mean \"users\"?");

        write("schema.sql", "CREATE TABLE posts (user_id int REFERENCES users);\n" + USERS);
        assertThat(cli.run("schema-load").failed(3).err())
                .contains("hint: it is created further down: move that before this statement");
    }

    @Test
    void insideATransactionOfTheScriptNobodyIsAskedAndNothingIsDisturbed() throws IOException {
        write("schema.sql", USERS);
        cli.run("schema-load").succeeded();
        write("seed.sql", """
            BEGIN;
            SELECT * FROM usres;
            ROLLBACK;
            INSERT INTO users VALUES (1);
            """);

        var loaded = cli.run("seed", "--continue-on-error").failed(3);

        assertThat(loaded.err())
                .contains("hint: check the name and its schema")
                .doesNotContain("did you mean", "25P02");
        assertThat(server.rows(target.database(), "SELECT id FROM users")).containsExactly("1");
    }

    @Test
    void anEmptyDatabaseIsSaidToBeEmpty() throws IOException {
        write("seed.sql", "INSERT INTO users VALUES (1);\n");

        assertThat(cli.run("seed").failed(3).err())
                .contains("hint: the database \"%s\" has no tables: load the schema with db-ops schema-load"
                        .formatted(target.database()));
    }

    @Test
    void theObjectOfAnErrorHasTheHint() throws IOException {
        write("schema.sql", USERS + "INSERT INTO users VALUES (1), (1);\n");

        assertThat(cli.run("schema-load", "-o", "json")
                        .failed(3)
                        .err()
                        .lines()
                        .toList()
                        .getLast())
                .startsWith("{\"kind\":\"sql\",\"message\":\"duplicate key")
                .contains("\"detail\":\"Key (id)=(1) already exists.\"")
                .contains("\"hint\":\"\\\"users_pkey\\\" of table \\\"users\\\" allows each key once: ")
                .contains("\"sqlstate\":\"23505\",\"file\":\"schema.sql\",\"line\":2");
    }

    @ParameterizedTest
    @CsvSource({"23505", "unique_violation", "UNIQUE_VIOLATION"})
    void helpExplainsAnErrorByCodeAndByName(String topic) {
        assertThat(cli.run("help", topic).succeeded().out())
                .startsWith(
                        "sqlstate   23505\ncondition  unique_violation\nsql class  Integrity Constraint Violation\n")
                .contains("meaning    a row with this key already exists\n")
                .contains("causes     ")
                .contains("remedy     ");
    }

    @Test
    void helpKnowsEveryConditionByNameAndEveryClassByItsList() {
        assertThat(cli.run("help", "22P06", "-o", "json").succeeded().out())
                .isEqualTo("{\"sqlstate\":\"22P06\",\"condition\":\"nonstandard_use_of_escape_character\","
                        + "\"sql_class\":\"Data Exception\",\"meaning\":null,\"causes\":null,\"remedy\":null}\n");
        assertThat(cli.run("help", "23").succeeded().out())
                .contains("SQL STATE", "23505", "exclusion_violation", "Integrity Constraint Violation");
        assertThat(cli.run("help", "string_data_right_truncation").succeeded().out())
                .contains("01004", "22001");
    }

    @Test
    void helpForAnUnknownErrorNamesTheNearest() {
        assertThat(cli.run("help", "23599").failed(2).err())
                .isEqualTo("error: PostgreSQL has no SQLSTATE 23599\n"
                        + "hint: its class 23 is \"Integrity Constraint Violation\": 23000"
                        + " integrity_constraint_violation, 23001 restrict_violation, 23502 not_null_violation,"
                        + " 23503 foreign_key_violation, 23505 unique_violation, 23514 check_violation ...; all"
                        + " of them: db-ops help 23\n");
        assertThat(cli.run("help", "unique_voilation").failed(2).err())
                .isEqualTo("error: there is no command \"unique_voilation\"\n"
                        + "hint: did you mean the error unique_violation?\n");
        assertThat(cli.run("help", "99999").failed(2).err())
                .isEqualTo("error: PostgreSQL has no SQLSTATE 99999, and no class 99\n"
                        + "hint: a class has two characters, a code five: db-ops help 23, db-ops help 23505\n");
        assertThat(cli.run("help", "ZZZZZ").failed(2).err())
                .isEqualTo("error: there is no command \"ZZZZZ\"\nhint: see db-ops --help\n");
        assertThat(cli.run("help", "create").succeeded().out()).contains("Create the database");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
