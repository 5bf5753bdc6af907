package dev.dbops.redshift.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsClients;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.events.replay.Replay;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayOptions;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A database with a log, and a stand-in for a warehouse into which it is replayed. */
final class WarehousePair implements AutoCloseable {
    private final ReplayedPair source;
    private final RedshiftStandIn warehouse;
    private final List<String> putAside = new ArrayList<>();
    private final NameMap names = new NameMap();
    private String consumer = "test";
    private int batch = 1000;
    private boolean deadLetters;
    private boolean createsTables = true;
    private Optional<StagePlace> stage = Optional.empty();
    private Supplier<Optional<AwsClients>> clients = Optional::empty;

    WarehousePair(int major) {
        this(new ReplayedPair(major), new RedshiftStandIn(TestServer.carried()));
    }

    private WarehousePair(ReplayedPair source, RedshiftStandIn warehouse) {
        this.source = source;
        this.warehouse = warehouse;
    }

    /** Another consumer of the same source, with the same warehouse. */
    WarehousePair beside(String name) {
        return new WarehousePair(source, warehouse).consumer(name);
    }

    RedshiftStandIn warehouse() {
        return warehouse;
    }

    ReplayedPair source() {
        return source;
    }

    WarehousePair deadLetters() {
        deadLetters = true;
        return this;
    }

    WarehousePair withoutCreating() {
        createsTables = false;
        return this;
    }

    WarehousePair batch(int most) {
        batch = most;
        return this;
    }

    WarehousePair map(String rule) {
        names.add(rule);
        return this;
    }

    private WarehousePair consumer(String name) {
        consumer = name;
        return this;
    }

    WarehousePair staged(StagePlace place, Supplier<AwsClients> aws) {
        stage = Optional.of(place);
        clients = () -> Optional.of(aws.get());
        return this;
    }

    WarehousePair inSource(String... statements) {
        for (var sql : statements) {
            source.inSource(sql);
        }
        return this;
    }

    WarehousePair capture(String... tables) {
        source.capture(tables);
        return this;
    }

    List<String> putAside() {
        return putAside;
    }

    /** Replays what there is. */
    Position replay() {
        try {
            return aReplay().run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Replay aReplay() {
        var options = new ReplayOptions(
                consumer, EventFilter.all(), names, Optional.empty(), false, deadLetters, false, 0, batch);
        var listener = new ReplayListener() {
            @Override
            public void putAside(Event event, OpsException reason) {
                putAside.add(reason.getMessage());
            }
        };
        return new Replay(
                source.source(),
                log -> RedshiftSink.open(
                        warehouse.target(),
                        log,
                        consumer,
                        names,
                        new WarehouseOptions(createsTables, stage),
                        clients.get()),
                options,
                listener);
    }

    /** The failure of a replay. */
    OpsException failure() {
        try {
            replay();
        } catch (OpsException e) {
            return e;
        }
        throw new AssertionError("the replay has succeeded");
    }

    /** Fails unless the rows of a query are the same in both, and nothing was sent that Redshift would refuse. */
    void assertSame(String query) {
        assertThat(warehouse.gate().refused()).isEmpty();
        assertThat(warehouse.rows(query)).isEqualTo(source.sourceRows(query));
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
