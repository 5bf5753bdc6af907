package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.testing.TestServer;
import dev.dbops.text.Utf8Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events as messages for Kafka, and as lines with their topic and key. */
class DebeziumMessagesTest {
    private static final DebeziumOptions KEYS =
            new DebeziumOptions(false, Optional.empty(), Optional.empty(), true, false, false);
    private static final DebeziumOptions TOMBSTONES =
            new DebeziumOptions(false, Optional.empty(), Optional.empty(), true, true, false);
    private static final DebeziumOptions TYPED =
            new DebeziumOptions(true, Optional.of(TimePrecision.adaptive), Optional.empty(), true, true, false);

    @AutoClose
    private final CaptureDatabase db = new CaptureDatabase(TestServer.CARRIED);

    private final String name = db.database().target().database();

    @BeforeEach
    void aCapturedTable() {
        db.run("CREATE TABLE users (id int PRIMARY KEY, name text)").install("users");
    }

    private List<String> lines(DebeziumOptions options) {
        var log = EventLog.open(db.database());
        var format = new DebeziumFormat(log, new NameMap(), EventFilter.all(), options);
        var batch = new EventListing(log, EventFilter.all()).first(1000);
        format.prepare(batch);
        var out = new Utf8Buffer();
        for (var event : batch.events()) {
            format.append(event, batch.window(), out);
            out.append('\n');
        }
        return out.toString().lines().toList();
    }

    /** The topic, the key, and the operation; a tombstone has none. */
    private String summary(String line) {
        var message = Json.read(line);
        assertThat(message).containsOnlyKeys("topic", "key", "value");
        var value = (Map<?, ?>) message.get("value");
        return "%s %s %s"
                .formatted(message.get("topic"), message.get("key"), value == null ? "tombstone" : value.get("op"))
                .replaceFirst("^" + name + "[.]", "");
    }

    @Test
    void aLineHasTopicKeyAndValue() {
        db.run("INSERT INTO users VALUES (1, 'Ann'); UPDATE users SET id = 2; DELETE FROM users; TRUNCATE users");

        assertThat(lines(KEYS).stream().map(this::summary))
                .containsExactly(
                        "public.users {id=1} c",
                        "public.users {id=1} d",
                        "public.users {id=2} c",
                        "public.users {id=2} d",
                        "public.users null t");
    }

    @Test
    void aTombstoneFollowsEachDelete() {
        db.run("INSERT INTO users VALUES (1, 'Ann'); UPDATE users SET id = 2; DELETE FROM users; TRUNCATE users");

        var lines = lines(TOMBSTONES);

        assertThat(lines.stream().map(this::summary))
                .containsExactly(
                        "public.users {id=1} c",
                        "public.users {id=1} d",
                        "public.users {id=1} tombstone",
                        "public.users {id=2} c",
                        "public.users {id=2} d",
                        "public.users {id=2} tombstone",
                        "public.users null t");
        assertThat(lines.get(2))
                .isEqualTo("{\"topic\": \"%s.public.users\", \"key\": {\"id\": 1}, \"value\": null}".formatted(name));
    }

    @Test
    void aTableWithoutKeyHasNullKeys() {
        db.run("CREATE TABLE visits (at text)");
        db.install(
                new CaptureOptions(
                        List.of(Operation.INSERT, Operation.TRUNCATE), List.of(), List.of(), false, "", Delivery.NONE),
                "visits");
        db.run("INSERT INTO visits VALUES ('now')");

        assertThat(lines(TYPED)).singleElement().asString().contains("\"key\": null, \"value\": {\"schema\"");
    }

    @Test
    void theKeyHasItsSchemaInTheOrderOfThePrimaryKey() {
        db.run("CREATE TABLE days (a int NOT NULL, day date, bb int, PRIMARY KEY (day, bb, a))")
                .install("days");
        db.run("INSERT INTO days VALUES (1, '1970-01-03', 4); DELETE FROM days");
        var log = EventLog.open(db.database());
        var batch = new EventListing(log, EventFilter.all()).first(1000);
        var messages = new DebeziumMessages(log, new NameMap(), EventFilter.all(), TYPED);

        var deleted = messages.of(batch.events().getLast(), batch.window());

        assertThat(deleted).hasSize(2);
        assertThat(deleted.get(1).key()).isEqualTo(deleted.get(0).key());
        assertThat(deleted.get(1).value()).isEmpty();
        try (var converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true", "converter.type", "key"));
            var key = (Struct)
                    converter.toConnectData("topic", deleted.getFirst().key()).value();
            assertThat(key.schema().name()).isEqualTo(name + ".public.days.Key");
            assertThat(key.schema().fields()).extracting(Field::name).containsExactly("day", "bb", "a");
            assertThat(key.schema().fields()).noneMatch(field -> field.schema().isOptional());
            assertThat(key.schema().field("day").schema().name()).isEqualTo("io.debezium.time.Date");
            assertThat(key.get("day")).isEqualTo(2);
        }
    }

    @Test
    void messagesOfRenamedTablesHaveTheTopicOfTheirNewName() {
        var names = new NameMap();
        names.add("public.users=crm.people");
        db.run("INSERT INTO users VALUES (1)");
        var log = EventLog.open(db.database());
        var batch = new EventListing(log, EventFilter.all()).first(1);

        var message = new DebeziumMessages(log, names, EventFilter.all(), KEYS)
                .of(names.apply(batch.events().getFirst()), batch.window());

        assertThat(message).singleElement().extracting(EventMessage::topic).isEqualTo(name + ".crm.people");
    }

    @Test
    void anotherReaderNeedsOtherTextBetweenMessages() {
        db.run("INSERT INTO users VALUES (1); DELETE FROM users");
        var log = EventLog.open(db.database());
        var batch = new EventListing(log, EventFilter.all()).last(1);
        var out = new Utf8Buffer();

        new DebeziumFormat(log, new NameMap(), EventFilter.all(), TOMBSTONES)
                .separatedBy(", ")
                .append(batch.events().getFirst(), batch.window(), out);

        assertThat(out.toString()).hasLineCount(1).contains("}}, {\"topic\":").endsWith("\"value\": null}");
    }
}
