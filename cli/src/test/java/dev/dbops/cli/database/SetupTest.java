package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.cli.Cli;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtAMissingDatabase() throws IOException {
        target = server.unusedDatabase();
        cli = new Cli(directory).with(target);
        write("schema.sql", "CREATE TABLE fruit (name text PRIMARY KEY);\nCREATE TABLE empty ();\n");
        write("seed.sql", "INSERT INTO fruit VALUES ('apple'), ('pear');\n");
    }

    @Test
    void createsLoadsSeedsAndSumsUp() {
        var transcript = cli.run("setup").succeeded();

        assertThat(transcript.out()).isEqualTo("""
            database "%s" is set up
            SCHEMA  TABLE  ROWS
            public  empty     0
            public  fruit     2
            """.formatted(target.database()));
        assertThat(transcript.err()).isEqualTo("""
            target: db "%1$s" on 127.0.0.1:%2$d as postgres (from CONNECTION_URL)
            created database "%1$s"
            loaded schema.sql: 2 statements, 0 rows
            loaded seed.sql: 1 statement, 2 rows
            """.formatted(target.database(), server.port()));
    }

    /** The schema's script ends with an empty search path, as dumps do; the seeds name their tables without a schema. */
    @Test
    void aDumpedSchemaIsLoadedWithItsMigrationsAndSettingsEndWithTheirScript() throws IOException {
        cli.run("setup").succeeded();
        Files.createDirectories(directory.resolve("db/migrations"));
        write("db/migrations/1_weight.sql", "ALTER TABLE fruit ADD weight int;\n");
        cli.run("migrate", "--baseline", "0").succeeded();
        cli.run("schema-dump", "-f", "schema.sql").succeeded();

        assertThat(cli.run("setup", "--yes").succeeded().err()).contains("loaded seed.sql: 1 statement, 2 rows\n");

        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do: database");
        cli.run("schema-dump", "--check").succeeded();
        assertThat(fruit()).isEqualTo("2");
    }

    /** Without the lock, one would drop the database while the other fills it, or both would create an extension. */
    @Test
    void setupsOfOneDatabaseWaitForEachOther() throws Exception {
        write("schema.sql", "CREATE TABLE fruit (name text);\n");
        var setups = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (var i = 0; i < 3; i++) {
                setups.add(threads.submit(() -> new Cli(directory)
                        .with(target)
                        .run("setup", "--yes", "--force")
                        .exitCode()));
            }
        }

        for (var setup : setups) {
            assertThat(setup.get()).isZero();
        }
        assertThat(fruit()).isEqualTo("2");
    }

    @Test
    void aDatabaseThatIsBeingSetUpIsNotDropped() {
        cli.run("setup").succeeded();
        try (var other = Maintenance.connect(target)) {
            other.lock(target.database(), Duration.ZERO);
            try (var third = Maintenance.connect(target)) {
                var failure =
                        catchThrowableOfType(OpsException.class, () -> third.lock(target.database(), Duration.ZERO));

                assertThat(failure)
                        .hasMessageStartingWith(
                                "another setup, create, rename or drop of the database \"%s\" is running: pid "
                                        .formatted(target.database()));
                assertThat(failure.kind()).isEqualTo(OpsException.Kind.TIMEOUT);
            }
        }
        cli.run("drop", "--yes").succeeded();
    }

    @Test
    void theSummaryIsJsonOrCsvWhenAskedFor() {
        assertThat(cli.run("setup", "-o", "json").succeeded().out())
                .isEqualTo(("{\"database\":\"%s\",\"tables\":[{\"schema\":\"public\",\"table\":\"empty\",\"rows\":0},"
                                + "{\"schema\":\"public\",\"table\":\"fruit\",\"rows\":2}],\"cognito\":null}\n")
                        .formatted(target.database()));
        assertThat(cli.run("setup", "-o", "csv", "--yes").succeeded().out())
                .isEqualTo("schema,table,rows\npublic,empty,0\npublic,fruit,2\n");
    }

    @Test
    void createsTheDatabaseAgainAfterConfirmation() {
        cli.run("setup").succeeded();
        server.execute(target.database(), "INSERT INTO fruit VALUES ('plum')");

        var refused = cli.run("setup").failed(5);
        assertThat(refused.err())
                .contains("this will drop database \"%s\" (3 rows) and create it again".formatted(target.database()));
        assertThat(fruit()).isEqualTo("3");

        assertThat(cli.run("setup", "--yes").succeeded().err())
                .contains("dropped database \"%s\" (3 rows)\n".formatted(target.database()));
        assertThat(fruit()).isEqualTo("2");
    }

    @Test
    void aMarkedDatabaseIsCreatedAgainWithItsMark() throws IOException {
        cli.run("setup", "--protect").succeeded();

        cli.run("setup", "--yes").failed(5);
        cli.run("setup", "--confirm", target.database()).succeeded();

        assertThat(cli.run("drop", "--yes").failed(5).err()).contains("the database is marked as protected");
        server.execute(target.database(), "DROP SCHEMA dbops CASCADE");
        assertThat(cli.run("drop", "--yes").failed(5).err()).contains("the database is marked as protected");
    }

    @Test
    void theMarkRemainsEvenIfTheLoadFails() throws IOException {
        cli.run("setup", "--protect").succeeded();
        write("schema.sql", "CREATE TABLE broken (;\n");
        cli.run("setup", "--confirm", target.database()).failed(3);
        assertThat(cli.run("drop", "--yes").failed(5).err()).contains("the database is marked as protected");

        write("schema.sql", "COMMENT ON DATABASE %s IS 'ours';\n".formatted(target.database()));
        write("seed.sql", "SELECT nothing;\n");
        cli.run("setup", "--confirm", target.database()).failed(3);
        assertThat(cli.run("drop", "--yes").failed(5).err()).contains("the database is marked as protected");
    }

    @Test
    void inProductionANewDatabaseNeedsNoNameButAnExistingOneDoes() {
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        prod.run("setup", "prod").succeeded();
        server.execute(target.database(), "INSERT INTO fruit VALUES ('plum')");

        prod.run("setup", "prod", "--yes").failed(5);
        assertThat(fruit()).isEqualTo("3");
        prod.run("setup", "prod", "--confirm", target.database()).succeeded();
        assertThat(fruit()).isEqualTo("2");
    }

    @Test
    void protectMarksTheNewDatabase() {
        cli.run("setup", "--protect").succeeded();

        assertThat(cli.run("setup", "--yes").failed(5).err()).contains("the database is marked as protected");
    }

    @Test
    void anErrorInTheScriptsIsFoundBeforeAnythingIsDropped() throws IOException {
        cli.run("setup").succeeded();
        write("seed.sql", "INSERT INTO fruit VALUES ('apple');\n\\edit\n");

        var transcript = cli.run("setup", "--yes").failed(2);

        assertThat(transcript.err()).contains("error: seed.sql:2:1: psql's command \\edit is not supported");
        assertThat(fruit()).isEqualTo("2");
    }

    @Test
    void anErrorInTheSeedsKeepsTheSchemaAndSaysSo() throws IOException {
        write("seed.sql", "INSERT INTO fruit VALUES ('apple');\nINSERT INTO fruit VALUES ('apple');\n");

        var transcript = cli.run("setup").failed(3);

        assertThat(transcript.err())
                .contains("the database and its schema exist, but seed.sql was not loaded")
                .contains("error: seed.sql:2:1: duplicate key value violates unique constraint \"fruit_pkey\"; "
                        + "nothing was changed (SQLSTATE 23505)")
                .contains("  2 | INSERT INTO fruit VALUES ('apple');\n      ^\n")
                .contains("detail: Key (name)=(apple) already exists.");
        assertThat(fruit()).isEqualTo("0");
    }

    @Test
    void withoutSeedsOnlyTheSchemaIsLoaded() throws IOException {
        Files.delete(directory.resolve("seed.sql"));

        assertThat(cli.run("setup").succeeded().err())
                .endsWith("\nthere is no seed.sql\n")
                .doesNotContain("warning");

        assertThat(fruit()).isEqualTo("0");
        assertThat(cli.run("setup", "--yes", "--seed", "seed.sql").failed(2).err())
                .contains("error: there is no file seed.sql");
    }

    @Test
    void migrationsAloneAreASchema() throws IOException {
        Files.delete(directory.resolve("schema.sql"));
        Files.createDirectories(directory.resolve("db/migrations"));
        write("db/migrations/0_fruit.sql", "CREATE TABLE fruit (name text);\nSET search_path = nowhere;\n");
        write("db/migrations/1_weight.sql", "ALTER TABLE fruit ADD weight int;\n");

        assertThat(cli.run("setup", "--dry-run").succeeded().out())
                .isEqualTo("would create database \"%s\", apply 2 migrations, and load seed.sql\n"
                        .formatted(target.database()));
        assertThat(cli.run("setup").succeeded().err())
                .endsWith("\"\nthere is no schema.sql\napplied 0_fruit.sql: 2 statements, 0 rows\n"
                        + "applied 1_weight.sql: 1 statement, 0 rows\nloaded seed.sql: 1 statement, 2 rows\n");

        assertThat(fruit()).isEqualTo("2");
        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do: database");
    }

    /** A schema without a history is what the migrations change; one that schema-dump wrote contains some of them. */
    @Test
    void migrationsThatTheSchemaDoesNotContainAreAppliedAfterIt() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        write("db/migrations/1_weight.sql", "ALTER TABLE fruit ADD weight int;\n");
        assertThat(cli.run("setup", "--dry-run").succeeded().out())
                .isEqualTo(("would create database \"%s\", load schema.sql, apply those of 1 migration that schema.sql"
                                + " does not contain, and load seed.sql\n")
                        .formatted(target.database()));

        assertThat(cli.run("setup").succeeded().err()).contains("applied 1_weight.sql");
        cli.run("migrate-status", "--check").succeeded();
        cli.run("schema-dump", "-f", "schema.sql").succeeded();
        assertThat(cli.run("setup", "--yes").succeeded().err()).contains("the schema contains all migrations\n");
        write("db/migrations/2_colour.sql", "ALTER TABLE fruit ADD colour text;\n");
        assertThat(cli.run("setup", "--yes").succeeded().err())
                .contains("applied 2_colour.sql")
                .doesNotContain("applied 1_weight.sql");

        cli.run("migrate-status", "--check").succeeded();
        assertThat(cli.run("setup", "--yes", "--no-migrate").succeeded().err()).doesNotContain("applied");
    }

    @Test
    void migrationsMayFollowTheSeeds() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        write("db/migrations/1_count.sql", "CREATE TABLE counted AS SELECT count(*) AS n FROM fruit;\n");

        assertThat(cli.run("setup", "--migrate-last", "--dry-run").succeeded().out())
                .endsWith("load schema.sql, load seed.sql, and apply those of 1 migration that schema.sql does not"
                        + " contain\n");
        assertThat(cli.run("setup", "--migrate-last").succeeded().err())
                .endsWith("loaded seed.sql: 1 statement, 2 rows\napplied 1_count.sql: 1 statement, 1 row\n");

        assertThat(cli.run("query", "SELECT n FROM counted", "--value")
                        .succeeded()
                        .out())
                .isEqualTo("2\n");
    }

    @Test
    void anErrorInAMigrationIsFoundBeforeAnythingIsDropped() throws IOException {
        cli.run("setup").succeeded();
        Files.createDirectories(directory.resolve("db/migrations"));
        write("db/migrations/1_vacuum.sql", "VACUUM;\n");

        assertThat(cli.run("setup", "--yes").failed(2).err())
                .contains("error: db/migrations/1_vacuum.sql:1:1: VACUUM cannot run inside a transaction");
        assertThat(cli.run("setup", "--yes", "--dir", "elsewhere").failed(2).err())
                .contains("error: there is no directory elsewhere");

        assertThat(fruit()).isEqualTo("2");
    }

    @Test
    void withoutASchemaNothingIsDone() throws IOException {
        Files.delete(directory.resolve("schema.sql"));

        var transcript = cli.run("setup").failed(2);

        assertThat(transcript.err()).contains("error: there is no file schema.sql");
        assertThat(exists()).isFalse();
    }

    @Test
    void theScriptsMayBeInTheDirectoryDb() throws IOException {
        Files.createDirectory(directory.resolve("db"));
        Files.move(directory.resolve("schema.sql"), directory.resolve("db/schema.sql"));
        Files.move(directory.resolve("seed.sql"), directory.resolve("db/seed.sql"));

        assertThat(cli.run("setup").succeeded().err())
                .contains("loaded db/schema.sql")
                .contains("loaded db/seed.sql");
    }

    /** The layout of a repository with a folder for each service, whose scripts run from its root. */
    @Test
    void theFilesMayBeThoseOfTheServiceBelow() throws IOException {
        Files.createDirectories(directory.resolve("backend-flask/db/migrations"));
        Files.move(directory.resolve("schema.sql"), directory.resolve("backend-flask/db/schema.sql"));
        Files.move(directory.resolve("seed.sql"), directory.resolve("backend-flask/db/seed.sql"));
        write("backend-flask/db/migrations/1_leaf.sql", "CREATE TABLE leaf (id int);\n");

        assertThat(cli.run("setup").succeeded().err())
                .contains("loaded backend-flask/db/schema.sql")
                .contains("applied 1_leaf.sql")
                .contains("loaded backend-flask/db/seed.sql");
        assertThat(cli.run("migrate-status").out()).contains("applied");
        Files.createDirectories(directory.resolve("db/migrations"));
        assertThat(cli.run("migrate-new", "next").succeeded().out()).startsWith("db/migrations/");
    }

    @Test
    void aDryRunChangesNothing() {
        assertThat(cli.run("setup", "--dry-run").succeeded().out())
                .isEqualTo("would create database \"%s\", load schema.sql, and load seed.sql\n"
                        .formatted(target.database()));
        assertThat(exists()).isFalse();
    }

    @Test
    void scriptsMayUseTheServersVersionBeforeTheDatabaseExists() throws IOException {
        write("schema.sql", "CREATE TABLE fruit AS SELECT :SERVER_VERSION_NUM AS name, :'DBNAME' AS d;\n");
        write("seed.sql", "DELETE FROM fruit WHERE d <> :'DBNAME' OR name <= :SERVER_VERSION_NUM - 1;\n");

        cli.run("setup").succeeded();

        assertThat(fruit()).isEqualTo("1");
    }

    private String fruit() {
        return server.rows(target.database(), "SELECT count(*) FROM fruit").getFirst();
    }

    private boolean exists() {
        return !server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(target.database()))
                .isEmpty();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}
