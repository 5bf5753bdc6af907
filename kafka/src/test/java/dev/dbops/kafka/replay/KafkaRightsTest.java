package dev.dbops.kafka.replay;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.EventFilter;
import dev.dbops.events.TestLog;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.TopicReader;
import dev.dbops.kafka.message.EnvelopeForm;
import dev.dbops.kafka.message.MessageForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rights that docs/kafka.md lists, on a broker with access control lists: they suffice, and each is needed. */
class KafkaRightsTest {
    /** The plain port has no login: its user may do everything, and grants rights. */
    private static final Map<String, String> LISTS = Map.of(
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users",
            "User:ANONYMOUS");

    private static KafkaBroker broker;
    private static int prefixes;

    private final String prefix = "rights" + prefixes++;
    private final TestLog source = TestLog.ofMajor(17);
    private final List<String> notes = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = new KafkaBroker(LISTS);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void thoseOfThePageSuffice() throws Exception {
        grantTopics(EnumSet.of(DESCRIBE, WRITE, READ, CREATE));
        grantPositions(Set.of(READ, DESCRIBE_CONFIGS));
        grantTransactions(Set.of(DESCRIBE, WRITE));

        deliver();
        deliver();

        assertThat(notes).isEmpty();
        assertThat(new TopicReader(broker.port()).committed(prefix)).hasSize(2);
    }

    /** It may be one of the replay, whose end is lost. */
    @Test
    void anOpenTransactionOnATopicThatTheUserMayNotReadIsNoted() throws Exception {
        grantTopics(EnumSet.of(DESCRIBE, WRITE, CREATE));
        grantPositions(Set.of(READ));
        grantTransactions(Set.of(DESCRIBE, WRITE));
        deliver();
        var settings = KafkaSettings.of(KafkaAddress.parse(broker.url(prefix)));
        try (var other = new KafkaProducer<byte[], byte[]>(settings.producer("other"))) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(prefix + ".public.item", new byte[1]))
                    .get();

            refuse();
            other.abortTransaction();
        }

        assertThat(notes)
                .containsExactly(
                        ("partition 0 of topic \"%s.public.item\" has an open transaction, and only a user with"
                                        + " the right Read on the topic sees whose")
                                .formatted(prefix));
    }

    /** A start looks for open transactions, and the sink again when a batch was refused. */
    private void refuse() throws Exception {
        source.session().add("item", 'c', "1", "v").add("item", 'c', "2", "v");
        var refusal = DeliveryFailure.of(1, new OpsException(Kind.FAILED, "refused", null));
        try (var sink = open(form -> new WorkBetweenEvents(form, () -> {
            throw refusal;
        }))) {
            var batch =
                    source.reader(EventFilter.all(), 1000).next(sink.position().orElseThrow());
            assertThat(catchThrowable(() -> sink.deliver(batch))).isSameAs(refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WRITE  | grant the user Write, Describe, Read and Create on the topics with the prefix \"%s.\"",
                "CREATE | grant the user Create on the cluster or on the prefix \"%s.\", or create the topics yourself",
                "DESCRIBE | grant the user Write and Describe on the transactional IDs with the prefix \"%s.db-ops.\""
            })
    void eachIsNamedWhenItIsMissing(AclOperation missing, String hint) throws Exception {
        var topics = EnumSet.of(DESCRIBE, WRITE, READ, CREATE);
        topics.remove(missing);
        grantTopics(topics);
        grantPositions(Set.of(READ));
        if (missing != DESCRIBE) {
            grantTransactions(Set.of(DESCRIBE, WRITE));
        }

        var refused = catchThrowableOfType(OpsException.class, this::deliver);

        assertThat(refused.kind()).isEqualTo(Kind.FAILED);
        assertThat(refused.hint().orElseThrow()).startsWith(hint.formatted(prefix));
    }

    private void grantTopics(Set<AclOperation> rights) throws Exception {
        grant(ResourceType.TOPIC, PatternType.PREFIXED, prefix + ".", rights);
    }

    private void grantPositions(Set<AclOperation> rights) throws Exception {
        grant(ResourceType.TOPIC, PatternType.LITERAL, prefix + ".db-ops-positions", rights);
    }

    private void grantTransactions(Set<AclOperation> rights) throws Exception {
        grant(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED, prefix + ".db-ops.", rights);
    }

    private static void grant(ResourceType type, PatternType pattern, String name, Set<AclOperation> rights)
            throws Exception {
        var resource = new ResourcePattern(type, name, pattern);
        var lists = rights.stream()
                .map(right -> new AclBinding(
                        resource,
                        new AccessControlEntry("User:" + KafkaBroker.USER, "*", right, AclPermissionType.ALLOW)))
                .toList();
        try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + broker.port()))) {
            admin.createAcls(lists).all().get();
        }
    }

    /** Delivers a new event as the user, after a start. */
    private void deliver() throws Exception {
        source.session().add("item", 'c', "1", "v");
        var log = source.log();
        try (var sink = open(form -> form)) {
            var start = sink.position();
            if (start.isEmpty()) {
                sink.begin(log.beginning());
            }
            sink.deliver(source.reader(EventFilter.all(), 1000).next(start.orElseGet(log::beginning)));
        }
    }

    private KafkaSink open(UnaryOperator<MessageForm> around) throws Exception {
        var log = source.log();
        var form = new EnvelopeForm(Envelope.of(log), new DebeziumTopics(prefix), true);
        return KafkaSink.open(login(), log, "test", around.apply(form), TopicOptions.DEFAULT, notes::add);
    }

    private KafkaSettings login() throws Exception {
        var file = Files.writeString(directory.resolve("client.properties"), """
            ssl.truststore.type=PEM
            ssl.truststore.location=%s
            sasl.mechanism=SCRAM-SHA-512
            sasl.username=%s
            sasl.password=%s
            """.formatted(
                        broker.authority(), KafkaBroker.USER, KafkaBroker.SCRAM_PASSWORD));
        return KafkaSettings.read(
                KafkaAddress.parse("kafka://localhost:%d/%s".formatted(broker.loginPort(), prefix)), file, () -> {
                    throw new AssertionError("no login with IAM");
                });
    }
}
