package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.events.log.Partitions;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
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
                .containsPattern("CONSUMER +SINK +BEHIND +LAG +REPORTED +POSITION\n")
                .containsPattern("archive +file:.* +1 ");
        assertThat(status.err()).isEmpty();
        assertThat(cli.run("events-status", "-o", "json").succeeded().out())
                .startsWith("{\"log\":\"")
                .contains("\"events\":3,", "\"default_used\":false,\"position\":", "\"partitions\":[{\"name\":")
                .contains("\"consumers\":[{\"consumer\":\"archive\"", "\"behind\":1,\"lag\":");
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

        assertThat(status.out()).endsWith(",\"position\":\"%s\"}]}\n".formatted(position));
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
