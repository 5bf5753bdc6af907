package dev.dbops.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.KafkaToken;
import dev.dbops.events.EventLog;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.SignedTokens;
import dev.dbops.kafka.message.EnvelopeForm;
import dev.dbops.kafka.replay.KafkaSink;
import dev.dbops.kafka.replay.TopicOptions;
import dev.dbops.postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encryption and logins, with a real broker that requires them. */
class KafkaSecurityTest {
    private final KafkaBroker broker = KafkaBroker.shared();

    @TempDir
    private Path directory;

    /** Writes a position, which needs the brokers' answers over all connections of a sink. */
    private void connect(String host, int port, String... lines) throws IOException {
        var file = Files.writeString(directory.resolve("client.properties"), String.join("\n", lines));
        var address = KafkaAddress.parse("kafka://%s:%d/secure".formatted(host, port));
        try (var database = Database.connect(new ReplayedPair(17).source())) {
            var log = EventLog.open(database);
            var form = new EnvelopeForm(Envelope.of(log), new DebeziumTopics("secure"), true);
            try (var sink = KafkaSink.open(
                    KafkaSettings.read(address, file, KafkaSecurityTest::token),
                    log,
                    "test",
                    form,
                    TopicOptions.DEFAULT,
                    _ -> {})) {
                sink.begin(log.beginning());
            }
        }
    }

    private static KafkaToken token() {
        var now = Instant.now();
        return new KafkaToken(SignedTokens.EXPECTED, now, now.plusSeconds(900));
    }

    private OpsException failure(String host, int port, String... lines) {
        return catchThrowableOfType(OpsException.class, () -> connect(host, port, lines));
    }

    private String trust() {
        return "ssl.truststore.type=PEM\nssl.truststore.location=" + broker.authority();
    }

    @Test
    void encryptionWithTheAuthorityOfTheBrokers() throws IOException {
        connect("localhost", broker.tlsPort(), trust());
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"})
    void aLoginWithAPassword(String mechanism) throws IOException {
        connect("localhost", broker.loginPort(), trust(), login(mechanism, password(mechanism)));
    }

    private static String password(String mechanism) {
        return mechanism.equals("PLAIN") ? KafkaBroker.PASSWORD : KafkaBroker.SCRAM_PASSWORD;
    }

    private static String login(String mechanism, String password) {
        return "sasl.mechanism=%s\nsasl.username=%s\nsasl.password=%s"
                .formatted(mechanism, KafkaBroker.USER, password.replace("\\", "\\\\"));
    }

    /** The token itself is compared with that of botocore (KafkaTokenTest); no MSK is here. */
    @Test
    void aLoginWithATokenOfIam() throws IOException {
        connect("localhost", broker.iamPort(), trust(), "sasl.mechanism=AWS_MSK_IAM");
    }

    @Test
    void aLoginAsKafkasOwnClientsWriteIt() throws IOException {
        connect(
                "localhost",
                broker.loginPort(),
                trust(),
                "security.protocol=SASL_SSL",
                "sasl.mechanism=SCRAM-SHA-512",
                "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n"
                        + "  username=\"%s\" password=\"%s\";".formatted(KafkaBroker.USER, KafkaBroker.SCRAM_PASSWORD));
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256", "PLAIN"})
    void aWrongPasswordIsExplainedAndNotShown(String mechanism) {
        var refused = failure("localhost", broker.loginPort(), trust(), login(mechanism, "falsch-falsch"));

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused)
                .hasMessageContaining("cannot connect to Kafka on localhost:")
                .hasMessageContaining("uthentication failed");
        assertThat(refused.getMessage()).doesNotContain("falsch-falsch");
        assertThat(refused.hint())
                .contains("check sasl.mechanism, sasl.username and sasl.password in the file of" + " --kafka-config");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        var refused = failure("localhost", broker.tlsPort(), "security.protocol=SSL");

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("SSL handshake failed");
        assertThat(refused.hint().orElseThrow()).startsWith("check the certificates: ssl.truststore.location");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        var refused = failure("127.0.0.1", broker.tlsPort(), trust());

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused.hint().orElseThrow()).contains("must name the host in --to");
    }

    @Test
    void aFileOfCertificatesThatIsNotThereIsNamed() {
        var refused = failure(
                "localhost",
                broker.tlsPort(),
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=/nowhere/authority.pem");

        assertThat(refused.kind()).isEqualTo(Kind.USAGE);
        assertThat(refused).hasMessageContaining("/nowhere/authority.pem");
        assertThat(refused.hint().orElseThrow()).startsWith("check the ssl.* and sasl.* properties");
    }

    /** The name of a container, for example, is known only while it runs: a follower must wait for it. */
    @Test
    void aBrokerWhoseNameIsUnknownIsUnreachable() {
        var refused = failure("broker.invalid", 9092);

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("cannot connect to Kafka on broker.invalid:9092");
        assertThat(refused.hint().orElseThrow()).startsWith("check the names of the brokers in --to");
    }

    @Test
    void aBrokerThatExpectsEncryptionDoesNotAnswerWithoutIt() {
        var refused = failure("localhost", broker.tlsPort(), "request.timeout.ms=2000");

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused.hint().orElseThrow()).contains("security.protocol in the file of --kafka-config is theirs");
    }
}
