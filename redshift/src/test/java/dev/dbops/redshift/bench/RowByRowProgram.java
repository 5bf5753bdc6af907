package dev.dbops.redshift.bench;

import com.amazon.redshift.Driver;
import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.replay.Replay;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayOptions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Reads a log as db-ops does, and writes its events into a warehouse row by row, over the same driver. */
final class RowByRowProgram {
    /**
     * The default of {@code batch.size} in Aiven's JDBC sink connector (docs/sink-connector-config-options.rst in
     * https://github.com/Aiven-Open/jdbc-connector-for-apache-kafka).
     */
    private static final int BATCH = 3000;

    private RowByRowProgram() {}

    /**
     * Runs it to the end of the log.
     *
     * @param arguments the URL of the source, as postgresql://USER:PASSWORD@HOST:PORT/DATABASE; host and port of the
     *     warehouse; its database
     */
    public static void main(String... arguments) throws InterruptedException {
        var options = new ReplayOptions(
                "", EventFilter.all(), new NameMap(), Optional.empty(), false, false, false, 0, BATCH);
        new Replay(
                        source(URI.create(arguments[0])),
                        _ -> sink(arguments[1], arguments[2]),
                        options,
                        new ReplayListener() {})
                .run();
    }

    private static RowByRowSink sink(String address, String database) {
        var properties = new Properties();
        properties.setProperty("user", "handler");
        properties.setProperty("password", "secret");
        properties.setProperty("ssl", "false");
        properties.setProperty("enableFetchRingBuffer", "false");
        try {
            return new RowByRowSink(
                    new Driver().connect("jdbc:redshift://%s/%s".formatted(address, database), properties));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConnectionTarget source(URI url) {
        var login = url.getUserInfo().split(":", 2);
        return new ConnectionTarget(
                List.of(new HostPort(url.getHost(), url.getPort())),
                url.getPath().substring(1),
                login[0],
                Optional.of(new Password(login[1])),
                Map.of("sslmode", "disable"),
                new Origin.UrlOption("--url"));
    }
}
