package dev.dbops.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.KafkaToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of {@code --kafka-config}. */
class KafkaSettingsTest {
    private static final KafkaAddress ADDRESS = KafkaAddress.parse("kafka://one,two:9093,[::1]:9094/shop");

    private static final Supplier<KafkaToken> TOKEN =
            () -> new KafkaToken("token", Instant.EPOCH, Instant.EPOCH.plusSeconds(900));

    @TempDir
    private Path directory;

    private KafkaSettings read(String text) throws IOException {
        return KafkaSettings.read(ADDRESS, Files.writeString(directory.resolve("client.properties"), text), TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transactional.id=x | \"transactional.id\" is not allowed: db-ops sets it | remove it from the file",
                "acks=1 | \"acks\" is not allowed: db-ops sets it | remove it from the file",
                "key.serializer=x | \"key.serializer\" is not allowed: db-ops sets it | remove it from the file",
                "enable.idempotence=false | \"enable.idempotence\" is not allowed | remove it from the file",
                "bootstrap.servers=x | \"bootstrap.servers\" is not allowed: --to has the brokers | remove it",
                "interceptor.classes=x | it names a Java class, and db-ops loads none | remove it from the file",
                "sasl.login.callback.handler.class=x | it names a Java class | remove it from the file",
                "ssl.truststore.locatoin=x | db-ops does not know it | did you mean ssl.truststore.location?",
                "zzz=1 | db-ops does not know it | docs/kafka.md lists the properties",
                "compression.type=zstd | it needs native code | write lz4, gzip or none",
                "security.protocol=TLS | security.protocol is \"TLS\" | write SSL, SASL_SSL, PLAINTEXT",
                "security.protocol=SASL_SSL | sasl.mechanism is missing | write sasl.mechanism=SCRAM-SHA-512",
                "sasl.mechanism=GSSAPI | sasl.mechanism \"GSSAPI\" is not supported | db-ops logs in with PLAIN",
                "sasl.mechanism=AWS_MSK_IAM;sasl.password=x | sasl.password has no effect with AWS_MSK_IAM | remove it",
                "sasl.mechanism=AWS_MSK_IAM;security.protocol=SASL_PLAINTEXT | AWS_MSK_IAM needs encryption | write",
                "sasl.mechanism=PLAIN | PLAIN needs sasl.username and sasl.password | add both to the file",
            })
    void otherPropertiesAreRefused(String line, String reason, String hint) {
        assertThatThrownBy(() -> read(line.replace(';', '\n'))).isInstanceOfSatisfying(OpsException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.USAGE);
            assertThat(e).hasMessageStartingWith("--kafka-config: ").hasMessageContaining(reason);
            assertThat(e.hint().orElseThrow()).startsWith(hint);
        });
    }

    @Test
    void aLoginModuleOfAnotherKindIsRefusedWithoutItsText() {
        var jaas = "sasl.mechanism=PLAIN\nsasl.jaas.config=com.sun.security.auth.module.JndiLoginModule required"
                + " password=\"geheim\";";

        assertThatThrownBy(() -> read(jaas))
                .hasMessageContaining("does not begin with org.apache.kafka.common.security.plain.PlainLoginModule")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aPasswordWithoutALoginIsRefused() {
        assertThatThrownBy(() -> read("security.protocol=SSL\nsasl.password=geheim"))
                .hasMessageContaining("sasl.password has no effect with security.protocol SSL")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void theProducerIsTransactionalWhateverTheFileHas() throws IOException {
        var producer = read("linger.ms=20\nsasl.mechanism=PLAIN\nsasl.username=a\"b\nsasl.password=c\\\\d")
                .producer("id");

        assertThat(producer)
                .containsEntry("transactional.id", "id")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "lz4")
                .containsEntry("linger.ms", "20")
                .containsEntry("bootstrap.servers", "one:9092,two:9093,[::1]:9094")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\\\"b\""
                                + " password=\"c\\\\d\";")
                .doesNotContainKeys("sasl.username", "sasl.password");
    }

    @Test
    void settingsOfTheProducerAreNotThoseOfOtherClients() throws IOException {
        assertThat(read("linger.ms=20\nrequest.timeout.ms=1000").consumer(IsolationLevel.READ_COMMITTED))
                .doesNotContainKey("linger.ms")
                .containsEntry("request.timeout.ms", "1000")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void encryptionIsTheDefaultOfAFileWithCertificates() throws IOException {
        assertThat(read("ssl.truststore.location=x").admin()).containsEntry("security.protocol", "SSL");
        assertThat(read("").admin()).containsEntry("security.protocol", "PLAINTEXT");
    }

    @Test
    void noSecretIsInAMessage() throws IOException {
        var settings = read("sasl.mechanism=PLAIN\nsasl.jaas.config=org.apache.kafka.common.security.plain."
                + "PlainLoginModule required username=\"a\" password=\"geheim\";\nssl.key.password=versteckt");

        assertThat(new KafkaErrors(settings).of("connect", new SaslAuthenticationException("bad: geheim, versteckt.")))
                .hasMessage("cannot connect on one:9092,two:9093,[::1]:9094: bad: ***, ***");
    }

    /** The lines of a message are joined, and one secret may be the beginning of another. */
    @Test
    void aSecretIsHiddenWhateverItsCharactersAre() throws IOException {
        var settings = read("ssl.keystore.password=ab\nssl.truststore.password=abcdef\nssl.key.password=two  words\n"
                + "ssl.keystore.key=first\\nsecond\nsasl.mechanism=PLAIN\n"
                + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"a\" password=\"my \\\\\"secret\\\\\" word\";");

        assertThat(new KafkaErrors(settings)
                        .of(
                                "connect",
                                new SaslAuthenticationException(
                                        "abcdef, two  words, first\nsecond, my \"secret\" word.")))
                .hasMessageEndingWith("9094: ***, ***, ***, ***");
    }

    /** Lines of a certificate or of JAAS that do not continue the line before them. */
    @ParameterizedTest
    @CsvSource({
        "'ssl.keystore.key=-----BEGIN PRIVATE KEY-----\nMIIEvQgeheim+/w==\n-----END PRIVATE KEY-----'",
        "'sasl.password=\ngeheim'",
        "'geheim'"
    })
    void aLineThatIsNotAPropertyIsNotShown(String lines) {
        assertThatThrownBy(() -> read(lines)).isInstanceOfSatisfying(OpsException.class, e -> {
            assertThat(e).hasMessage("--kafka-config: a line is not a property").hasMessageNotContaining("geheim");
            assertThat(e.hint().orElseThrow()).startsWith("write NAME=VALUE").doesNotContain("geheim");
        });
    }

    @Test
    void aThreadThatIsInterruptedIsNotAFailure() throws IOException {
        var error = new InterruptException(new InterruptedException());
        assertThat(Thread.interrupted()).isTrue();

        assertThat(new KafkaErrors(read("")).of("read the position", error).kind())
                .isEqualTo(Kind.INTERRUPTED);
    }

    @Test
    void theRegionIsInTheNamesOfBrokersOfAmazonMsk() {
        assertThat(KafkaAddress.parse("kafka://b-1.shop.a1b2c3.c2.kafka.eu-west-1.amazonaws.com:9098/x")
                        .region())
                .contains("eu-west-1");
        assertThat(KafkaAddress.parse("kafka://boot-x.c1.kafka-serverless.us-east-1.amazonaws.com:9098/x")
                        .region())
                .contains("us-east-1");
        assertThat(ADDRESS.region()).isEmpty();
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws IOException {
        var file = Files.write(directory.resolve("x"), "client.id=ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> KafkaSettings.read(ADDRESS, file, TOKEN))
                .hasMessageContaining("the file cannot be read, or is not UTF-8");
    }
}
