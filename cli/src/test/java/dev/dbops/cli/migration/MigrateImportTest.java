package dev.dbops.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateImportTest extends MigrationProject {
    private static final String HISTORY =
            "SELECT version, type, success FROM flyway_schema_history ORDER BY installed_rank";

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void pythonFilesBecomeSqlFilesAndTheAppliedOnesAreRecorded(int major) throws IOException {
        use(TestServer.ofMajor(major));
        python("16703429870640998_add_bio", "ALTER TABLE users ADD bio text;", "ALTER TABLE users DROP bio;");
        python("16703430010500000_add_age", "ALTER TABLE users ADD age int;", "ALTER TABLE users DROP age;");
        execute("CREATE TABLE users (id int, bio text)");
        pythonHistory("16703429870640998");

        var transcript = cli.run("migrate-import", "-o", "json").succeeded();

        assertThat(transcript.out())
                .contains("\"tool\":\"Python files\",\"table\":\"public.schema_information\"")
                .contains("\"files\":[\"20221206160947_add_bio.sql\",\"20221206161001_add_age.sql\"]")
                .contains("\"applied\":[\"20221206160947_add_bio.sql\"]");
        assertThat(directory.resolve("db/migrations/20221206160947_add_bio.sql"))
                .content()
                .isEqualTo("-- migrate:up\nALTER TABLE users ADD bio text;\n\n-- migrate:down\n"
                        + "ALTER TABLE users DROP bio;\n");
        assertThat(rows(HISTORY)).containsExactly("0|BASELINE|t", "20221206160947|SQL|t");
        assertThat(cli.run("migrate").succeeded().err()).contains("is migrated: 1 migration\n");
        cli.run("migrate-rollback", "--to", "0").succeeded();
        assertThat(rows("SELECT count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0"
                        + " AND NOT attisdropped"))
                .containsExactly("1");
    }

    @Test
    void whereNoPythonFileWasEverAppliedAllArePending() throws IOException {
        python("16703429870640998_add_bio", "ALTER TABLE users ADD bio text;", "");
        execute("CREATE TABLE users (id int)");

        assertThat(cli.run("migrate-import").succeeded().out())
                .isEqualTo("recorded 0 migrations as applied; SQL files: 1\n");

        assertThat(cli.run("migrate").succeeded().err()).contains("applied 20221206160947_add_bio.sql");
    }

    @Test
    void afterTheLastPythonFileThereIsNothingToDo() throws IOException {
        python("16703429870640998_add_bio", "ALTER TABLE users ADD bio text;", "");
        pythonHistory("16703429870640998");

        cli.run("migrate-import").succeeded();

        assertThat(cli.run("migrate").succeeded().err()).contains("nothing to do");
        assertThat(cli.run("migrate-import").failed(1).err()).contains("the history of migrations has begun already");
        assertThat(cli.run("migrate-rollback").failed(1).err()).contains("has no way back");
    }

    @Test
    void whereTheNumbersAreNotInTheOrderOfTimeNothingIsGuessed() throws IOException {
        python("16703429870640998_a", "SELECT 1;", "");
        python("167034300105_b", "SELECT 2;", "");
        pythonHistory("16703429870640998");

        var refused = cli.run("migrate-import").failed(1);

        assertThat(refused.err())
                .contains("it is not clear whether 167034300105_b.py is applied")
                .contains("hint: rename the file");
        assertThat(Files.list(directory.resolve("db/migrations"))).hasSize(2);
    }

    @Test
    void pythonThatWouldHaveToBeExecutedIsRefused() throws IOException {
        Files.writeString(
                directory.resolve("db/migrations/16703429870640998_a.py"),
                "def migrate_sql():\n  return f'DROP TABLE {name}'\n");
        pythonHistory("0");

        var refused = cli.run("migrate-import").failed(2);

        assertThat(refused.err())
                .contains("db/migrations/16703429870640998_a.py:2:")
                .contains("the SQL is not a constant, and db-ops does not execute Python");
    }

    @Test
    void aPythonFileOfAnotherEncodingIsRefused() throws IOException {
        Files.write(
                directory.resolve("db/migrations/16703429870640998_a.py"),
                "def migrate_sql():\n  return 'SELECT 1 AS \u00e9'\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(cli.run("migrate-import").failed(2).err())
                .contains("db/migrations/16703429870640998_a.py: the file is not UTF-8")
                .contains("hint: save it as UTF-8");
        assertThat(Files.list(directory.resolve("db/migrations"))).hasSize(1);
    }

    @Test
    void eachVersionOfDbmateIsRecorded() throws IOException {
        write("20240101000000_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n");
        write("20240102000000_b.sql", "-- migrate:up transaction:false\nVACUUM;\n-- migrate:down\n");
        write("20240103000000_c.sql", "-- migrate:up\nCREATE TABLE c (id int);\n-- migrate:down\nDROP TABLE c;\n");
        execute("CREATE TABLE a (id int)");
        execute("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)");
        execute("INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000')");

        var dry = cli.run("migrate-import", "--dry-run").succeeded();
        assertThat(dry.out()).contains("would record 2 migrations of dbmate as applied");
        assertThat(rows("SELECT to_regclass('flyway_schema_history') IS NULL")).containsExactly("t");
        assertThat(cli.run("migrate-import").succeeded().out()).contains("recorded 2 migrations of dbmate as applied");

        assertThat(rows(HISTORY)).containsExactly("0|BASELINE|t", "20240101000000|SQL|t", "20240102000000|SQL|t");
        assertThat(cli.run("migrate").succeeded().err()).contains("applied 20240103000000_c.sql");
        cli.run("migrate-rollback").succeeded();
        assertThat(rows("SELECT to_regclass('a'), to_regclass('c')")).containsExactly("a|null");
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3", "3, 4"})
    void theFilesUpToTheVersionOfGolangMigrateAreRecorded(int version, int rows) throws IOException {
        for (var name : List.of("000001_a", "000002_b", "000003_c")) {
            write(name + ".up.sql", "CREATE TABLE %s (id int);\n".formatted(name.substring(7)));
            write(name + ".down.sql", "DROP TABLE %s;\n".formatted(name.substring(7)));
        }
        golangHistory(version, false);

        cli.run("migrate-import").succeeded();

        assertThat(rows(HISTORY)).hasSize(rows);
        assertThat(cli.run("migrate-status", "--check").exitCode()).isEqualTo(version == 3 ? 0 : 1);
    }

    @Test
    void aDirtyVersionIsRefused() throws IOException {
        write("000001_a.up.sql", "SELECT 1;\n");
        golangHistory(1, true);

        assertThat(cli.run("migrate-import").failed(1).err())
                .contains("version 1 failed half-way: public.schema_migrations says that it is dirty");
    }

    @Test
    void aVersionWithoutAFileIsRefused() throws IOException {
        write("20240101000000_a.sql", "SELECT 1;\n");
        execute("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)");
        execute("INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000')");

        assertThat(cli.run("migrate-import").failed(1).err())
                .contains("version 20240102000000 is applied, by public.schema_migrations, but there is no such file");
        assertThat(rows("SELECT to_regclass('flyway_schema_history') IS NULL")).containsExactly("t");
    }

    @Test
    void withoutAHistoryOrWithTwoNothingIsRecorded() {
        assertThat(cli.run("migrate-import").failed(1).err()).contains("the database has no history that db-ops can");
        execute("CREATE VIEW schema_migrations AS SELECT '1'::varchar AS version");
        assertThat(cli.run("migrate-import").failed(1).err()).contains("the database has no history that db-ops can");
        execute("DROP VIEW schema_migrations");

        golangHistory(1, false);
        pythonHistory("0");
        assertThat(cli.run("migrate-import").failed(1).err())
                .contains("two histories of other tools: public.schema_information and public.schema_migrations");
    }

    @Test
    void aProtectedDatabaseKeepsItsHistoryWithoutItsName() throws IOException {
        write("000001_a.up.sql", "SELECT 1;\n");
        golangHistory(1, false);
        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        assertThat(cli.run("migrate-import", "prod", "--yes").failed(5).err())
                .contains("this will record 1 migration as applied in database");
        cli.run("migrate-import", "prod", "--confirm", target.database()).succeeded();
        assertThat(rows(HISTORY)).hasSize(2);
    }

    private void python(String name, String up, String down) throws IOException {
        Files.writeString(directory.resolve("db/migrations/" + name + ".py"), """
            from lib.db import db

            class AMigration:
              def migrate_sql():
                data = \"""
                %s
                \"""
                return data
              def rollback_sql():
                data = \"""
                %s
                \"""
                return data

              def migrate():
                db.query_commit(AMigration.migrate_sql(), {})

            migration = AMigration
            """.formatted(up, down));
    }

    private void pythonHistory(String last) {
        execute("CREATE TABLE schema_information (id integer UNIQUE, last_successful_run text)");
        execute("INSERT INTO schema_information VALUES (1, '%s')".formatted(last));
    }

    private void golangHistory(int version, boolean dirty) {
        execute("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)");
        execute("INSERT INTO schema_migrations VALUES (%d, %b)".formatted(version, dirty));
    }
}
