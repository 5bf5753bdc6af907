package dev.dbops.redshift.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

class CopyTest {
    private static final String COPY = "COPY \"t\" (\"id\", \"name\", \"data\") FROM 's3://stage/batch/1'"
            + " IAM_ROLE 'arn:aws:iam::123456789012:role/loader' FORMAT AS JSON 'auto' GZIP REGION 'eu-central-1'"
            + " COMPUPDATE OFF STATUPDATE OFF";

    private final AwsClients aws = AwsEmulator.reset().clients();
    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried()).s3(aws.s3());
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        aws.s3().createBucket(request -> request.bucket("stage"));
        connection = DriverManager.getConnection(redshift.url(), "user", "secret");
        run("CREATE TABLE \"t\" (\"id\" BIGINT, \"name\" VARCHAR(10), \"data\" VARCHAR(100))");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        redshift.close();
        aws.close();
    }

    private int run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private void put(String key, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        aws.s3().putObject(request -> request.bucket("stage").key(key), RequestBody.fromBytes(bytes.toByteArray()));
    }

    @Test
    void objectsWithThePrefixAreLoadedInTheTransaction() throws SQLException, IOException {
        put(
                "batch/1/a.json.gz",
                "{\"id\": 1, \"name\": \"a\\tb\\\\N\", \"data\": {\"k\": [1, 2.50]}}\n{\"name\": null, \"id\": 2}\n");
        put("batch/1/b.json.gz", "{\"ID\": 9, \"name\": \"\", \"data\": true, \"more\": 1}");
        put("batch/2", "{\"id\": 3}");
        connection.setAutoCommit(false);
        assertThat(run(COPY)).isEqualTo(3);
        assertThat(redshift.rows("SELECT * FROM t")).isEmpty();
        connection.commit();

        assertThat(redshift.rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("1|a\tb\\N|{\"k\":[1,2.50]}", "2|null|null", "null||true");
        aws.s3().deleteObject(request -> request.bucket("stage").key("batch/2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
        {"id": 1, "name": "elf letters"}#Value too long for character type
        {"id": "x"}#invalid input syntax for type bigint
        {"id": 1#Invalid JSON
        [1]#a row is not an object
        {"id": 1, "name": "\\u0000"}#invalid byte sequence
        """)
    void aBadRowFailsTheLoad(String row, String reason) throws IOException, SQLException {
        put("batch/1", "{\"id\": 1}\n" + row);
        assertThatThrownBy(() -> run(COPY))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX000"))
                .hasMessage(
                        "ERROR: Load into table 't' failed.  Check 'sys_load_error_detail' system table for details.");
        assertThat(redshift.loadErrors())
                .singleElement()
                .asString()
                .startsWith("t: ")
                .contains(reason);
        assertThat(redshift.rows("SELECT * FROM t")).isEmpty();
        assertThat(run("DELETE FROM \"t\"")).isZero();
    }

    @Test
    void anObjectLongerThan4MbFailsTheLoad() throws IOException {
        put("batch/1", "{\"id\": 1, \"more\": \"" + "x".repeat(4 * 1024 * 1024) + "\"}");
        assertThatThrownBy(() -> run(COPY)).hasMessageContaining("Load into table 't' failed");
        assertThat(redshift.loadErrors()).containsExactly("t: The JSON object is longer than 4 MB");
    }

    @Test
    void objectsThatCannotBeReadFailTheLoad() throws SQLException {
        assertThatThrownBy(() -> run(COPY)).hasMessageContaining("The specified S3 prefix 'batch/1' does not exist");
        assertThatThrownBy(() -> run(COPY.replace("s3://stage", "s3://other")))
                .hasMessageContaining("The specified bucket does not exist");
        aws.s3().putObject(request -> request.bucket("stage").key("batch/1"), RequestBody.fromString("{}"));
        assertThatThrownBy(() -> run(COPY)).hasMessageContaining("Load into table 't' failed");
        assertThat(redshift.loadErrors()).containsExactly("t: Not in GZIP format");
    }

    @Test
    void aConnectionIsCutAfterTheLoad() throws IOException, SQLException {
        put("batch/1", "{\"id\": 1}");
        redshift.cutAfter(StatementTemplate.COPY);
        assertThatThrownBy(() -> run(COPY)).hasMessageContaining("I/O error");
        assertThat(redshift.rows("SELECT id FROM t")).containsExactly("1");
    }
}
