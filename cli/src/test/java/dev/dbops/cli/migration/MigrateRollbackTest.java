package dev.dbops.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.Database;
import dev.dbops.script.LoadLock;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateRollbackTest extends MigrationProject {
    private static final String HISTORY = "SELECT version, success FROM flyway_schema_history ORDER BY installed_rank";
    private static final String TABLES = """
        SELECT relname FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'flyway_schema_history'
         ORDER BY relname
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void theLatestMigrationIsUndoneAndPendingAgain(int major) throws IOException {
        use(TestServer.ofMajor(major));
        three();

        var transcript = cli.run("migrate-rollback").succeeded();

        assertThat(transcript.err())
                .startsWith("target: db \"%s\"".formatted(target.database()))
                .endsWith("rolled back 3_c.sql: 1 statement, 0 rows\ndatabase \"%s\" is rolled back: 1 migration\n"
                        .formatted(target.database()));
        assertThat(rows(HISTORY)).containsExactly("1|t", "2|t");
        assertThat(rows(TABLES)).containsExactly("a", "b");
        assertThat(cli.run("migrate-status").out()).containsPattern("3 +3_c.sql +pending");

        cli.run("migrate").succeeded();
        assertThat(rows(TABLES)).containsExactly("a", "b", "c");
        assertThat(cli.run("migrate-status", "--check").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"--steps 2, a", "--to 1, a", "--to 0, ''", "--to 001, a", "--steps=3, ''"})
    void severalAreUndoneFromTheLatestOn(String option, String left) throws IOException {
        three();

        var out = cli.run(("migrate-rollback -o json " + option).split(" ")).succeeded();

        assertThat(rows(TABLES)).containsExactlyElementsOf(left.isEmpty() ? List.of() : List.of(left));
        assertThat(out.out()).contains("\"file\":\"3_c.sql\"").contains("\"file\":\"2_b.sql\"");
        assertThat(out.out().indexOf("3_c.sql")).isLessThan(out.out().indexOf("2_b.sql"));
    }

    @ParameterizedTest
    @CsvSource({
        "1_a.up.sql, 1_a.down.sql",
        "000001_a.up.sql, 000001_a.down.sql",
        "20260101000000_a.sql, 20260101000000_a.down.sql",
        "V1.2__a.sql, U1.2__a.sql",
        "V1_2__a.sql, U1.2__undo_a.sql"
    })
    void aFileBesideItUndoesAMigration(String up, String down) throws IOException {
        write(up, "CREATE TABLE a (id int);\n");
        write(down, "DROP TABLE a;\n");
        cli.run("migrate").succeeded();
        assertThat(rows(TABLES)).containsExactly("a");

        var transcript = cli.run("migrate-rollback").succeeded();

        assertThat(transcript.err()).contains("rolled back " + down + ": 1 statement");
        assertThat(rows(TABLES)).isEmpty();
        assertThat(rows(HISTORY)).isEmpty();
        cli.run("migrate").succeeded();
        assertThat(rows(TABLES)).containsExactly("a");
    }

    @Test
    void withoutAWayBackNothingIsUndone() throws IOException {
        write("1_a.sql", "CREATE TABLE a (id int);\n");
        write("2_b.sql", "-- migrate:up\nCREATE TABLE b (id int);\n-- migrate:down\n-- nothing\n");
        write("3_c.sql", "-- migrate:up\nCREATE TABLE c (id int);\n-- migrate:down\nDROP TABLE c;\n");
        cli.run("migrate").succeeded();

        var empty = cli.run("migrate-rollback", "--steps", "2");
        assertThat(empty.exitCode()).isEqualTo(1);
        assertThat(empty.err())
                .contains("2_b.sql has no way back: what undoes it has no statements")
                .contains("hint: add the statements that undo it");
        var none = cli.run("migrate-rollback", "--to", "0");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .contains("1_a.sql has no way back: no down section, and no file that undoes it")
                .contains("hint: write the statements that undo it to 1_a.down.sql, or at its end after"
                        + " \"-- migrate:down\"");

        assertThat(rows(TABLES)).containsExactly("a", "b", "c");
        assertThat(rows(HISTORY)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"1_a.up.sql, 1_a.down.sql", "1_a.SQL, 1_a.down.sql", "1.sql, 1.down.sql", "V1.2__a.sql, U1.2__a.sql"})
    void theHintNamesTheFileThatWouldUndoIt(String up, String down) throws IOException {
        write(up, "CREATE TABLE a (id int);\n");
        cli.run("migrate").succeeded();

        assertThat(cli.run("migrate-rollback").failed(1).err())
                .contains("hint: write the statements that undo it to " + down + ", or");

        write(down, "DROP TABLE a;\n");
        cli.run("migrate-rollback").succeeded();
        assertThat(rows(TABLES)).isEmpty();
    }

    @Test
    void aFailureLeavesItAppliedAndThoseBeforeItUndone() throws IOException {
        three();
        write("2_b.sql", "-- migrate:up\nCREATE TABLE b (id int);\n-- migrate:down\nDROP TABLE b;\nDROP TABLE x;\n");

        var failed = cli.run("migrate-rollback", "--steps", "2");

        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.err())
                .contains("rolled back 3_c.sql")
                .contains("2_b.sql:5:1: ")
                .contains("table \"x\" does not exist; this migration is still applied")
                .doesNotContain("nothing was changed");
        assertThat(rows(TABLES)).containsExactly("a", "b");
        assertThat(rows(HISTORY)).containsExactly("1|t", "2|t");
    }

    @Test
    void aDeferredConstraintAtTheCommitLeavesItApplied() throws IOException {
        write("1_a.sql", """
            -- migrate:up
            CREATE TABLE a (id int UNIQUE DEFERRABLE INITIALLY DEFERRED);
            -- migrate:down
            INSERT INTO a VALUES (1), (1);
            """);
        cli.run("migrate").succeeded();

        var failed = cli.run("migrate-rollback");

        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.err()).contains("1_a.sql: at the commit: ").contains("this migration is still applied");
        assertThat(rows(HISTORY)).containsExactly("1|t");
    }

    @Test
    void withoutATransactionAFailureIsRecordedAndRepaired() throws IOException {
        write("1_a.sql", """
            -- migrate:up
            CREATE TABLE a (id int);
            CREATE INDEX a_id ON a (id);
            -- migrate:down transaction:false
            DROP INDEX CONCURRENTLY a_id;
            DROP TABLE wrong;
            """);
        cli.run("migrate").succeeded();

        var failed = cli.run("migrate-rollback");

        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.err())
                .contains("hint: it runs without a transaction, so its statements before the error have taken effect")
                .contains("db-ops migrate --repair");
        assertThat(rows(HISTORY)).containsExactly("1|f");
        var again = cli.run("migrate-rollback");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("1_a.sql failed without a transaction");

        server.execute(target.database(), "DROP TABLE a");
        cli.run("migrate", "--repair").succeeded();
        cli.run("migrate").succeeded();
        write(
                "1_a.sql",
                Files.readString(directory.resolve("db/migrations/1_a.sql")).replace("wrong", "a"));
        cli.run("migrate-rollback").succeeded();
        assertThat(rows(TABLES)).isEmpty();
        assertThat(rows(HISTORY)).isEmpty();
    }

    @Test
    void aDryRunShowsWhatWouldRun() throws IOException {
        three();

        var transcript = cli.run("migrate-rollback", "--dry-run", "--to", "1").succeeded();

        assertThat(transcript.out())
                .startsWith("would roll back 2 migrations\n")
                .containsPattern("3 +3_c.sql +1 +1 +true")
                .containsPattern("2 +2_b.sql");
        assertThat(rows(TABLES)).containsExactly("a", "b", "c");
        assertThat(cli.run("migrate-rollback", "--dry-run", "--to", "3")
                        .succeeded()
                        .out())
                .contains("nothing to do: no later migration is applied");
    }

    @Test
    void aProtectedDatabaseKeepsItsMigrationsWithoutItsName() throws IOException {
        three();
        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        var refused = cli.run("migrate-rollback", "prod", "--yes").failed(5);

        assertThat(refused.err()).contains("this will roll back 1 migration of database");
        assertThat(rows(HISTORY)).hasSize(3);
        cli.run("migrate-rollback", "prod", "--confirm", target.database()).succeeded();
        assertThat(rows(HISTORY)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--steps 0; 2; --steps is 0",
                "--steps 4; 1; 4 migrations cannot be rolled back: 3 applied",
                "--steps 1 --to 1; 2; --steps and --to are both given",
                "--to 7; 2; no migration of version 7 is applied",
                "--to x; 2; not a valid version",
                "--dir nowhere; 2; nowhere"
            })
    void whatCannotBeMeantIsRefused(String options, int exitCode, String message) throws IOException {
        three();

        var refused = cli.run(("migrate-rollback " + options).split(" "));

        assertThat(refused.exitCode()).isEqualTo(exitCode);
        assertThat(refused.err()).contains(message).contains("hint: ");
        assertThat(rows(HISTORY)).hasSize(3);
    }

    @Test
    void nothingAppliedIsAFailure() throws IOException {
        var none = cli.run("migrate-rollback");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("no migration is applied");

        three();
        cli.run("migrate-rollback", "--to", "0").succeeded();
        server.execute(target.database(), "DROP TABLE flyway_schema_history");
        cli.run("migrate", "--baseline", "2").succeeded();
        cli.run("migrate-rollback").succeeded();
        var baseline = cli.run("migrate-rollback");
        assertThat(baseline.exitCode()).isEqualTo(1);
        assertThat(rows("SELECT type, version FROM flyway_schema_history")).containsExactly("BASELINE|2");
    }

    /** Flyway's commercial editions add a row of type UNDO_SQL, which its open-source core refuses to read. */
    @Test
    void theHistoryOfAnotherEditionOfFlywayIsRefused() throws IOException {
        three();
        server.execute(target.database(), """
            INSERT INTO flyway_schema_history
            SELECT 4, version, description, 'UNDO_SQL', 'U3__c.sql', NULL, installed_by, now(), 1, true
              FROM flyway_schema_history
             WHERE version = '3'
            """);

        var refused = cli.run("migrate-rollback").failed(1);

        assertThat(refused.err())
                .contains("Unknown migration type 'UNDO_SQL' found in schema history")
                .contains("hint: another edition of Flyway has written this history: continue with that one");
        assertThat(rows(TABLES)).containsExactly("a", "b", "c");
    }

    @Test
    void twoFilesThatUndoAMigrationAreRefused() throws IOException {
        three();
        write("3_c.down.sql", "DROP TABLE c;\n");

        var refused = cli.run("migrate-rollback");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("db/migrations/3_c.sql and db/migrations/3_c.down.sql both undo 3_c.sql");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        three();
        Files.delete(directory.resolve("db/migrations/3_c.sql"));

        var refused = cli.run("migrate-rollback");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("3_c.sql is applied, but there is no such file");
    }

    @Test
    void anotherLoadIsWaitedFor() throws IOException {
        three();
        try (var other = Database.connect(target)) {
            new LoadLock(other).acquire(Duration.ZERO);

            assertThat(cli.run("migrate-rollback", "--lock-timeout", "0s").exitCode())
                    .isEqualTo(6);
        }
        assertThat(rows(HISTORY)).hasSize(3);
    }

    @Test
    void aNewMigrationCanHaveAWayBack() throws IOException {
        var file = directory.resolve(
                cli.run("migrate-new", "add bio", "--down").succeeded().out().strip());
        assertThat(file).content().isEqualTo("-- add bio\n-- migrate:up\n\n-- migrate:down\n\n");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(":up\n", ":up\nCREATE TABLE a (id int);\n")
                        .replace(":down\n", ":down\nDROP TABLE a;\n"));

        cli.run("migrate").succeeded();
        assertThat(rows(TABLES)).containsExactly("a");
        cli.run("migrate-rollback").succeeded();
        assertThat(rows(TABLES)).isEmpty();
    }

    private void three() throws IOException {
        for (var name : List.of("1_a", "2_b", "3_c")) {
            var table = name.substring(2);
            write(
                    name + ".sql",
                    "-- migrate:up\nCREATE TABLE %s (id int);\n-- migrate:down\nDROP TABLE %s;\n"
                            .formatted(table, table));
        }
        cli.run("migrate").succeeded();
    }
}
