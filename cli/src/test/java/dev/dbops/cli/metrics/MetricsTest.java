package dev.dbops.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.metrics.OpenMetrics;
import dev.dbops.events.metrics.OpenMetrics.Sample;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics of the log, and of followers, as Prometheus reads them. */
class MetricsTest {
    private static final Pattern URL = Pattern.compile("metrics: (http://127\\.0\\.0\\.1:(\\d+)/metrics)");

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private Cli cli;

    @BeforeEach
    void aLog() throws IOException {
        source = server.newDatabase();
        try (var script = EventLogSchema.class.getResourceAsStream("event-log.sql")) {
            server.execute(source.database(), new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        server.execute(
                source.database(),
                "INSERT INTO dbops.log_meta (system_identifier) SELECT system_identifier FROM pg_control_system()");
        cli = new Cli(directory).with(source);
    }

    @Test
    void theStatusOfALogHasItsSizeAndTheLagOfEachConsumer() {
        // given
        log(1, 3);
        cli.run("events-replay", "--to", "file:events.jsonl", "--name", "evil\"\\\n\u001b[31m{}")
                .succeeded();
        log(4, 8);

        // when
        var text = cli.run("events-status", "--metrics").succeeded().out();

        // then
        assertThat(OpenMetrics.value(text, "dbops_log_events")).isEqualTo(8);
        assertThat(OpenMetrics.value(text, "dbops_log_size_bytes")).isPositive();
        assertThat(OpenMetrics.value(text, "dbops_log_default_partition_used")).isEqualTo(1);
        assertThat(OpenMetrics.value(text, "dbops_consumer_lag_events")).isEqualTo(5);
        assertThat(OpenMetrics.value(text, "dbops_consumer_lag_seconds")).isPositive();
        assertThat(OpenMetrics.value(text, "dbops_dead_letters")).isZero();
        assertThat(OpenMetrics.read(text))
                .filteredOn(sample -> sample.name().equals("dbops_consumer_lag_events"))
                .extracting(Sample::labels)
                .singleElement()
                .satisfies(labels -> assertThat(labels)
                        .containsEntry("database", source.database())
                        .containsEntry("consumer", "evil\"\\\n\\u001b[31m{}")
                        .containsKeys("log", "sink"));
    }

    @Test
    void deadLettersOfRemovedConsumersAreCountedToo() {
        log(1, 1);
        server.execute(source.database(), """
            INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
            SELECT 'gone', seq, 'p', to_jsonb(l), 'e' FROM dbops.event_log AS l
            """);

        var text = cli.run("events-status", "--metrics").succeeded().out();

        assertThat(OpenMetrics.value(text, "dbops_dead_letters")).isEqualTo(1);
    }

    @Test
    void aFollowerServesItsMetricsAndWritesThem() throws IOException, InterruptedException {
        // given
        log(1, 3);
        var file = directory.resolve("dbops.prom");
        try (var follower = cli.start(
                "events-replay",
                "--to",
                "file:events.jsonl",
                "--follow",
                "--metrics-port",
                "0",
                "--metrics-file",
                "dbops.prom")) {
            follower.await(transcript -> URL.matcher(transcript.err()).find());
            var url = URL.matcher(follower.await(_ -> true).err());
            assertThat(url.find()).isTrue();
            follower.await(_ -> OpenMetrics.value(body(url.group(1)), "dbops_replay_events_total") == 3);

            // when
            log(4, 10);
            follower.await(_ -> OpenMetrics.value(body(url.group(1)), "dbops_replay_events_total") == 10);

            // then
            var answer = get(url.group(1));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(OpenMetrics.value(answer.body(), "dbops_replay_up")).isEqualTo(1);
            assertThat(OpenMetrics.value(answer.body(), "dbops_replay_lag_seconds"))
                    .isLessThan(60);
            assertThat(get(url.group(1).replace("/metrics", "/other")).statusCode())
                    .isEqualTo(404);
            assertThat(nonsense(Integer.parseInt(url.group(2)))).startsWith("HTTP/1.1 400 ");
            OpenMetrics.read(Files.readString(file));
            follower.interrupt();
        }
        assertThat(OpenMetrics.value(Files.readString(file), "dbops_replay_events_total"))
                .isEqualTo(10);
        assertThat(OpenMetrics.value(Files.readString(file), "dbops_replay_up")).isZero();
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder("dbops.prom", "events.jsonl", "events.jsonl.position");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--metrics-file=x; --metrics-file goes with --follow",
                "--metrics-port=9187; --metrics-port goes with --follow",
                "--metrics-port=65536 --follow; --metrics-port",
                "'--metrics-file= --follow'; --metrics-file is empty"
            })
    void aMistakeOfTheUserIsASentence(String options, String error) {
        var words = ("events-replay --to file:x " + options).split(" ");

        assertThat(cli.run(words).failed(2).err()).contains("error: " + error);
    }

    @Test
    void aFileThatCannotBeWrittenEndsTheReplayAtItsStart() {
        var failed = cli.run("events-replay", "--to", "file:x", "--follow", "--metrics-file", "none/x")
                .failed(2);

        assertThat(failed.err()).contains("error: there is no directory for ").contains("/none/x\n");
    }

    @Test
    void aPortInUseIsRefused() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var failed = cli.run(
                            "events-replay",
                            "--to",
                            "file:x",
                            "--follow",
                            "--metrics-port",
                            Integer.toString(other.getLocalPort()))
                    .failed(2);

            assertThat(failed.err())
                    .contains("error: cannot listen on port %d: ".formatted(other.getLocalPort()))
                    .contains("hint: pass another --metrics-port, or 0 for any free port");
        }
    }

    @Test
    void nothingIsOpenedBeforeTheTargetIsConfirmed() {
        var target = server.newDatabase();

        var refused = cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target))
                .run("events-replay", "--to", "env:prod", "--follow", "--metrics-port=0", "--metrics-file=m.prom")
                .failed(5);

        assertThat(refused.err()).doesNotContain("metrics: ");
        assertThat(directory.resolve("m.prom")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"--watch", "-o=json", "-o=csv"})
    void anotherFormatBesideMetricsIsRefused(String option) {
        assertThat(cli.run("events-status", "--metrics", option).failed(2).err())
                .contains("--metrics excludes --watch and the output formats json and csv");
    }

    private static String body(String url) {
        try {
            return get(url).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    private static String nonsense(int port) throws IOException {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void log(int from, int to) {
        server.execute(source.database(), """
            INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)
            SELECT 'public', 'orders', 'c', jsonb_build_object('id', id), jsonb_build_object('id', id)
              FROM generate_series(%d, %d) AS id
            """.formatted(from, to));
    }
}
