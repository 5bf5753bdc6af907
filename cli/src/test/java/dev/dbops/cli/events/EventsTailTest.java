package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTailTest {
    private static final Pattern ID = Pattern.compile("\"id\": (\\d+)}$", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    @AutoClose
    private EventDatabase events;

    private Cli cli;

    @BeforeEach
    void aLogWithAnEvent() {
        events = new EventDatabase(TestServer.carried().newDatabase());
        events.add("users", 'c', 1);
        cli = new Cli(directory).with(events.target());
    }

    private static List<Integer> ids(Cli.Transcript transcript) {
        var ids = new ArrayList<Integer>();
        var matcher = ID.matcher(transcript.out());
        while (matcher.find()) {
            ids.add(Integer.parseInt(matcher.group(1)));
        }
        return ids;
    }

    /** The tail has looked: what is committed from now on is new to it. */
    private void isListening(int sessions) {
        var count =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND query LIKE 'WITH page%'";
        while (events.database().query(count, row -> row.getInt(1)).getFirst() < sessions) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--notify=changes"})
    void whatIsCommittedIsShownUntilCtrlC(String option) {
        try (var tail = cli.start("events-tail", option)) {
            isListening(1);
            events.add("users", 'u', 2).add("orders", 'd', 3);
            assertThat(ids(tail.await(now -> ids(now).size() == 2))).containsExactly(2, 3);
            events.add("users", 'c', 4);
            tail.await(now -> ids(now).size() == 3);

            var transcript = tail.interrupt().failed(130);

            assertThat(ids(transcript)).containsExactly(2, 3, 4);
            assertThat(transcript.out()).contains("Z update public.users {\"id\": 2} {\"id\": 2}\n");
            assertThat(transcript.err()).isEmpty();
        }
    }

    @Test
    void itEndsByItselfWhenTheTimeUntilWhichEventsAreWantedIsPast() {
        events.execute("UPDATE dbops.event_log SET ts = ts - interval '2 h'");
        events.add("users", 'c', 2);

        try (var past = cli.start("events-tail", "--until", "1h");
                var shown = cli.start("events-tail", "--since", "3h", "--until", "1h")) {
            assertThat(past.end().succeeded().out()).isEmpty();
            assertThat(ids(shown.end().succeeded())).containsExactly(1);
        }
    }

    @Test
    void itRunsUntilAFutureTime() {
        var soon = events.database()
                .query(
                        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC' + interval '4 s',"
                                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                        row -> row.getString(1))
                .getFirst();
        try (var tail = cli.start("events-tail", "--quiet", "--until", soon)) {
            isListening(1);
            events.add("users", 'u', 2);

            assertThat(ids(tail.end().succeeded())).containsExactly(2);
        }
    }

    @Test
    void earlierOnesComeFirstIfThatIsAskedFor() {
        events.execute("UPDATE dbops.event_log SET ts = ts - interval '2 h'");
        events.add("users", 'c', 2).add("orders", 'c', 3);

        try (var tail = cli.start("events-tail", "--since", "1h", "--table", "users", "--format", "json")) {
            tail.await(now -> now.out().contains("\"id\": 2}"));
            events.add("orders", 'c', 4).add("users", 'c', 5);
            tail.await(now -> now.out().contains("\"id\": 5}"));

            assertThat(tail.interrupt().failed(130).out())
                    .hasLineCount(2)
                    .doesNotContain("\"id\": 1}", "\"id\": 3}", "\"id\": 4}");
        }
    }

    @Test
    void jsonIsALineForEachEvent() {
        try (var tail = cli.start("events-tail", "-o", "json", "--since", "1h")) {
            tail.await(now -> now.out().endsWith("}\n"));

            assertThat(tail.interrupt().failed(130).out())
                    .startsWith("{\"id\": \"")
                    .hasLineCount(1);
        }
    }

    @Test
    void eachHasItsSchemaWhereThatIsAskedFor() {
        events.execute("CREATE TABLE users (id int)");

        try (var tail = cli.start("events-tail", "--format", "debezium", "--with-schema", "--since", "1h")) {
            tail.await(now -> now.out().endsWith("\n"));

            assertThat(tail.interrupt().failed(130).out())
                    .hasLineCount(1)
                    .startsWith("{\"schema\": ")
                    .contains("{\"type\": \"int32\", \"optional\": true, \"field\": \"id\"}")
                    .contains("\"payload\": {\"before\": null, \"after\": {\"id\": 1}");
        }
        assertThat(cli.run("events-tail", "--with-schema").failed(2).err())
                .startsWith("error: --with-schema goes with --format debezium\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-color", "--notify=changes"})
    void aLostConnectionIsOpenedAgainAndNothingIsLostOrRepeated(String option) {
        try (var tail = cli.start("events-tail", "--since", "1h", option)) {
            tail.await(now -> ids(now).equals(List.of(1)));
            for (var id = 2; id < 6; id++) {
                events.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
                events.add("users", 'c', id);
                var shown = id;
                tail.await(now -> ids(now).contains(shown));
            }

            var transcript = tail.interrupt().failed(130);

            assertThat(ids(transcript)).containsExactly(1, 2, 3, 4, 5);
            assertThat(transcript.err())
                    .contains("warning: the connection was lost: ", "; trying again until it is back\n")
                    .contains("note: connected again\n");
        }
    }

    @Test
    void anotherLogInItsPlaceEndsIt() {
        try (var tail = cli.start("events-tail", "--since", "1h")) {
            tail.await(now -> ids(now).equals(List.of(1)));
            events.execute("UPDATE dbops.log_meta SET log_id = gen_random_uuid()");
            events.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

            assertThat(tail.end().failed(5).err()).contains("error: the position is one of event log ");
        }
    }

    @Test
    void aServerThatWasNeverThereIsAFailure() {
        var transcript = new Cli(directory)
                .with("CONNECTION_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
                .run("events-tail");

        assertThat(transcript.failed(4).err()).startsWith("error: ");
    }

    @Test
    void aDatabaseWithoutALogIsAFailure() {
        var transcript =
                new Cli(directory).with(TestServer.carried().newDatabase()).run("events-tail");

        assertThat(transcript.failed(1).err()).contains("has no event log");
    }
}
