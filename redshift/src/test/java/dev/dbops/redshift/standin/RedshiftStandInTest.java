package dev.dbops.redshift.standin;

import static dev.dbops.redshift.standin.StandInClient.assertFails;
import static dev.dbops.redshift.standin.StandInClient.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedshiftStandInTest {
    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried());
    private final StandInClient client = new StandInClient(redshift);

    @AfterEach
    void close() {
        redshift.close();
    }

    @Test
    void theDriverConnectsAndSendsNothingOfItsOwn() throws SQLException {
        try (var connection = client.connect()) {
            assertThat(redshift.roundTrips()).isZero();
            assertThat(connection.isValid(1)).isTrue();
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("8.0.2");
        }
        assertThat(redshift.statements()).containsExactly("");
        assertThat(redshift.gate().refused()).isEmpty();
    }

    @Test
    void statementsAreRecordedForEachConnection() throws SQLException {
        client.run("CREATE SCHEMA IF NOT EXISTS \"s\"", "CREATE TABLE \"s\".\"t\" (\"a\" BIGINT)");
        redshift.forget();
        try (var connection = client.connect()) {
            connection.setAutoCommit(false);
            run(connection, "LOCK TABLE \"s\".\"t\"", "DELETE FROM \"s\".\"t\"; SELECT 1");
            connection.commit();
        }

        assertThat(redshift.statements())
                .containsExactly("BEGIN", "LOCK TABLE \"s\".\"t\"", "DELETE FROM \"s\".\"t\"", "SELECT 1", "COMMIT");
        assertThat(redshift.statements(1)).isEmpty();
        assertThat(redshift.statements(2)).hasSize(5);
        assertThat(redshift.roundTrips()).isPositive();
    }

    @Test
    void aRefusedStatementFailsItsTransaction() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" BIGINT)");
        try (var connection = client.connect()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO \"t\" (\"a\") VALUES (1)");
            assertFails(
                    () -> run(connection, "TRUNCATE \"t\""), "42601", "not a statement of Redshift that db-ops uses");
            assertFails(() -> run(connection, "SELECT 1"), "25P02", "current transaction is aborted");
            connection.commit();
        }
        assertThat(redshift.rows("SELECT count(*) FROM t")).containsExactly("0");
        assertThat(redshift.gate().refused()).hasSize(1);
    }

    @Test
    void keysAreNotEnforcedAndTheirColumnsAreNotNull() throws SQLException {
        client.run(
                "CREATE TABLE \"T\" (\"Id\" BIGINT, PRIMARY KEY (\"Id\"))",
                "INSERT INTO \"t\" (\"ID\") VALUES (1)",
                "INSERT INTO \"t\" (\"id\") VALUES (1)");
        assertFails(
                () -> client.run("INSERT INTO \"t\" (\"id\") VALUES (NULL)"), "23502", "null value in column \"id\"");
        assertThat(redshift.rows("SELECT id FROM t")).containsExactly("1", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "VARCHAR(4), 'éé', 'ééé', 22001, Value too long for character type",
        "VARCHAR(4), 'abcd', 'abcde', 22001, Value too long for character type",
        "DATE, '294276-12-31', 'infinity', 22008, date/time field value out of range",
        "DATE, '0001-01-01 BC', '294277-01-01', 22008, date/time field value out of range",
        "TIMESTAMP, '2024-01-01 00:00:00', '-infinity', 22008, date/time field value out of range",
        "TIMESTAMPTZ, '2024-01-01 00:00:00+01', 'infinity', 22008, date/time field value out of range",
        "'DECIMAL(38,2)', '1.005', 'NaN', 22003, Numeric data overflow"
    })
    void valuesHaveTheLimitsOfRedshift(String type, String good, String bad, String sqlState, String message)
            throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" %s)".formatted(type));
        try (var connection = client.connect();
                var insert = connection.prepareStatement("INSERT INTO \"t\" (\"a\") VALUES (?)")) {
            insert.setString(1, good);
            insert.executeUpdate();
            insert.setString(1, bad);
            assertFails(insert::executeUpdate, sqlState, message);
        }
    }

    @Test
    void functionsOfRedshiftAreThere() throws SQLException {
        client.run(
                "CREATE TABLE \"t\" (\"a\" SUPER, \"b\" VARBYTE(2), \"c\" TIMESTAMP DEFAULT GETDATE())",
                "CREATE TEMP TABLE \"u\" (\"a\" VARCHAR(MAX), \"b\" VARCHAR(10))");
        try (var connection = client.connect()) {
            run(
                    connection,
                    "CREATE TEMP TABLE \"u\" (\"a\" VARCHAR(MAX), \"b\" VARCHAR(10))",
                    "INSERT INTO \"u\" (\"a\", \"b\") VALUES ('{\"k\": [1, null]}', '0aff')",
                    "INSERT INTO \"t\" (\"a\", \"b\") SELECT JSON_PARSE(\"a\"), FROM_HEX(\"b\") FROM \"u\"");
            assertThat(redshift.rows("SELECT a, b, c IS NULL FROM t")).containsExactly("{\"k\": [1, null]}|\\x0aff|f");

            run(connection, "UPDATE \"u\" SET \"a\" = '{' WHERE TRUE");
            assertFails(
                    () -> run(connection, "INSERT INTO \"t\" (\"a\") SELECT JSON_PARSE(\"a\") FROM \"u\""),
                    "XX000",
                    "JSON parsing error");
            assertFails(
                    () -> run(connection, "INSERT INTO \"t\" (\"a\") SELECT \"a\" FROM \"u\""),
                    "42804",
                    "is of type super");
        }
        assertThat(redshift.rows("SELECT redshift.json_parse(to_json(repeat('x', 65535))::text) IS NULL"))
                .containsExactly("f");
        assertThatThrownBy(() -> redshift.rows("SELECT redshift.json_parse(to_json(repeat('x', 65536))::text)"))
                .hasStackTraceContaining("String value exceeds the max size of 65535 bytes");
    }

    @Test
    void textOfJsonInValuesIsRefusedBecauseRedshiftKeepsItAsAString() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" SUPER)");
        try (var connection = client.connect();
                var insert = connection.prepareStatement("INSERT INTO \"t\" (\"a\") VALUES (?)")) {
            insert.setString(1, "{}");
            assertFails(insert::executeUpdate, "42804", "a value of SUPER or VARBYTE is not a parameter of VALUES");
        }
        assertThat(redshift.gate().refused()).hasSize(1);
    }

    @Test
    void aTlsConnectionIsVerifiedAndAPlainOneRefused(@TempDir Path directory) throws Exception {
        var certificates = new TestCertificates(directory);
        redshift.tls(certificates.sign("localhost", "-1d", 30));
        var url = "jdbc:redshift://localhost:%d/%s?sslmode=verify-full&sslrootcert=%s"
                .formatted(redshift.port(), redshift.database(), certificates.authority());

        try (var connection = DriverManager.getConnection(url, "user", "secret")) {
            assertThat(connection.isValid(1)).isTrue();
        }
        assertThatThrownBy(() -> DriverManager.getConnection(url.replace("localhost", "127.0.0.1"), "user", "secret"))
                .hasMessageContaining("hostname");
        assertFails(client::connect, "28000", "SSL off");
    }

    @Test
    void aPasswordIsChecked() throws SQLException {
        redshift.password("secret");
        client.run("SELECT 1");
        redshift.password("other");
        assertFails(() -> client.run("SELECT 1"), "28000", "password authentication failed for user \"IAM:handler\"");
    }

    @Test
    void simpleQueriesAreRefused() {
        assertFails(
                () -> DriverManager.getConnection(redshift.url() + "&preferQueryMode=simple", "user", "secret")
                        .createStatement()
                        .execute("SELECT 1"),
                "0A000",
                "the stand-in has no messages of type Q");
    }

    @Test
    void theCatalogShowsTypes() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" VARCHAR(20), \"b\" SUPER, \"c\" DECIMAL(10,2), \"d\" VARBYTE(3))");
        try (var connection = client.connect();
                var select = connection.prepareStatement("""
                    SELECT a.attname, format_type(a.atttypid, a.atttypmod)
                    FROM pg_catalog.pg_attribute AS a
                    INNER JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
                    INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                    WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum\
                    """)) {
            select.setString(1, "public");
            select.setString(2, "t");
            var types = new StringBuilder();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    types.append(rows.getString(1))
                            .append(' ')
                            .append(rows.getString(2))
                            .append('\n');
                }
            }
            assertThat(types.toString()).isEqualTo("a character varying(20)\nb super\nc numeric(10,2)\nd varbyte\n");
        }
    }
}
