package dev.dbops.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaPayloadTest {
    private static final Position WINDOW = new Position("0b4a1b9e-5d4c-4f9e-9d25-0d1f1f6f3c11", "10:10:", "20:20:", 0);

    private final List<Batch> prepared = new ArrayList<>();

    /** Writes each event twice. */
    private final class TwoMessages implements EventFormat {
        private final String separator;

        TwoMessages(String separator) {
            this.separator = separator;
        }

        @Override
        public String name() {
            return "two";
        }

        @Override
        public EventFormat separatedBy(String other) {
            return new TwoMessages(other);
        }

        @Override
        public void prepare(Batch batch) {
            prepared.add(batch);
        }

        @Override
        public void append(Event event, Position window, Utf8Buffer out) {
            out.append(event.seq()).append(separator).append(event.seq());
        }
    }

    private static Event event(long seq) {
        return new Event(seq, "1", 0, "public", "users", Operation.INSERT, "{}", "", "{}", "");
    }

    @Test
    void eachMessageOfAnEventIsAnElement() {
        var batch = new Batch(List.of(event(1), event(2)), WINDOW, WINDOW.at(2));
        var payload = new LambdaPayload(new TwoMessages("\n"));

        payload.fill(batch, 0, 10);

        assertThat(payload.bytes().asUtf8String()).isEqualTo("{\"events\": [1, 1, 2, 2]}");
        assertThat(prepared).containsExactly(batch);
    }
}
