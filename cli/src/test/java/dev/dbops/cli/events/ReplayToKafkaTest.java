package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.TopicReader;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** events-replay into Kafka, as a user has it. */
class ReplayToKafkaTest {
    private final TestServer server = TestServer.carried();
    private final KafkaBroker broker = KafkaBroker.shared();

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private Cli cli;

    @BeforeEach
    void aTableThatIsCaptured() {
        source = server.newDatabase();
        cli = new Cli(directory).with(source);
        server.execute(source.database(), "CREATE TABLE users (id int PRIMARY KEY, name text)");
        cli.run("triggers-install", "--table", "users").succeeded();
        server.execute(
                source.database(), "INSERT INTO users VALUES (1, 'a'), (2, 'b'); DELETE FROM users WHERE id = 1");
    }

    /** The database is another in each test, and so are the topics. */
    private String prefix() {
        return "cli-" + source.database();
    }

    private String url() {
        return broker.url(prefix());
    }

    private List<Message> messages() {
        return new TopicReader(broker.port()).committed(prefix());
    }

    @Test
    void eventsArriveOnceAndThePositionIsInKafka() {
        var replay = cli.run("events-replay", "--to", url()).succeeded();

        assertThat(replay.out()).startsWith("delivered 3 event(s) in ").contains("to " + url());
        assertThat(messages())
                .extracting(Message::key)
                .containsExactly("{\"id\": 1}", "{\"id\": 2}", "{\"id\": 1}", "{\"id\": 1}");
        assertThat(cli.run("events-replay", "--to", url()).succeeded().out()).startsWith("delivered 0 event(s) in ");
        assertThat(messages()).hasSize(4);
        assertThat(cli.run("events-status").succeeded().out()).contains(url());
    }

    @Test
    void aDryRunSendsNothingAndCreatesNothing() {
        var preview = cli.run("events-replay", "--to", url(), "--dry-run").succeeded();

        assertThat(preview.out()).contains("would deliver 3 event(s) to " + url());
        assertThat(new TopicReader(broker.port()).topics(prefix() + ".*")).isEmpty();
    }

    @Test
    void debeziumWithSchemaHasTheSchemaInTheKeyToo() {
        cli.run(
                        "events-replay",
                        "--to",
                        url(),
                        "--format",
                        "debezium",
                        "--with-schema",
                        "--no-tombstones",
                        "--map",
                        "public=app")
                .succeeded();

        assertThat(messages()).hasSize(3).allSatisfy(message -> {
            assertThat(message.topic()).isEqualTo(prefix() + ".app.users");
            assertThat(message.key())
                    .contains("\"name\": \"%s.app.users.Key\"".formatted(prefix()))
                    .endsWith(
                            "\"payload\": {\"id\": %s}}".formatted(message.key().contains("{\"id\": 1}") ? 1 : 2));
            assertThat(message.value()).contains("\"name\": \"%s.app.users.Envelope\"".formatted(prefix()));
        });
    }

    @Test
    void topicsHaveTheChosenPartitionsAndPolicy() {
        cli.run(
                        "events-replay",
                        "--to",
                        url(),
                        "--partitions",
                        "3",
                        "--replication-factor",
                        "1",
                        "--cleanup-policy",
                        "compact")
                .succeeded();

        assertThat(new TopicReader(broker.port()).partitions(prefix() + ".public.users"))
                .isEqualTo(3);
        server.execute(source.database(), "TRUNCATE users");
        var refused = cli.run("events-replay", "--to", url());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "(TRUNCATE of public.users) was refused: topic \"%s.public.users\" is compacted, and accepts no message without a key"
                                .formatted(prefix()))
                .contains("hint: leave such events out with --op or --table");
    }

    @Test
    void topicsThatAreNotCreatedMustExist() {
        var refused = cli.run("events-replay", "--to", url(), "--no-create-topics");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("error: topic \"%s.db-ops-positions\", which keeps the position, does not exist"
                        .formatted(prefix()))
                .contains("hint: create it with 1 partition and cleanup.policy=compact");
    }

    @Test
    void aBrokerThatIsNotThereIsExitCode4() throws IOException {
        Files.writeString(directory.resolve("client.properties"), "request.timeout.ms=1000\n");

        var refused = cli.run("events-replay", "--to", "kafka://127.0.0.1:1/x", "--kafka-config", "client.properties");

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains("error: sink: cannot connect to Kafka on 127.0.0.1:1: ")
                .contains("hint: check that the brokers in --to run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka://h | the prefix of the topics is missing",
                "kafka:h/x | it does not begin with kafka://",
                "kafka://h:0/x | \"0\" is not a port",
                "kafka://h:99999/x | \"99999\" is not a port",
                "kafka://h,/x | a broker is missing",
                "kafka://h h/x | \"h h\" is not a broker",
                "kafka://h/a/b | \"a/b\" is not a prefix of topics",
                "kafka://h/.x | \".x\" is not a prefix of topics",
                "kafka://h/x?acks=1 | the address of Kafka has parameters",
                "kafka://alice:geheim@h/x | the address of Kafka has a user or a password",
            })
    void anAddressThatIsNotOneIsExplained(String to, String reason) {
        var refused = cli.run("events-replay", "--to", to);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(reason).contains("hint: ").doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--to - --partitions 3 | apply only to Kafka",
                "--to file:x --format cloudevents | --format cloudevents is for Kafka",
                "--to kafka://h/x --no-create-topics --partitions 3 | --no-create-topics excludes --partitions",
                "--to kafka://h/x --cleanup-policy never | --cleanup-policy is delete, compact or compact,delete",
                "--to kafka://h/x --format debezium --with-key | --with-key is for lines, not for Kafka",
                "--to kafka://h/x --stage s3://bucket | apply only to a Redshift warehouse",
                "--to kafka://h/x --kafka-config nowhere | the file does not exist",
            })
    void optionsThatHaveNoEffectAreRefused(String options, String reason) {
        var arguments = new java.util.ArrayList<>(List.of("events-replay"));
        arguments.addAll(List.of(options.split(" ")));

        var refused = cli.run(arguments.toArray(String[]::new));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(reason);
    }
}
