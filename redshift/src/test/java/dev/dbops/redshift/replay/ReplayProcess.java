package dev.dbops.redshift.replay;

import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.replay.Replay;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayOptions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A follower in a process of its own, which can be killed at any moment. */
final class ReplayProcess {
    private ReplayProcess() {}

    /** Starts one; it follows until it is killed. */
    static Process start(ConnectionTarget source, ConnectionTarget warehouse) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayProcess.class.getName(),
                        text(source),
                        text(warehouse))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String text(ConnectionTarget target) {
        return String.join(
                "\n",
                Integer.toString(target.hosts().getFirst().port()),
                target.database(),
                target.user(),
                target.password().orElseThrow().value(),
                Boolean.toString(target.isRedshift()));
    }

    private static ConnectionTarget target(String text) {
        var parts = text.split("\n");
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", Integer.parseInt(parts[0]))),
                parts[1],
                parts[2],
                Optional.of(new Password(parts[3])),
                parts[4].equals("true") ? Map.of(ConnectionTarget.REDSHIFT, "true", "sslmode", "disable") : Map.of(),
                new Origin.UrlOption("--to"));
    }

    /**
     * The process.
     *
     * @param arguments the source and the warehouse
     */
    public static void main(String... arguments) throws InterruptedException {
        var options = new ReplayOptions(
                "test", EventFilter.all(), new NameMap(), Optional.empty(), true, false, false, 0, 20);
        new Replay(
                        target(arguments[0]),
                        log -> RedshiftSink.open(
                                target(arguments[1]),
                                log,
                                "test",
                                new NameMap(),
                                new WarehouseOptions(true, Optional.empty()),
                                Optional.empty()),
                        options,
                        new ReplayListener() {})
                .run();
    }
}
