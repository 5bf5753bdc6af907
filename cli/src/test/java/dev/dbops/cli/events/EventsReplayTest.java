package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** events-replay into another database, as a user has it. */
class EventsReplayTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void aTableThatIsCapturedAndItsLikeElsewhere() {
        source = server.newDatabase();
        target = server.newDatabase();
        cli = new Cli(directory).with(source).with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        var table = "CREATE TABLE users (id int PRIMARY KEY, name text)";
        server.execute(source.database(), table);
        server.execute(target.database(), table);
        cli.run("triggers-install", "--table", "users").succeeded();
        inSource("INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        inSource("UPDATE users SET name = 'B' WHERE id = 2; DELETE FROM users WHERE id = 3");
    }

    @Test
    void theEventsComeToTheOtherDatabaseAndTheReportSaysHowMany() {
        var replay = cli.run("events-replay", "--to", "env:copy").succeeded();

        assertThat(replay.out()).matches("""
            delivered 5 event\\(s\\) in \\d+\\.\\d s to db "%s" on 127\\.0\\.0\\.1:\\d+ as postgres
            SCHEMA  TABLE  INSERTS  UPDATES  DELETES  TRUNCATES  READS  SCHEMA CHANGES
            public  users        3        1        1          0      0               0
            """.formatted(target.database()));
        assertThat(replay.err())
                .startsWith("source: db \"%s\" on ".formatted(source.database()))
                .contains("sink: db \"%s\" on ".formatted(target.database()));
        assertThat(users()).containsExactly("1|a", "2|B");
        assertThat(cli.run("events-replay", "--to", "env:copy").succeeded().out())
                .startsWith("delivered 0 event(s) in ");
    }

    /** The rows of a partition that was dropped have no events, so that they would stay in the target. */
    @Test
    void aReplayIntoADatabaseStopsWhenPartitionsHaveGone() {
        var parts = "CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                + " CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (10)";
        inSource(parts);
        server.execute(target.database(), parts);
        cli.run("triggers-install", "--table", "part").succeeded();
        inSource("INSERT INTO part VALUES (1)");
        inSource("DROP TABLE low");

        var refused = cli.run("events-replay", "--to", "env:copy");
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err())
                .contains("error: public.part no longer has the partition public.low: if rows left with it")
                .contains("--on-partition-change warn");
        assertThat(users()).isEmpty();
        assertThat(cli.run("events-replay", "--to", "env:copy", "--dry-run")
                        .succeeded()
                        .err())
                .contains("warning: public.part no longer has the partition public.low");
        assertThat(cli.run("events-replay", "--to", "file:" + directory.resolve("events"))
                        .succeeded()
                        .err())
                .contains("warning: public.part no longer has the partition public.low");
        assertThat(cli.run(
                                "events-replay",
                                "--to",
                                "file:" + directory.resolve("more"),
                                "--on-partition-change",
                                "stop")
                        .exitCode())
                .isEqualTo(5);

        var replay = cli.run("events-replay", "--to", "env:copy", "--on-partition-change", "warn")
                .succeeded();
        assertThat(replay.err()).contains("warning: public.part no longer has the partition public.low");
        assertThat(users()).containsExactly("1|a", "2|B");
    }

    /** The name of a consumer has the host as it was written; the target knows the log by its id. */
    @Test
    void aTargetUnderAnotherNameOfItsHostContinues() {
        cli.run("events-replay", "--to", "env:copy").succeeded();
        inSource("INSERT INTO users VALUES (4, 'd')");

        var again = cli.with(
                        "COPY_CONNECTION_URL",
                        ConnectionUrl.formatWithPassword(target).replace("127.0.0.1", "localhost"))
                .run("events-replay", "--to", "env:copy")
                .succeeded();

        assertThat(again.out()).startsWith("delivered 1 event(s) in ");
        assertThat(again.err())
                .containsPattern("note: the target has a position of this log under the name 127\\.0\\.0\\.1:\\d+/"
                        + target.database() + ", which continues");
        assertThat(server.rows(source.database(), "SELECT count(*) FROM dbops.consumer"))
                .containsExactly("1");

        server.execute("postgres", "ALTER DATABASE %s RENAME TO %1$s_renamed".formatted(target.database()));
        target = server.target(target.database() + "_renamed");
        cli = cli.with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        assertThat(cli.run("events-replay", "--to", "env:copy").succeeded().out())
                .startsWith("delivered 0 event(s) in ");

        cli.run("events-replay", "--to", "env:copy", "--name", "elsewhere:5432/copy")
                .succeeded();
        assertThat(cli.run("events-replay", "--to", "env:copy").failed(5).err())
                .contains("the target has positions of several consumers of this log: ", "with --name");
    }

    @Test
    void aSnapshotBeginsWithTheRowsThatAreThere() {
        inSource("CREATE TABLE earlier (id int PRIMARY KEY); INSERT INTO earlier SELECT n FROM generate_series(1, 25)"
                + " n");
        cli.run("triggers-install", "--table", "earlier").succeeded();
        var events = directory.resolve("events");

        var planned = cli.run("events-replay", "--to", "file:" + events, "--snapshot", "--dry-run")
                .succeeded();
        assertThat(planned.out()).startsWith("would deliver ").contains("public  earlier", "READS");
        assertThat(planned.err()).contains("READS are estimates by the server's statistics");
        var replay = cli.run("events-replay", "--to", "file:" + events, "--snapshot", "--snapshot-rows", "10")
                .succeeded();

        assertThat(replay.out())
                .startsWith("delivered 27 event(s) in ")
                .contains("public  earlier        0        0        0          0     25")
                .contains("public  users          0        0        0          0      2");
        assertThat(lines(events)).hasSize(27).allMatch(line -> line.contains("\"event_type\": \"READ\""));
        assertThat(cli.run("events-status").succeeded().out()).contains("2 table(s), 27 row(s)");
        inSource("INSERT INTO earlier VALUES (26)");
        assertThat(cli.run("events-replay", "--to", "file:" + events)
                        .succeeded()
                        .out())
                .startsWith("delivered 1 event(s) in ");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void optionsOfASnapshotThatContradictEachOtherAreRefused() {
        assertThat(cli.run("events-replay", "--to", "env:copy", "--snapshot", "--from", "now")
                        .failed(2)
                        .err())
                .contains("--snapshot and --from exclude each other");
        assertThat(cli.run("events-replay", "--to", "env:copy", "--snapshot-rows", "5")
                        .failed(2)
                        .err())
                .contains("--snapshot-rows applies only to --snapshot");
        cli.run("events-replay", "--to", "env:copy").succeeded();
        assertThat(cli.run("events-replay", "--to", "env:copy", "--snapshot")
                        .failed(5)
                        .err())
                .contains("was begun without --snapshot");
    }

    @Test
    void theReportIsJsonWhereThatIsAskedFor() {
        var replay = cli.run("events-replay", "--to", "env:copy", "--name", "copy", "-o", "json")
                .succeeded();

        assertThat(replay.out())
                .startsWith("{\"consumer\":\"copy\",\"sink\":\"db \\\"%s\\\" on".formatted(target.database()))
                .contains("\"events\":5,\"put_aside\":0,\"seconds\":")
                .endsWith("\"tables\":[{\"schema\":\"public\",\"table\":\"users\",\"inserts\":3,\"updates\":1,"
                        + "\"deletes\":1,\"truncates\":0,\"reads\":0,\"schema_changes\":0}],\"definitions\":[]}\n");
        assertThat(server.rows(source.database(), "SELECT name, filter FROM dbops.consumer"))
                .containsExactly("copy|");
    }

    @Test
    void aDryRunCountsAndWritesNothing() {
        var replay = cli.run("events-replay", "--to", "env:copy", "--dry-run").succeeded();

        assertThat(replay.out()).startsWith("would deliver 5 event(s) to db ");
        assertThat(users()).isEmpty();
        assertThat(server.rows(target.database(), "SELECT to_regnamespace('dbops')"))
                .containsExactly("null");
        assertThat(server.rows(source.database(), "SELECT * FROM dbops.consumer"))
                .isEmpty();
    }

    @Test
    void aProtectedTargetRequiresItsName() {
        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        var refused = cli.run("events-replay", "--to", "env:prod", "--yes").failed(5);

        assertThat(refused.err())
                .contains(
                        "error: this will replay into database \"%s\", and the target is protected: the environment is"
                                        .formatted(target.database())
                                + " prod\nhint: if that is meant, pass --confirm " + target.database());
        assertThat(users()).isEmpty();
        cli.run("events-replay", "--to", "env:prod", "--confirm", target.database())
                .succeeded();
        assertThat(users()).hasSize(2);
    }

    @Test
    void onlySomeTablesAndOperationsAndTheConsumerStaysWithThem() {
        cli.run("events-replay", "--to", "env:copy", "--op", "insert,update").succeeded();
        assertThat(users()).containsExactly("1|a", "2|B", "3|c");

        var other = cli.run("events-replay", "--to", "env:copy").failed(5);

        assertThat(other.err())
                .contains("was begun with --op insert --op update, and would skip or repeat events with other tables or"
                        + " operations\n"
                        + "hint: replay it with the same tables and operations, or under another --name");
        assertThat(cli.run("events-replay", "--to", "env:copy", "--table", "other", "--name", "x")
                        .succeeded()
                        .out())
                .startsWith("delivered 0 event(s)");
    }

    @Test
    void aNewConsumerMayBeginNowAndAKnownOneResumes() {
        cli.run("events-replay", "--to", "env:copy", "--from", "now").succeeded();
        inSource("INSERT INTO users VALUES (4, 'd')");
        cli.run("events-replay", "--to", "env:copy").succeeded();
        assertThat(users()).containsExactly("4|d");

        var again = cli.run("events-replay", "--to", "env:copy", "--from", "beginning")
                .failed(5);

        assertThat(again.err())
                .contains(" already has a position, and continues from there\n"
                        + "hint: leave --from out, or begin a new one with --name\n");
    }

    @Test
    void aTargetThatWasCreatedAgainIsRefused() {
        cli.run("events-replay", "--to", "env:copy").succeeded();
        server.execute(target.database(), "DROP SCHEMA dbops CASCADE; TRUNCATE users");

        var replay = cli.run("events-replay", "--to", "env:copy").failed(5);

        assertThat(replay.err()).contains("has no position of it\nhint: if the target was created again");
        cli.run("events-replay", "--to", "env:copy", "--from", "beginning").succeeded();
        assertThat(users()).containsExactly("1|a", "2|B");
    }

    @Test
    void anEventThatIsRefusedEndsTheReplayOrIsPutAside() {
        server.execute(target.database(), "ALTER TABLE users ADD CHECK (name <> 'a')");

        var stopped = cli.run("events-replay", "--to", "env:copy").failed(3);

        assertThat(stopped.err()).contains("was refused: new row for relation \"users\" violates check constraint");
        var aside = cli.run("events-replay", "--to", "env:copy", "--on-error", "dead-letter")
                .succeeded();
        assertThat(aside.out()).contains("; 1 put aside to db ");
        assertThat(aside.err()).contains("warning: event 1000 was put aside: new row for relation");
        assertThat(users()).containsExactly("2|B");
    }

    @ParameterizedTest
    @CsvSource({"1h, 0", "now, 5"})
    void aFollowerEndsWhenTheTimeUntilWhichEventsAreWantedIsPast(String until, int events) {
        try (var follower = cli.start("events-replay", "--to", "env:copy", "--follow", "--until", until)) {
            var end = follower.end().succeeded();

            assertThat(end.out()).startsWith("delivered %d event(s)".formatted(events));
        }
    }

    @Test
    void aFollowerDeliversWhatComesUntilItIsInterrupted() {
        try (var follower = cli.start("events-replay", "--to", "env:copy", "--follow")) {
            inSource("INSERT INTO users VALUES (4, 'd')");
            follower.await(_ -> users().contains("4|d"));
            inSource("DELETE FROM users WHERE id = 4");
            follower.await(_ -> !users().contains("4|d"));

            var end = follower.interrupt();

            assertThat(end.exitCode()).isEqualTo(130);
            // what is in the target may not have been counted yet
            assertThat(end.err()).containsPattern("stopped; delivered [67] event\\(s\\) in ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        env:none;                       2; the environment "none" has no database: NONE_CONNECTION_URL is not set
        '';                             2; --to is empty
        mysql://user:secret@host/db;    2; "mysql:" is not a sink
        copy;                           2; "copy" is not a sink
        postgresql://127.0.0.1:1/x;     4; 127.0.0.1:1
        """)
    void anInvalidSinkIsRefused(String to, int exit, String message) {
        var replay = cli.run("events-replay", "--to", to).failed(exit);

        assertThat(replay.err()).contains(message).doesNotContain("secret");
    }

    @Test
    void theSourceIsRefusedAsTheTarget() {
        var replay = cli.run("events-replay", "--to", ConnectionUrl.formatWithPassword(source))
                .failed(2);

        assertThat(replay.err()).contains("error: source and target are the same database, \"" + source.database());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        --parallel;  0;            --parallel is 0, and can be 1 to 64
        --parallel;  65;           --parallel is 65, and can be 1 to 64
        --rate;      -1;           --rate is -1, and can be 1 to
        --op;        insrt;        "insrt" is not an operation
        --map;       a;            --map a: it has no =
        --map;       a=b.c;        --map a=b.c: one side names a schema, the other a table
        --from;      yesterday;    "yesterday" is not a valid time
        --from;      1/2;          "1/2" is not a position of an event log
        --from;      00000000-0000-0000-0000-000000000000/5:5:/6:6:/9999999999999999999;  is not a position of an event log
        --until;     soon;         "soon" is not a valid time
        --on-error;  panic;        panic
        --format;    debezium;     --format does not apply to a database, which gets rows
        --time-precision; connect; --time-precision does not apply to a database, which gets rows
        --decimal-mode; exact;     Invalid value for option '--decimal-mode'
        --format;    text;         expected one of [json, debezium, cloudevents]
        --decimal-mode; double_;   expected one of [precise, double, string] but was 'double_'
        --region;    eu-west-1;    --region and --profile apply only to a sink in AWS
        """)
    void nonsenseIsRefused(String option, String value, String message) {
        var replay = cli.run("events-replay", "--to", "env:copy", option, value).failed(2);

        assertThat(replay.err()).contains(message).contains("hint: ");
        assertThat(users()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        env:copy;   --parallel=2;              --atomic and --parallel exclude each other
        env:copy;   --on-error=dead-letter;    --atomic and --on-error dead-letter exclude each other
        file:a;     -q;                        --atomic is for PostgreSQL
        -;          -q;                        --atomic is for PostgreSQL
        """)
    void wholeTransactionsGoWithOneConnectionToADatabase(String to, String option, String message) {
        assertThat(cli.run("events-replay", "--to", to, "--atomic", option)
                        .failed(2)
                        .err())
                .contains(message);
    }

    @Test
    void wholeTransactionsAreDelivered() {
        var replay = cli.run("events-replay", "--to", "env:copy", "--atomic", "--parallel", "1")
                .succeeded();

        assertThat(replay.out()).startsWith("delivered 5 event(s)");
    }

    @Test
    void aSchemaIsRefusedForADatabaseAndForOtherFormats() {
        assertThat(cli.run("events-replay", "--to", "env:copy", "--with-schema")
                        .failed(2)
                        .err())
                .contains("error: --with-schema does not apply to a database, which gets rows\n");
        assertThat(cli.run("events-replay", "--to", "-", "--with-schema")
                        .failed(2)
                        .err())
                .contains("error: --with-schema goes with --format debezium\n");
    }

    @Test
    void aDatabaseWithoutALogHasNothingToReplay() {
        var empty = server.newDatabase();

        var replay = cli.run("events-replay", "--to", "env:copy", "--url", ConnectionUrl.formatWithPassword(empty))
                .failed(1);

        assertThat(replay.err())
                .contains("error: database \"%s\" has no event log\n".formatted(empty.database())
                        + "hint: install triggers, which creates it: db-ops triggers-install --table NAME");
    }

    @Test
    void aPositionOfAnotherLogIsRefused() {
        var other = "00000000-0000-0000-0000-000000000000/5:5:";

        var replay =
                cli.run("events-replay", "--to", "env:copy", "--from", other).failed(5);

        assertThat(replay.err()).contains("error: the position is one of event log 00000000-");
    }

    private void inSource(String sql) {
        server.execute(source.database(), sql);
    }

    private List<String> users() {
        return server.rows(target.database(), "SELECT * FROM users ORDER BY id");
    }
}
