package dev.dbops.kafka.broker;

import dev.dbops.testing.FreePort;
import dev.dbops.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * A real broker of Kafka (KRaft, one node) in a process of its own, which tests can kill. It has a port without encryption,
 * one with TLS, and two with a login.
 */
public final class KafkaBroker implements AutoCloseable {
    /** A user of the ports with a login, for SCRAM and PLAIN. */
    public static final String USER = "alice";

    public static final String PASSWORD = "geheim-\"x\\y";

    /** Of the same user for SCRAM: Kafka's tool that adds it does not accept all characters. */
    public static final String SCRAM_PASSWORD = "geheim-scram";

    private static final Duration START = Duration.ofSeconds(90);

    private static KafkaBroker shared;

    private final Path directory;
    private final Map<String, String> settings;
    private final int port;
    private final int tlsPort = FreePort.choose();
    private final int loginPort = FreePort.choose();
    private final int iamPort = FreePort.choose();
    private final int controllerPort;
    private final int advertised;
    private Process process;

    /**
     * Starts a broker.
     *
     * @param settings further settings
     */
    public KafkaBroker(Map<String, String> settings) {
        this(settings, FreePort.choose(), 0);
    }

    /**
     * Starts a broker that advertises another port.
     *
     * @param port the plain port
     * @param advertised the port of a link to it; 0 for none
     */
    public KafkaBroker(Map<String, String> settings, int port, int advertised) {
        this(settings, port, advertised, FreePort.choose());
        start();
    }

    private KafkaBroker(Map<String, String> settings, int port, int advertised, int controllerPort) {
        this.settings = settings;
        this.port = port;
        this.advertised = advertised == 0 ? port : advertised;
        this.controllerPort = controllerPort;
        try {
            this.directory = Files.createTempDirectory("kafka-broker");
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A broker of a cluster, whose settings name the others; it is not started. */
    static KafkaBroker ofCluster(Map<String, String> settings, int controllerPort) {
        return new KafkaBroker(settings, FreePort.choose(), 0, controllerPort);
    }

    /** The broker that the tests of a run share; it ends with them. */
    public static synchronized KafkaBroker shared() {
        if (shared == null) {
            shared = new KafkaBroker(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** The port without encryption and login. */
    public int port() {
        return port;
    }

    /** The port with TLS, whose certificate is for localhost. */
    public int tlsPort() {
        return tlsPort;
    }

    /** The port with TLS and a login. */
    public int loginPort() {
        return loginPort;
    }

    /** The port with TLS and a login by a token, as brokers of Amazon MSK have it. */
    public int iamPort() {
        return iamPort;
    }

    /** The authority that has signed the certificate, as PEM. */
    public Path authority() {
        return directory.resolve("certificates/authority.pem");
    }

    /** The address of the plain port for {@code --to}. */
    public String url(String prefix) {
        return "kafka://127.0.0.1:%d/%s".formatted(port, prefix);
    }

    private void prepare() throws IOException {
        var certificates = Files.createDirectory(directory.resolve("certificates"));
        try {
            var server = new TestCertificates(certificates).sign("localhost", "-1d", 30);
            try (var out = Files.newOutputStream(directory.resolve("server.p12"))) {
                server.store().store(out, server.password());
            }
            var lines = new ArrayList<String>();
            configuration(new String(server.password())).forEach((name, value) -> lines.add(name + "=" + value));
            Files.write(directory.resolve("server.properties"), lines);
        } catch (InterruptedException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Map<String, String> configuration(String storePassword) {
        var all = new TreeMap<String, String>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAIN");
        all.put(
                "listeners",
                "PLAIN://127.0.0.1:%d,TLS://127.0.0.1:%d,LOGIN://127.0.0.1:%d,IAM://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, tlsPort, loginPort, iamPort, controllerPort));
        all.put(
                "advertised.listeners",
                "PLAIN://127.0.0.1:%d,TLS://localhost:%d,LOGIN://localhost:%d,IAM://localhost:%d"
                        .formatted(advertised, tlsPort, loginPort, iamPort));
        all.put(
                "listener.security.protocol.map",
                "PLAIN:PLAINTEXT,TLS:SSL,LOGIN:SASL_SSL,IAM:SASL_SSL,CONTROLLER:PLAINTEXT");
        all.put("ssl.keystore.type", "PKCS12");
        all.put("ssl.keystore.location", directory.resolve("server.p12").toString());
        all.put("ssl.keystore.password", storePassword);
        all.put("sasl.enabled.mechanisms", "SCRAM-SHA-256,SCRAM-SHA-512,PLAIN");
        var quoted = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        all.put(
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                        .formatted(USER, quoted)
                        .replace("\\", "\\\\"));
        for (var mechanism : List.of("scram-sha-256", "scram-sha-512")) {
            all.put(
                    "listener.name.login.%s.sasl.jaas.config".formatted(mechanism),
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        all.put("listener.name.iam.sasl.enabled.mechanisms", "OAUTHBEARER");
        all.put("listener.name.iam.oauthbearer.sasl.server.callback.handler.class", SignedTokens.class.getName());
        all.put(
                "listener.name.iam.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        all.put("log.dirs", directory.resolve("log").toString());
        for (var replicated : List.of(
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr",
                "transaction.state.log.num.partitions",
                "offsets.topic.num.partitions",
                "log.cleaner.threads")) {
            all.put(replicated, "1");
        }
        all.put("num.io.threads", "2");
        all.put("num.network.threads", "2");
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        all.putAll(settings);
        return all;
    }

    /** Starts it again, with the same files and ports; it answers when this returns. */
    public void start() {
        launch();
        awaitAnswer();
    }

    /** Starts it, and does not wait. */
    void launch() {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerProcess.class.getName(),
                            directory.resolve("server.properties").toString(),
                            directory.resolve("log").toString(),
                            scram("SCRAM-SHA-256"),
                            scram("SCRAM-SHA-512"))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.txt").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String scram(String mechanism) {
        return "%s=[name=%s,password=%s]".formatted(mechanism, USER, SCRAM_PASSWORD);
    }

    /** Waits until it answers. */
    void awaitAnswer() {
        var deadline = System.nanoTime() + START.toNanos();
        while (true) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the broker did not start:\n" + output());
            }
            try (var admin = Admin.create(Map.of(
                    "bootstrap.servers",
                    "127.0.0.1:" + port,
                    "default.api.timeout.ms",
                    5000,
                    "request.timeout.ms",
                    5000))) {
                admin.describeCluster().clusterId().get(5, TimeUnit.SECONDS);
                return;
            } catch (KafkaException | ExecutionException | TimeoutException _) {
                // not yet
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Kills it; returns when it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
