package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.broker.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The broker goes away while the position is read: a consumer waits then, as it does for an open transaction. */
class PositionsOutageTest {
    @Test
    void isNotCalledAnOpenTransaction() throws Exception {
        try (var broker = new KafkaBroker(Map.of())) {
            var settings = KafkaSettings.of(KafkaAddress.parse(broker.url("away")));
            var errors = new KafkaErrors(settings);
            try (var admin = new KilledAfterTheEnd(settings, broker)) {
                var topics = new Topics(admin, TopicOptions.DEFAULT, errors);
                var positions = new Positions(settings, admin, topics, errors, "log", "test");
                positions.require(TopicOptions.DEFAULT);
                try (var producer = new KafkaProducer<byte[], byte[]>(settings.producer("other"))) {
                    producer.initTransactions();
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>("away.db-ops-positions", 0, new byte[1], new byte[1]))
                            .get();
                    producer.commitTransaction();
                }

                var failure = catchThrowableOfType(OpsException.class, () -> positions.read(Duration.ofSeconds(1)));

                assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(failure).hasMessageStartingWith("cannot read the position on 127.0.0.1:" + broker.port());
                assertThat(failure.hint().orElseThrow()).startsWith("check that the brokers in --to run");
            }
        }
    }

    /** The broker answers where the topic ends, and is killed before its messages are read. */
    private static final class KilledAfterTheEnd extends ForwardingAdmin {
        private final KafkaBroker broker;

        private KilledAfterTheEnd(KafkaSettings settings, KafkaBroker broker) {
            super(shortly(settings));
            this.broker = broker;
        }

        private static Map<String, Object> shortly(KafkaSettings settings) {
            var all = new HashMap<>(settings.admin());
            all.put("request.timeout.ms", 2000);
            all.put("default.api.timeout.ms", 2000);
            return all;
        }

        @Override
        public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> offsets, ListOffsetsOptions options) {
            var answer = super.listOffsets(offsets, options);
            answer.all().whenComplete((_, _) -> broker.kill());
            return answer;
        }
    }
}
