package dev.dbops.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query with the rights of another role than the one that logs in. */
class QueryAsRoleTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private String reader;
    private Cli cli;

    @BeforeEach
    void aRoleThatOnlyReads() {
        target = server.newDatabase();
        reader = "Reader of " + target.database();
        server.execute(target.database(), """
            CREATE TABLE fruit (name text);
            INSERT INTO fruit VALUES ('apple');
            CREATE SEQUENCE number;
            CREATE ROLE "%1$s";
            GRANT SELECT ON fruit TO "%1$s";
            """.formatted(reader));
        cli = new Cli(directory).with(target);
    }

    @AfterEach
    void dropRole() {
        server.execute(target.database(), "DROP OWNED BY \"%1$s\"; DROP ROLE \"%1$s\"".formatted(reader));
    }

    private List<String> fruit() {
        return server.rows(target.database(), "SELECT name FROM fruit");
    }

    @Test
    void theSqlHasTheRightsOfTheRole() {
        assertThat(query("--value", "SELECT current_user").succeeded().out()).isEqualTo(reader + "\n");
        assertThat(query("--value", "SELECT name FROM fruit").succeeded().out()).isEqualTo("apple\n");
        assertThat(query("-o", "json", "SHOW role").succeeded().out()).contains(reader);
        assertThat(query("--explain", "SELECT * FROM fruit").succeeded().out()).contains("Seq Scan");

        for (var sql :
                List.of("SELECT nextval('number')", "SELECT pg_reload_conf()", "SELECT lo_export(1, '/tmp/x')")) {
            assertThat(query(sql).failed(3).err()).contains("permission denied", "42501");
        }
        assertThat(query("--write", "INSERT INTO fruit VALUES ('pear')")
                        .failed(3)
                        .err())
                .contains("permission denied for table fruit; nothing was changed");
        assertThat(query("--write", "CREATE DATABASE never_made").failed(3).err())
                .contains("permission denied to create database");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET ROLE postgres",
                "set session role none",
                "SET LOCAL \"role\" = 'postgres'",
                "RESET role",
                "RESET ALL",
                "SET SESSION AUTHORIZATION DEFAULT",
                "SET LOCAL SESSION AUTHORIZATION postgres",
                "SET session_authorization = postgres",
                "RESET SESSION AUTHORIZATION",
                "DISCARD ALL"
            })
    void theSqlDoesNotLeaveTheRole(String sql) {
        assertThat(query("SELECT 1; " + sql).failed(2).err()).startsWith("error: SQL:1:11: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('role', 'none', false)",
                "DO 'BEGIN RESET ROLE; END'",
                "DO 'BEGIN SET SESSION AUTHORIZATION DEFAULT; END'",
                "SELECT set_config('role', 'postgres', true); SET search_path = public"
            })
    void sqlThatHasLeftTheRoleKeepsNothing(String sql) {
        assertThat(query("--write", sql + "; INSERT INTO fruit VALUES ('pear')")
                        .failed(5)
                        .err())
                .contains("error: the SQL has left the role \"" + reader + "\", which --as-role gave it; nothing was"
                        + " changed\n");
        query(sql).failed(5);
        assertThat(fruit()).hasSize(1);
    }

    @Test
    void aRoleThatCannotBeHadIsNamed() {
        assertThat(cli.run("query", "SELECT 1", "--as-role", "nobody there")
                        .failed(3)
                        .err())
                .contains("role \"nobody there\" does not exist")
                .contains("hint: the role must exist, and the role that logs in must be a member of it: GRANT \"nobody"
                        + " there\" TO \"");
        assertThat(cli.run("query", "SELECT 1", "--as-role", "none").failed(2).err())
                .contains("error: \"none\" is not the name of a role");
        cli.run("query", "SELECT 1", "--as-role", "").failed(2);
    }

    private Cli.Transcript query(String... words) {
        var arguments = new ArrayList<>(List.of("query", "--as-role", reader));
        arguments.addAll(List.of(words));
        return cli.run(arguments.toArray(String[]::new));
    }
}
