package dev.dbops.cli.dataapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DataApiSessionsTest extends DataApiProject {
    @Test
    void sessionsAreListedAndEnded() throws SQLException {
        try (var other =
                DriverManager.getConnection(both.postgres().jdbcUrl(both.database()) + "&ApplicationName=worker")) {
            assertThat(both.run("sessions", "-o", "csv").succeeded().out()).contains(",worker,");
            assertThat(both.run("sessions", "--blocking").succeeded().err()).isNotNull();
            assertThat(both.run("sessions-kill", "--application", "worker", "--yes", "-o", "csv")
                            .succeeded()
                            .out())
                    .contains(",worker,", ",ended,");
            assertThat(other.isValid(1)).isFalse();
        }
    }

    @Test
    void aMigrationThatNeedsASessionIsRefused() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(
                directory.resolve("db/migrations/V1__index.sql"),
                "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n");
        assertThat(both.run("migrate").failed(2).err()).contains("a script is one transaction", "transaction:false");
    }

    @Test
    void migrationsAreApplied() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        Files.writeString(
                directory.resolve("db/migrations/V1__users.sql"),
                "CREATE TABLE users (a int);\nINSERT INTO users VALUES (1);\n");
        Files.writeString(
                directory.resolve("db/migrations/V2__more.sql"), "ALTER TABLE users ADD b text DEFAULT 'x';\n");
        both.run("migrate").succeeded();
        assertThat(both.connected("query", "SELECT * FROM users", "-o", "csv")
                        .succeeded()
                        .out())
                .isEqualTo("a,b\n1,x\n");
        assertThat(both.connected("migrate").succeeded().err()
                        + both.run("migrate").succeeded().err())
                .doesNotContain("applied");
        Files.writeString(
                directory.resolve("db/migrations/V3__wrong.sql"),
                "ALTER TABLE users ADD c int;\nALTER TABLE user ADD d int;\n");
        assertThat(both.run("migrate").failed(3).err()).contains("V3__wrong.sql:2:13: ", "(SQLSTATE 42601)");
        assertThat(both.connected("query", "SELECT * FROM users", "-o", "csv")
                        .succeeded()
                        .out())
                .isEqualTo("a,b\n1,x\n");
    }
}
