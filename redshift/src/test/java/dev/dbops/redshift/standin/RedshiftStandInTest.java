package dev.dbops.redshift.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedshiftStandInTest {
    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried());

    @AfterEach
    void nothingElseWasRefused() {
        redshift.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(redshift.url(), "IAM:handler", "secret");
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        for (var sql : statements) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void theDriverConnectsAndSendsNothingOfItsOwn() throws SQLException {
        try (var connection = connect()) {
            assertThat(connection.isValid(1)).isTrue();
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("8.0.2");
        }
        assertThat(redshift.statements()).containsExactly("");
        assertThat(redshift.gate().refused()).isEmpty();
    }

    @Test
    void duplicatesOfAKeyAreKept() throws SQLException {
        try (var connection = connect()) {
            run(connection, "CREATE TABLE \"T\" (\"Id\" BIGINT, PRIMARY KEY (\"Id\"))");
            for (var i = 0; i < 2; i++) {
                try (var insert = connection.prepareStatement("INSERT INTO \"t\" (\"ID\") VALUES (?)")) {
                    insert.setLong(1, 1);
                    insert.executeUpdate();
                }
            }
        }
        assertThat(redshift.rows("SELECT id FROM t")).containsExactly("1", "1");
    }
}
