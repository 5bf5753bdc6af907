package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.testing.TestServer;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events with their schema, read by Kafka Connect's own converter. */
class DebeziumWithSchemaTest {
    static final DebeziumOptions SCHEMA =
            new DebeziumOptions(true, Optional.empty(), Optional.empty(), false, false, false);

    @AutoClose
    private final CaptureDatabase db = new CaptureDatabase(TestServer.CARRIED);

    @AutoClose
    private final JsonConverter converter = new JsonConverter();

    @BeforeEach
    void aCapturedTable() {
        converter.configure(Map.of("schemas.enable", "true", "converter.type", "value"));
        db.run("CREATE TABLE users (id int PRIMARY KEY, name text, score float8, active bool, tags text[], doc jsonb)");
        db.install("users");
    }

    private EventFormat format() {
        return new DebeziumFormat(EventLog.open(db.database()), new NameMap(), EventFilter.all(), SCHEMA);
    }

    /** All events of the log. */
    private List<Struct> events() {
        return events(format(), new NameMap());
    }

    private List<Struct> events(EventFormat format, NameMap names) {
        var batch = new EventListing(EventLog.open(db.database()), EventFilter.all()).first(1000);
        var structs = new ArrayList<Struct>();
        for (var event : batch.events()) {
            var out = new Utf8Buffer();
            format.append(names.apply(event), batch.window(), out);
            structs.add((Struct) converter.toConnectData("topic", out.toBytes()).value());
        }
        return structs;
    }

    private static List<String> fields(Schema schema) {
        return schema.fields().stream()
                .map(field -> field.name() + " " + field.schema().type().getName())
                .toList();
    }

    private static List<String> after(Struct event) {
        return event.getStruct("after").schema().fields().stream()
                .map(Field::name)
                .map(name -> name + "=" + event.getStruct("after").get(name))
                .toList();
    }

    @Test
    void anEventIsAStructWithTheTypesOfItsTable() {
        db.run("INSERT INTO users VALUES (1, 'Zoë \"Z\" 🐘', 0.5, true, '{a,NULL}', '{\"b\": [1, \"c\"]}')");
        db.run("INSERT INTO users VALUES (2)");

        var event = events().getFirst();

        assertThat(fields(event.schema()))
                .containsExactly(
                        "before struct",
                        "after struct",
                        "source struct",
                        "transaction struct",
                        "op string",
                        "ts_ms int64",
                        "ts_us int64",
                        "ts_ns int64");
        assertThat(fields(event.getStruct("after").schema()))
                .containsExactly(
                        "id int32", "name string", "score float64", "active boolean", "tags string", "doc string");
        assertThat(after(event))
                .containsExactly(
                        "id=1",
                        "name=Zoë \"Z\" 🐘",
                        "score=0.5",
                        "active=true",
                        "tags=[\"a\", null]",
                        "doc={\"b\": [1, \"c\"]}");
        assertThat(after(events().getLast()))
                .containsExactly("id=2", "name=null", "score=null", "active=null", "tags=null", "doc=null");
        assertThat(event.getStruct("before")).isNull();
        assertThat(event.getString("op")).isEqualTo("c");
    }

    @Test
    void itIsNamedAndItsSourceIsSaidAsDebeziumDoes() {
        db.run("INSERT INTO users VALUES (1)");
        var log = EventLog.open(db.database());

        var event = events().getFirst();

        var name = db.database().target().database() + ".public.users";
        assertThat(event.schema().name()).isEqualTo(name + ".Envelope");
        assertThat(event.schema().field("before").schema().name()).isEqualTo(name + ".Value");
        assertThat(event.schema().field("after").schema().name()).isEqualTo(name + ".Value");
        var source = event.getStruct("source");
        assertThat(source.getString("name")).isEqualTo(log.id());
        assertThat(source.getString("db")).isEqualTo(db.database().target().database());
        assertThat(source.getString("table")).isEqualTo("users");
        assertThat(source.getString("connector")).isEqualTo("postgresql");
        assertThat(source.getInt64("ts_ms")).isPositive().isLessThanOrEqualTo(event.getInt64("ts_ms"));
        assertThat(source.getInt64("ts_ns")).isEqualTo(source.getInt64("ts_us") * 1000);
        assertThat(event.getInt64("ts_us")).isEqualTo(event.getInt64("ts_ns") / 1000);
        assertThat(event.get("transaction")).isNull();
        assertThat(source.getInt64("txId")).isPositive();
        assertThat(Position.parse(source.getString("position")).log()).isEqualTo(log.id());
    }

    @Test
    void ofADeletedRowTheKeyIsThereAndAllTablesHaveOneSchema() {
        db.run("INSERT INTO users VALUES (1, 'Ann'); UPDATE users SET name = 'Eve'; DELETE FROM users; TRUNCATE users");

        var events = events();

        assertThat(events).extracting(event -> event.getString("op")).containsExactly("c", "u", "d", "t");
        assertThat(events.get(2).getStruct("before").getInt32("id")).isEqualTo(1);
        assertThat(events.get(2).getStruct("before").get("name")).isNull();
        assertThat(events.get(3).getStruct("before")).isNull();
        assertThat(events.get(3).getStruct("after")).isNull();
        assertThat(events)
                .extracting(Struct::schema)
                .containsOnly(events.getFirst().schema());
    }

    @Test
    void columnsThatAreNotCapturedHaveNoField() {
        db.run("CREATE TABLE people (id int, email text, team int, PRIMARY KEY (team, id))");
        db.install(excluding("email", "team"), "people");
        db.run("INSERT INTO people VALUES (1, 'a@example.com', 7); DELETE FROM people");

        assertThat(events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(
                                fields(event.schema().field("before").schema()))
                        .containsExactly("id int32", "team int32"));
    }

    private static CaptureOptions excluding(String... columns) {
        return new CaptureOptions(Operation.ALL, List.of(), List.of(columns), true, "", Delivery.NONE);
    }

    @Test
    void whatWasCapturedOnceKeepsItsType() {
        db.run("INSERT INTO users VALUES (1, 'Ann', 0.5)");
        db.install(excluding("score", "tags", "doc"), "users");
        db.run("INSERT INTO users VALUES (2, 'Bob', 0.5)");

        var events = events();

        assertThat(after(events.get(0)))
                .containsExactly("id=1", "name=Ann", "active=null", "doc=null", "tags=null", "score=0.5");
        assertThat(after(events.get(1))).containsExactly("id=2", "name=Bob", "active=null");
    }

    @Test
    void aValueThatItsColumnOfNowDoesNotTakeIsAStringInItsEvent() {
        db.run("""
            CREATE TABLE changed (id int PRIMARY KEY, a text, b numeric, c bigint, d int, e text, f float8, g numeric);
            """);
        db.install("changed");
        db.run("""
            INSERT INTO changed VALUES (1, 'x', 1.50, 3000000000, 40000, 'yes', 1e300, 1e400);
            INSERT INTO changed VALUES (2, '7', 2, 5, 6, 'true', 1.25, 0.5);
            DELETE FROM changed WHERE id = 1;
            ALTER TABLE changed ALTER a TYPE int USING a::int, ALTER b TYPE int, ALTER c TYPE int, ALTER d TYPE smallint,
                ALTER e TYPE bool USING e::bool, ALTER f TYPE real, ALTER g TYPE float8;
            UPDATE changed SET id = 3;
            """);

        var events = events();

        assertThat(after(events.get(0)))
                .containsExactly(
                        "id=1",
                        "a=x",
                        "b=1.50",
                        "c=3000000000",
                        "d=40000",
                        "e=yes",
                        "f=1" + "0".repeat(300),
                        "g=1" + "0".repeat(400));
        assertThat(fields(events.get(0).getStruct("after").schema()))
                .containsExactly(
                        "id int32", "a string", "b string", "c string", "d string", "e string", "f string", "g string");
        assertThat(fields(events.get(1).getStruct("after").schema()))
                .containsExactly(
                        "id int32", "a string", "b int32", "c int32", "d int16", "e string", "f float32", "g float64");
        assertThat(after(events.getLast()))
                .containsExactly("id=3", "a=7", "b=2", "c=5", "d=6", "e=true", "f=1.25", "g=0.5");
        assertThat(fields(events.getLast().getStruct("after").schema()))
                .containsExactly(
                        "id int32", "a int32", "b int32", "c int32", "d int16", "e boolean", "f float32", "g float64");
    }

    @Test
    void beforeAndAfterAgreeWhereOnlyOneOfThemFits() {
        db.install(new CaptureOptions(Operation.ALL, List.of(), List.of(), true, "", Delivery.NONE), "users");
        db.run("INSERT INTO users (id, score) VALUES (1, 'NaN'); UPDATE users SET score = 1.5; UPDATE users SET score"
                + " = 2");

        var events = events();

        assertThat(events.get(1).getStruct("before").getString("score")).isEqualTo("NaN");
        assertThat(events.get(1).getStruct("after").getString("score")).isEqualTo("1.5");
        assertThat(events.get(2).getStruct("before").getFloat64("score")).isEqualTo(1.5);
        assertThat(events.get(2).getStruct("after").getFloat64("score")).isEqualTo(2);
    }

    @Test
    void ofATableThatIsGoneAllAreStrings() {
        db.run("INSERT INTO users VALUES (1, 'Ann', 0.5, true, '{a}', '[1]'); DELETE FROM users; TRUNCATE users");
        db.run("DROP TABLE users");

        var events = events();

        assertThat(after(events.getFirst()))
                .containsExactlyInAnyOrder("id=1", "name=Ann", "score=0.5", "active=true", "tags=[\"a\"]", "doc=[1]");
        assertThat(events.getFirst().getStruct("after").schema().fields())
                .allMatch(field -> field.schema().type() == Schema.Type.STRING);
        assertThat(fields(events.get(1).getStruct("before").schema())).containsExactly("id string");
        assertThat(events.get(2).schema().field("after").schema().fields()).isEmpty();
    }

    @Test
    void aTableThatChangesMeanwhileIsLookedUpAgain() {
        var format = format();
        db.run("INSERT INTO users (id) VALUES (1)");
        assertThat(fields(events(format, new NameMap())
                        .getLast()
                        .getStruct("after")
                        .schema()))
                .hasSize(6);
        db.run("ALTER TABLE users ADD visits int, DROP name; INSERT INTO users (id, visits) VALUES (2, 3)");

        var last = events(format, new NameMap()).getLast();

        assertThat(fields(last.getStruct("after").schema()))
                .containsExactly(
                        "id int32", "score float64", "active boolean", "tags string", "doc string", "visits int32");
        assertThat(last.getStruct("after").getInt32("visits")).isEqualTo(3);
    }

    @Test
    void typesAreThoseOfTheSourceWhateverTheTablesAreCalledInEvents() {
        var names = new NameMap();
        names.add("public=app");
        names.add("public.orders=app.users");
        db.run("CREATE SCHEMA app; CREATE TABLE app.users (id text)");
        db.run("CREATE TABLE orders (id int PRIMARY KEY, name int, total bigint)")
                .install("orders");
        db.run("INSERT INTO users (id, name) VALUES (1, 'Ann'); INSERT INTO orders VALUES (2, 3, 4)");

        var events = events(new DebeziumFormat(EventLog.open(db.database()), names, EventFilter.all(), SCHEMA), names);

        assertThat(events.getFirst().schema().name()).endsWith(".app.users.Envelope");
        assertThat(fields(events.getFirst().getStruct("after").schema()))
                .containsExactly(
                        "id string", "name string", "score float64", "active boolean", "tags string", "doc string");
        assertThat(fields(events.getLast().getStruct("after").schema()))
                .containsExactly("id string", "name string", "total int64");
    }

    @Test
    void aSchemaHasTheNameOfTheTopic() {
        db.run("""
            CREATE SCHEMA "1st";
            CREATE TABLE "1st"."Ünder-""quoted" ("a ""b"" \\" bigint PRIMARY KEY, "ö" oid);
            """);
        db.install("\"1st\".\"Ünder-\"\"quoted\"");
        db.run("INSERT INTO \"1st\".\"Ünder-\"\"quoted\" VALUES (9007199254740993, 4294967295)");

        var event = events().getFirst();

        assertThat(event.schema().name()).endsWith(".1st._nder-_quoted.Envelope");
        assertThat(after(event)).containsExactly("a \"b\" \\=9007199254740993", "ö=4294967295");
    }

    @Test
    void longAndDeepValuesAreTextAsTheyAre() {
        var words = "\\u00e9 \\\" ".repeat(20_000);
        db.run("INSERT INTO users (id, doc, tags) VALUES (1, '{\"long\": \"%s\"}', ARRAY['%s'])"
                .formatted(words, "ä\\".repeat(50_000)));
        db.run("INSERT INTO users (id, doc) VALUES (2, '%s7%s')".formatted("[".repeat(2000), "]".repeat(2000)));
        var docs = db.rows("SELECT doc::text FROM users ORDER BY id");

        var events = events();

        assertThat(events)
                .extracting(event -> event.getStruct("after").getString("doc"))
                .isEqualTo(docs);
        assertThat(events.getFirst().getStruct("after").getString("tags"))
                .isEqualTo("[\"" + "ä\\\\".repeat(50_000) + "\"]");
    }

    @Test
    void whoMayOnlyReadTheLogGetsTheTypesToo() {
        db.run("INSERT INTO users VALUES (1, 'Ann', 0.5)");
        var role = db.database().target().database() + "_reader";
        db.run("""
            CREATE ROLE %1$s;
            GRANT USAGE ON SCHEMA dbops TO %1$s;
            GRANT SELECT ON dbops.event_log, dbops.log_meta TO %1$s;
            """.formatted(role));
        var format = format();
        db.run("SET ROLE " + role);

        var event = events(format, new NameMap()).getFirst();

        assertThat(fields(event.getStruct("after").schema())).startsWith("id int32", "name string", "score float64");
    }

    @Test
    void itIsOneLine() {
        db.run("INSERT INTO users (id, name, doc) VALUES (1, E'a\\nb', '{\"a\": [1,\n2]}')");
        var batch = new EventListing(EventLog.open(db.database()), EventFilter.all()).first(1);
        var out = new Utf8Buffer();

        format().append(batch.events().getFirst(), batch.window(), out);

        assertThat(new String(out.toBytes(), StandardCharsets.UTF_8)).hasLineCount(1);
        assertThat(Json.read(out.toString())).containsOnlyKeys("schema", "payload");
    }
}
