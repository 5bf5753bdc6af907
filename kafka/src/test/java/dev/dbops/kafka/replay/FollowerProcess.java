package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.Replay;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayOptions;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.message.EnvelopeForm;
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
final class FollowerProcess {
    private FollowerProcess() {}

    /** Starts one, and returns when it has begun. It follows until it is killed. */
    static Process start(ConnectionTarget source, KafkaAddress address) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FollowerProcess.class.getName(),
                        Integer.toString(source.hosts().getFirst().port()),
                        source.database(),
                        source.user(),
                        source.password().orElseThrow().value(),
                        address.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the follower has ended");
        }
        return process;
    }

    /** The replay of a follower. */
    static Replay replay(ConnectionTarget source, KafkaAddress address, boolean follows, ReplayListener listener) {
        var options = new ReplayOptions(
                "test", EventFilter.all(), new NameMap(), Optional.empty(), follows, false, false, 0, 50);
        return new Replay(
                source,
                log -> KafkaSink.open(
                        KafkaSettings.of(address),
                        log,
                        "test",
                        new EnvelopeForm(Envelope.of(log), new DebeziumTopics(address.prefix()), true),
                        new TopicOptions(true, Optional.of(3), Optional.empty(), Optional.empty()),
                        System.err::println),
                options,
                listener);
    }

    /**
     * The process.
     *
     * @param arguments the source's port, database, role and password, and the address of Kafka
     */
    public static void main(String... arguments) throws InterruptedException {
        var source = new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", Integer.parseInt(arguments[0]))),
                arguments[1],
                arguments[2],
                Optional.of(new Password(arguments[3])),
                Map.of(),
                new Origin.UrlOption("--url"));
        var begun = new ReplayListener() {
            @Override
            public void begins(Position position) {
                System.out.println("begun");
            }

            @Override
            public void lost(OpsException failure) {
                // it connects again
            }
        };
        replay(source, KafkaAddress.parse(arguments[4]), true, begun).run();
    }
}
