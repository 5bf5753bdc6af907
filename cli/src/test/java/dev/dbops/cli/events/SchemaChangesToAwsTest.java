package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.aws.EmulatedFunction;
import dev.dbops.aws.EmulatedQueue;
import dev.dbops.aws.EmulatedStream;
import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schema events in their place among the rows, in each service of AWS. */
class SchemaChangesToAwsTest {
    private static final Pattern TYPE = Pattern.compile("\"event_type\": \"([A-Z]+)\"");
    private static final String[] TYPES = {"SCHEMA", "INSERT", "SCHEMA", "INSERT"};

    private final TestServer server = TestServer.carried();
    private final AwsEmulator aws = AwsEmulator.reset();

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void aTableThatIsAlteredBetweenTwoRows() {
        var source = server.newDatabase();
        cli = new Cli(directory).with(aws.variables()).with(source);
        server.execute(source.database(), "CREATE TABLE users (id int PRIMARY KEY)");
        cli.run("triggers-install", "--table", "users", "--ddl").succeeded();
        // the first schema event has the table as it was when it was captured
        server.execute(
                source.database(),
                "INSERT INTO users VALUES (1); ALTER TABLE users ADD age int; INSERT INTO users VALUES (2, 3)");
    }

    private void replay(String to) {
        assertThat(cli.run("events-replay", "--to", to, "-o", "json")
                        .succeeded()
                        .out())
                .contains("\"schema_changes\":2");
    }

    private static List<String> types(Stream<String> texts) {
        return texts.flatMap(text -> TYPE.matcher(text).results())
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void aStreamHasThem() {
        var stream = new EmulatedStream(aws, "orders", 1);

        replay("kinesis:orders");

        assertThat(types(stream.records().stream().map(EmulatedStream.Read::text)))
                .containsExactly(TYPES);
    }

    @Test
    void aQueueHasThem() {
        var queue = new EmulatedQueue(aws, "orders.fifo", 262_144);

        replay("sqs:orders.fifo");

        assertThat(types(queue.receive().stream().map(EmulatedQueue.Received::text)))
                .containsExactlyInAnyOrder(TYPES);
    }

    @Test
    void aBucketHasThem() {
        var bucket = new EmulatedBucket(aws, "lake");

        replay("s3://lake/shop");

        assertThat(types(bucket.objects("shop/public.users").values().stream())).containsExactly(TYPES);
    }

    @Test
    void aFunctionGetsThem() {
        var function = new EmulatedFunction(aws, "orders");

        replay("lambda:orders:live");

        assertThat(function.received().stream().flatMap(List::stream))
                .as("numbers of events, which the rows and the changes share")
                .hasSize(TYPES.length)
                .isSorted();
    }
}
