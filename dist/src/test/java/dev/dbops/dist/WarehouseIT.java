package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution delivers to the stand-in for Redshift: its module has all that the driver of Redshift reads. */
class WarehouseIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    private static final String ROWS = "SELECT id, name, at FROM item ORDER BY id";

    private final TestServer server = TestServer.carried();
    private final RedshiftStandIn warehouse = new RedshiftStandIn(server);
    private final AwsEmulator emulator = AwsEmulator.reset();

    @TempDir
    private Path directory;

    private ConnectionTarget source;

    @BeforeEach
    void logEvents() throws Exception {
        source = server.newDatabase();
        server.execute(source.database(), "CREATE TABLE item (id int PRIMARY KEY, name text, at timestamptz)");
        run("triggers-install", "--table", "item");
        server.execute(
                source.database(), "INSERT INTO item SELECT i, 'item ' || i, now() FROM generate_series(1, 2000) AS i");
        server.execute(source.database(), "DELETE FROM item WHERE id > 1500");
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    private void run(String... arguments) throws Exception {
        var variables = new HashMap<>(emulator.variables());
        variables.put("CONNECTION_URL", ConnectionUrl.formatWithPassword(source));
        variables.put("DWH_CONNECTION_URL", ConnectionUrl.formatWithPassword(warehouse.target()));
        var command = new ArrayList<>(List.of(DB_OPS));
        command.addAll(List.of(arguments));
        var finished = Finished.run(directory, Map.copyOf(variables), command);
        assertThat(finished.exit()).as(finished.toString()).isZero();
    }

    @Test
    void eventsAreInserted() throws Exception {
        run("events-replay", "--to", "env:dwh", "--create-tables");

        assertThat(warehouse.rows(ROWS)).isEqualTo(server.rows(source.database(), ROWS));
        assertThat(warehouse.gate().refused()).isEmpty();
    }

    @Test
    void eventsAreCopiedFromS3() throws Exception {
        try (var aws = emulator.clients()) {
            aws.s3().createBucket(request -> request.bucket("stage"));
            warehouse.s3(aws.s3());

            run("events-replay", "--to", "env:dwh", "--create-tables", "--stage", "s3://stage");

            assertThat(warehouse.statements()).anyMatch(sql -> sql.startsWith("COPY "));
            assertThat(warehouse.rows(ROWS)).isEqualTo(server.rows(source.database(), ROWS));
        }
    }
}
