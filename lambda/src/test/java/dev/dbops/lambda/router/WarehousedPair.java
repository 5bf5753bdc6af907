package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.lambda.FunctionHarness;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.standin.DataApiStandIn;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A source with a log, a stand-in for a warehouse, and the handler that writes into it. */
final class WarehousedPair implements AutoCloseable {
    static final String HOST = "shop.abc123.eu-central-1.redshift.amazonaws.com";

    private final RoutedPair pair = new RoutedPair();
    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried());
    private final DataApiStandIn api = new DataApiStandIn(redshift);

    WarehousedPair() {
        pair.variables().remove("CONNECTION_URL");
        pair.with("WAREHOUSE_CONNECTION_URL", url("handler:secret@127.0.0.1", "sslmode=disable"))
                .with("AWS_LAMBDA_FUNCTION_NAME", "warehouse-writer");
        try (var connection = Warehouse.connect(redshift.target())) {
            for (var sql : List.of(
                    "CREATE TABLE \"item\" (\"id\" INTEGER NOT NULL, \"note\" VARCHAR(65535), \"n\" INTEGER)",
                    "CREATE TABLE \"other\" (\"id\" INTEGER NOT NULL)")) {
                connection.execute(WarehouseStatement.of(sql));
            }
        }
    }

    /** Requires TLS, with a certificate for this host; returns the parameters that verify it. */
    String tls(Path directory, String host) throws IOException, InterruptedException {
        var certificates = new TestCertificates(directory);
        redshift.tls(certificates.sign(host, "-1d", 30));
        return "sslmode=verify-full&sslrootcert=" + certificates.authority();
    }

    /** The URL of the stand-in. */
    String url(String userAndHost, String parameters) {
        return "redshift://%s:%d/%s?%s".formatted(userAndHost, redshift.port(), redshift.database(), parameters);
    }

    /** Lets the handler use the Data API. */
    WarehousedPair byDataApi() {
        return with("WAREHOUSE_CONNECTION_URL", url("handler@" + HOST, "data_api=true"))
                .with("AWS_ENDPOINT_URL_REDSHIFT_DATA", api.url())
                .with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("AWS_REGION", "eu-central-1");
    }

    RedshiftStandIn redshift() {
        return redshift;
    }

    DataApiStandIn api() {
        return api;
    }

    RoutedPair source() {
        return pair;
    }

    WarehousedPair with(String name, String value) {
        pair.with(name, value);
        return this;
    }

    WarehousedPair with(Map<String, String> more) {
        pair.with(more);
        return this;
    }

    WarehousedPair inSource(String sql) {
        pair.databases().inSource(sql);
        return this;
    }

    Map<String, String> variables() {
        return pair.variables();
    }

    FunctionHarness writer() {
        return new FunctionHarness(pair.variables(), EventRouter::toWarehouse);
    }

    List<String> events() {
        return pair.events();
    }

    void assertSame() {
        assertThat(redshift.gate().refused()).isEmpty();
        for (var query : List.of("SELECT id, note, n FROM item ORDER BY id", "SELECT id FROM other ORDER BY id")) {
            assertThat(redshift.rows(query)).isEqualTo(pair.databases().sourceRows(query));
        }
    }

    @Override
    public void close() {
        api.close();
        redshift.close();
    }
}
