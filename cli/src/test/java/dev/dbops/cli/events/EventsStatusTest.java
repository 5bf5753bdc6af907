package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.events.NameMap;
import dev.dbops.events.inbox.Deliveries;
import dev.dbops.events.inbox.Inbox;
import dev.dbops.events.log.Partitions;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.redshift.ConnectionWriter;
import dev.dbops.redshift.inbox.WarehouseInbox;
import dev.dbops.redshift.inbox.WarehouseResult;
import dev.dbops.redshift.sql.InsertLoad;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsStatusTest {
    @TempDir
    private Path directory;

    @AutoClose
    private EventDatabase events;

    private Cli cli;

    @BeforeEach
    void aLogWithPartitions() {
        events = new EventDatabase(TestServer.carried().newDatabase());
        Partitions.ensure(events.database());
        cli = new Cli(directory).with(events.target());
    }

    @Test
    void peopleSeeSizePartitionsAndConsumers() {
        events.add("users", 'c', 1).add("users", 'u', 1);
        cli.run("events-replay", "--to", "file:events.jsonl", "--name", "archive")
                .succeeded();
        events.add("users", 'u', 1);

        var status = cli.run("events-status").succeeded();

        assertThat(status.out())
                .containsPattern("events +3\n")
                .containsPattern("events per second +0\\.[01]\n")
                .containsPattern("days ahead +14\n")
                .containsPattern("default used +no\n")
                .containsPattern("NAME +FROM +TO +EVENTS +BYTES\n")
                .containsPattern("event_log_default +0 ")
                .containsPattern("CONSUMER +SINK +BEHIND +LAG +REPORTED +POSITION +SNAPSHOT\n")
                .containsPattern("archive +file:.* +1 ");
        assertThat(status.err()).isEmpty();
        assertThat(cli.run("events-status", "-o", "json").succeeded().out())
                .startsWith("{\"log\":\"")
                .contains("\"events\":3,", "\"default_used\":false,\"position\":", "\"partitions\":[{\"name\":")
                .contains("\"consumers\":[{\"consumer\":\"archive\"", "\"behind\":1,\"lag\":");
    }

    /** log, router, warehouse. */
    @Test
    void theTargetsOfFunctionsShowHowFarTheyAre() throws InterruptedException {
        events.add("users", 'c', 1).add("users", 'c', 2).add("users", 'c', 3);
        var target = TestServer.carried().newDatabase();
        TestServer.carried().execute(target.database(), "CREATE TABLE users (id int PRIMARY KEY, name text)");
        try (var warehouse = new RedshiftStandIn(TestServer.carried());
                var pool = new ConnectionPool(target, 1, "")) {
            warehouse.execute("CREATE TABLE users (id int, name varchar(20))");
            var all = Deliveries.all(events.target());
            new Inbox(new NameMap()).apply(pool, all.subList(0, 2), Duration.ofMinutes(1));
            new WarehouseInbox(
                            new ConnectionWriter(warehouse.target(), InsertLoad.BY_CONNECTION),
                            new NameMap(),
                            Duration.ofDays(1))
                    .apply(all.subList(0, 1), Duration.ofMinutes(1), new WarehouseResult());

            var status = cli.with("ROUTED_CONNECTION_URL", ConnectionUrl.formatWithPassword(target))
                    .with("DWH_CONNECTION_URL", ConnectionUrl.formatWithPassword(warehouse.target()))
                    .run("events-status", "--to", "env:routed", "--to", "env:dwh")
                    .succeeded();

            assertThat(status.out())
                    .containsPattern("STAGE +LAST SEQ +BEHIND +LAG +RECEIVED\n")
                    .containsPattern("db \"%s\" on .* +1 ".formatted(target.database()))
                    .containsPattern("db \"%s\" on .* +2 ".formatted(warehouse.database()));
        }
    }

    @Test
    void aTargetThatHasReceivedNothingIsBehindEverything() {
        events.add("users", 'c', 1).add("users", 'c', 2);
        var target = TestServer.carried().newDatabase();

        var status = cli.with("ROUTED_CONNECTION_URL", ConnectionUrl.formatWithPassword(target))
                .run("events-status", "--to", "env:routed", "-o", "json")
                .succeeded();

        assertThat(status.out()).contains("\"last_seq\":0,\"behind\":2,").contains("\"received\":null");
        assertThat(status.err())
                .contains("no function has delivered an event of this log to db \"" + target.database());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        json;   "default_used":false,"position":"([^"]+)"
        csv;    ,false,"?((?<=")[^"]+|(?<!")[^",]+)"?,
        table;  position +(\\S+)
        """)
    void aReplayBeginsAtThePositionThatAnyFormatSays(String format, Pattern place) {
        // given
        events.add("users", 'c', 1);
        var status =
                place.matcher(cli.run("events-status", "-o", format).succeeded().out());
        assertThat(status.find()).isTrue();
        events.add("users", 'u', 2);

        // when
        var replay = cli.run("events-replay", "--to", "-", "--from", status.group(1));

        // then
        assertThat(replay.succeeded().out()).hasLineCount(1).contains("\"after\": {\"id\": 2}");
    }

    @Test
    void theConsumersPositionIsTextToo() {
        events.add("users", 'c', 1);
        cli.run("events-replay", "--to", "file:events.jsonl", "--name", "archive")
                .succeeded();
        var position = events.database()
                .query("SELECT position FROM dbops.consumer", row -> row.getString(1))
                .getFirst();

        var status = cli.run("events-status", "-o", "json").succeeded();

        assertThat(status.out())
                .endsWith(",\"position\":\"%s\",\"snapshot\":\"\"}],\"stages\":[]}\n".formatted(position));
    }

    @Test
    void theUseOfTheDefaultPartitionIsReported() {
        events.execute("INSERT INTO dbops.event_log (ts, schema_name, table_name, op)"
                + " VALUES (now() - interval '30 d', 'public', 'users', 't')");

        var status = cli.run("events-status").succeeded();

        assertThat(status.out()).containsPattern("default used +yes\n");
        assertThat(status.err()).startsWith("warning: events are in the default partition");
    }

    @Test
    void tooFewDaysAheadAreReported() {
        try (var bare = new EventDatabase(TestServer.carried().newDatabase())) {
            Partitions.ensure(bare.database(), 2);

            var status =
                    new Cli(directory).with(bare.target()).run("events-status").succeeded();

            assertThat(status.err()).startsWith("warning: there are partitions for 2 day(s) only");
        }
    }

    @Test
    void watchingShowsItAgainAndAgain() {
        try (var watch = cli.start("events-status", "--watch")) {
            watch.await(now -> now.out().contains("days ahead"));
            events.add("users", 'c', 1);
            watch.await(now -> now.out().matches("(?s).*events +0\\n.*events +1\\n.*"));

            assertThat(watch.interrupt().failed(130).err()).isEmpty();
        }
    }

    @Test
    void onATerminalItIsWrittenOver() {
        try (var watch = cli.typing("").start("events-status", "--watch")) {
            watch.await(now -> now.out().startsWith("\u001b[H\u001b[J"));
            watch.interrupt().failed(130);
        }
    }
}
