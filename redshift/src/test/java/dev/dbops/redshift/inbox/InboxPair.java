package dev.dbops.redshift.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.events.NameMap;
import dev.dbops.events.inbox.Deliveries;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.postgres.Database;
import dev.dbops.redshift.ConnectionWriter;
import dev.dbops.redshift.DataApiWriter;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.sql.InsertLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.standin.DataApiStandIn;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.redshift.table.SourceTables;
import dev.dbops.redshift.table.WarehouseDefinition;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A source with a log, and a stand-in for a warehouse that receives its events by one of the two ways. */
final class InboxPair implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final Duration MEMORY = Duration.ofDays(15);

    private final Way way;
    private final ReplayedPair source = new ReplayedPair(17);
    private final RedshiftStandIn warehouse;
    private final DataApiStandIn api;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final NameMap names = new NameMap();

    /** The ways to a warehouse. */
    enum Way {
        CONNECTION,
        DATA_API
    }

    InboxPair(Way way) {
        this.way = way;
        warehouse = new RedshiftStandIn(TestServer.carried());
        api = new DataApiStandIn(warehouse);
    }

    RedshiftStandIn warehouse() {
        return warehouse;
    }

    DataApiStandIn api() {
        return api;
    }

    ReplayedPair source() {
        return source;
    }

    InboxPair inSource(String... statements) {
        for (var sql : statements) {
            source.inSource(sql);
        }
        return this;
    }

    InboxPair map(String rule) {
        names.add(rule);
        return this;
    }

    /** Creates a table of the source in the warehouse, as db-ops does, and captures its changes. */
    InboxPair both(String table, String... key) {
        create(source, table, key);
        source.capture('"' + table + '"');
        return this;
    }

    void create(ReplayedPair from, String table, String... key) {
        try (var database = Database.connect(from.source());
                var connection = Warehouse.connect(warehouse.target())) {
            var columns = new SourceTables(database, new NameMap()).columns("public", table);
            connection.execute(
                    WarehouseStatement.of(WarehouseDefinition.create("public", table, columns, Set.of(key))));
        }
    }

    /** Runs a statement of Redshift. */
    InboxPair inWarehouse(String sql) {
        try (var connection = Warehouse.connect(warehouse.target())) {
            connection.execute(WarehouseStatement.of(sql));
        }
        return this;
    }

    /** A way of its own to the warehouse. */
    WarehouseWriter writer() {
        if (way == Way.CONNECTION) {
            var writer = new ConnectionWriter(warehouse.target(), InsertLoad.BY_CONNECTION);
            keep(writer);
            return writer;
        }
        var clients = new AwsClients(settings(), Optional.of("eu-central-1"));
        keep(clients);
        return new DataApiWriter(target(), clients);
    }

    private synchronized void keep(AutoCloseable resource) {
        opened.add(resource);
    }

    private AwsSettings settings() {
        return new AwsSettings(
                Map.of(
                        "AWS_ENDPOINT_URL_REDSHIFT_DATA", api.url(),
                        "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret"),
                Path.of("target"),
                Optional.empty(),
                "test",
                MfaPrompt.NONE);
    }

    private ConnectionTarget target() {
        return new ConnectionTarget(
                List.of(new HostPort("shop.abc123.eu-central-1.redshift.amazonaws.com", 5439)),
                warehouse.database(),
                "handler",
                Optional.empty(),
                Map.of(ConnectionTarget.REDSHIFT, "true", ConnectionTarget.DATA_API, "true"),
                new Origin.UrlOption("--to"));
    }

    WarehouseInbox inbox() {
        return new WarehouseInbox(writer(), names, MEMORY);
    }

    List<ReceivedEvent> events() {
        return Deliveries.all(source.source());
    }

    /** Gives events to an inbox of its own. */
    WarehouseResult give(List<ReceivedEvent> events) {
        return give(inbox(), events);
    }

    static WarehouseResult give(WarehouseInbox inbox, List<ReceivedEvent> events) {
        var result = new WarehouseResult();
        try {
            inbox.apply(events, LIMIT, result);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return result;
    }

    /** The reasons why events were refused. */
    static List<String> reasons(WarehouseResult result) {
        return result.refusals().stream()
                .map(refusal -> refusal.reason().getMessage())
                .toList();
    }

    /** Fails unless the rows of a query are the same in both, and nothing was sent that Redshift would refuse. */
    void assertSame(String query) {
        assertThat(warehouse.gate().refused()).isEmpty();
        assertThat(warehouse.rows(query)).isEqualTo(source.sourceRows(query));
    }

    @Override
    public void close() {
        for (var resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        api.close();
        warehouse.close();
    }
}
