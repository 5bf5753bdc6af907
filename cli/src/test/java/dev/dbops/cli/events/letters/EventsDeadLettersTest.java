package dev.dbops.cli.events.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** events-dead-letters, as a user has it: events 1000 and 2000 were put aside, and 3000 was delivered. */
@ParameterizedClass
@ValueSource(ints = {15, 17})
class EventsDeadLettersTest {
    private static final String REFUSED = "new row for relation \"users\" violates check constraint \"refuse\"";

    private final TestServer server;

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private ConnectionTarget target;
    private Cli cli;

    EventsDeadLettersTest(int major) {
        server = TestServer.ofMajor(major);
    }

    @BeforeEach
    void twoEventsThatTheTargetRefuses() {
        source = server.newDatabase();
        target = server.newDatabase();
        cli = new Cli(directory).with(source).with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        var table = "CREATE TABLE users (id int PRIMARY KEY, name text)";
        inSource(table);
        inTarget(table + "; ALTER TABLE users ADD CONSTRAINT refuse CHECK (id > 2)");
        cli.run("triggers-install", "--table", "users").succeeded();
        inSource("INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        replay("copy");
    }

    private void replay(String name) {
        cli.run("events-replay", "--to", "env:copy", "--name", name, "--on-error", "dead-letter")
                .succeeded();
    }

    private void inSource(String sql) {
        server.execute(source.database(), sql);
    }

    private void inTarget(String sql) {
        server.execute(target.database(), sql);
    }

    private void accept() {
        inTarget("ALTER TABLE users DROP CONSTRAINT refuse");
    }

    private List<String> users() {
        return server.rows(target.database(), "SELECT * FROM users ORDER BY id");
    }

    private List<String> left() {
        return server.rows(source.database(), "SELECT consumer, seq FROM dbops.dead_letter ORDER BY 1, 2");
    }

    @Test
    void theListHasTheEventAndTheFirstLineOfItsError() {
        inSource("UPDATE dbops.dead_letter SET error = E'two\\nlines' WHERE seq = 2000");

        var list = cli.run("events-dead-letters").succeeded();

        assertThat(list.out()
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                        .replaceAll(" +", " "))
                .isEqualTo("""
                    CONSUMER SEQ FAILED AT TABLE OPERATION KEY ERROR
                    copy 1000 TIME public.users insert {"id": 1} new row for relation "users" violates check constraint " ...
                    copy 2000 TIME public.users insert {"id": 2} two
                    """);
        assertThat(list.err()).isEmpty();
        assertThat(cli.run("events-dead-letters", "-o", "json").succeeded().out())
                .startsWith("[{\"consumer\":\"copy\",\"seq\":1000,\"failed_at\":\"20")
                .contains("\"table\":\"public.users\",\"operation\":\"insert\",\"key\":\"{\\\"id\\\": 2}\","
                        + "\"error\":\"two\\nlines\"}]");
    }

    @Test
    void theListCanBeThatOfOneConsumer() {
        replay("other");

        assertThat(cli.run("events-dead-letters", "--name", "other").succeeded().out())
                .hasLineCount(3)
                .doesNotContain("copy");
        assertThat(cli.run("events-dead-letters").succeeded().out()).hasLineCount(5);
    }

    @Test
    void thereMayBeNone() {
        for (var words :
                List.of("--name nobody", "--name nobody --discard-all", "--name nobody --retry-all --to env:copy")) {
            assertThat(cli.run(("events-dead-letters " + words).split(" "))
                            .succeeded()
                            .out())
                    .isEqualTo("no dead letters\n");
        }
        assertThat(cli.run("events-dead-letters", "--name", "nobody", "-o", "json")
                        .succeeded()
                        .out())
                .isEqualTo("[]\n");
    }

    @Test
    void oneEventIsShownWhole() {
        inSource("UPDATE dbops.dead_letter SET error = E'two\\nlines' WHERE seq = 2000");

        var shown = cli.run("events-dead-letters", "--show", "2000").succeeded();

        assertThat(shown.out())
                .containsPattern("consumer +copy\n")
                .containsPattern("position +[0-9a-f-]{36}/[\\d:,]+/[\\d:,]+/2000\n")
                .contains("two")
                .contains("lines")
                .containsPattern("event +\\{\"id\": \"[0-9a-f-]{36}:2000\", \"event_type\": \"INSERT\", ")
                .contains("\"payload\": {\"key\": {\"id\": 2}, \"before\": null, \"after\": {\"id\": 2, \"name\":"
                        + " \"b\"}}}");
        assertThat(cli.run("events-dead-letters", "--show", "2000", "-o", "json")
                        .succeeded()
                        .out())
                .startsWith("{\"consumer\":\"copy\",\"seq\":2000,\"failed_at\":\"20")
                .contains("\"error\":\"two\\nlines\",\"event\":{\"id\": \"")
                .endsWith("\"after\": {\"id\": 2, \"name\": \"b\"}}}}\n");
    }

    @Test
    void theConsumerMustBeClear() {
        replay("other");

        for (var words :
                List.of("--show 1000", "--discard 1000", "--retry 1000 --to env:copy", "--retry-all --to env:copy")) {
            assertThat(cli.run(("events-dead-letters " + words).split(" "))
                            .failed(2)
                            .err())
                    .contains("error: several consumers have such dead letters: \"copy\", \"other\"\n"
                            + "hint: choose one of them: --name CONSUMER\n");
        }
        assertThat(left()).hasSize(4);
        cli.run("events-dead-letters", "--show", "1000", "--name", "other").succeeded();
        cli.run("events-dead-letters", "--discard", "1000", "--name", "other", "--yes")
                .succeeded();
        assertThat(left()).containsExactly("copy|1000", "copy|2000", "other|2000");
    }

    @Test
    void discardingIsConfirmed() {
        assertThat(cli.run("events-dead-letters", "--discard", "1000").failed(5).err())
                .contains("error: this will discard 1 dead letter(s) of the event log of database \"%s\"\n"
                                .formatted(source.database())
                        + "hint: if that is meant, pass --yes");
        try (var database = Database.connect(source)) {
            new ProtectionMark(database).set();
        }
        cli.run("events-dead-letters", "--discard-all", "--yes").failed(5);
        assertThat(left()).hasSize(2);

        var discarded = cli.run("events-dead-letters", "--discard", "1000", "--confirm", source.database())
                .succeeded();

        assertThat(discarded.out()).startsWith("discarded 1 dead letter(s)\n").contains("{\"id\": 1}");
        assertThat(left()).containsExactly("copy|2000");
    }

    @Test
    void severalOrAllAreDiscarded() {
        replay("other");

        var some = cli.run(
                        "events-dead-letters",
                        "--discard",
                        "1000",
                        "--discard",
                        "2000",
                        "--name",
                        "copy",
                        "--yes",
                        "-o",
                        "json")
                .succeeded();
        assertThat(some.out()).startsWith("{\"discarded\":2,\"dead_letters\":[{\"consumer\":\"copy\",\"seq\":1000,");
        assertThat(left()).containsExactly("other|1000", "other|2000");

        cli.run("events-dead-letters", "--discard-all", "--yes").succeeded();
        assertThat(left()).isEmpty();
    }

    @Test
    void aDryRunSaysWhatWouldBeDiscarded() {
        var plan = cli.run("events-dead-letters", "--discard-all", "--dry-run").succeeded();

        assertThat(plan.out()).startsWith("would discard 2 dead letter(s)\n").contains("{\"id\": 1}", "{\"id\": 2}");
        assertThat(left()).hasSize(2);
    }

    @Test
    void whatTheTargetAcceptsNowIsApplied() {
        accept();

        var retry = cli.run("events-dead-letters", "--retry", "2000", "--to", "env:copy")
                .succeeded();

        assertThat(retry.out().replaceAll(" +", " ")).isEqualTo("""
            applied 1 of 1 dead letter(s) to db "%s" on 127.0.0.1:%d as postgres
             SEQ TABLE OPERATION KEY OUTCOME REASON
            2000 public.users insert {"id": 2} applied
            """.formatted(
                        target.database(), target.hosts().getFirst().port()));
        assertThat(users()).containsExactly("2|b", "3|c");
        assertThat(left()).containsExactly("copy|1000");
    }

    @Test
    void aRetryFailsIfOneEventIsRefusedAgain() {
        inTarget("ALTER TABLE users DROP CONSTRAINT refuse, ADD CONSTRAINT other CHECK (id <> 1)");
        inSource("UPDATE dbops.dead_letter SET failed_at = '2020-01-01'");

        var retry = cli.run("events-dead-letters", "--retry-all", "--to", "env:copy")
                .failed(1);

        assertThat(retry.out())
                .startsWith("applied 1 of 2 dead letter(s) to ")
                .containsPattern("1000 .* failed +new row for relation \"users\" violates check constraint")
                .containsPattern("2000 .* applied");
        assertThat(users()).containsExactly("2|b", "3|c");
        assertThat(server.rows(
                        source.database(),
                        "SELECT seq, error LIKE '%\"other\"', failed_at > '2020-01-01' FROM dbops.dead_letter"))
                .containsExactly("1000|t|t");
    }

    @Test
    void aRowThatWasDeletedSinceStaysDeleted() {
        inSource("DELETE FROM users WHERE id = 1; UPDATE users SET name = 'B' WHERE id = 2");
        accept();
        replay("copy");

        var retry = cli.run("events-dead-letters", "--retry-all", "--to", "env:copy", "-o", "json")
                .succeeded();

        assertThat(retry.out())
                .startsWith("{\"consumer\":\"copy\",\"target\":\"db \\\"%s\\\" on".formatted(target.database()))
                .contains("\"applied\":0,\"superseded\":2,\"unknown\":0,\"failed\":0,\"dead_letters\":[{\"seq\":1000,")
                .contains("\"outcome\":\"superseded\",\"reason\":\"event 4000 is a later change of the row\"}");
        assertThat(users()).containsExactly("2|B", "3|c");
        assertThat(left()).hasSize(2);
    }

    @Test
    void anEventWhoseLaterEventsMayBePrunedIsRefused() {
        accept();
        inSource("UPDATE dbops.event_log SET ts = now() - interval '20 d'");
        cli.run("events-prune", "--yes").succeeded();

        var retry = cli.run("events-dead-letters", "--retry-all", "--to", "env:copy")
                .failed(1);

        assertThat(retry.out())
                .startsWith("applied 0 of 2 dead letter(s) to ")
                .containsPattern("1000 .* unknown +a later change of the row may have been pruned from the log\n");
        assertThat(users()).containsExactly("3|c");
    }

    @Test
    void aDryRunSaysWhatWouldBeApplied() {
        accept();
        inSource("DELETE FROM users WHERE id = 1");

        var plan = cli.run("events-dead-letters", "--retry-all", "--to", "env:copy", "--dry-run")
                .succeeded();

        assertThat(plan.out())
                .startsWith("would apply 1 of 2 dead letter(s) to ")
                .containsPattern("1000 .* superseded +event 4000 is a later change of the row\n");
        assertThat(users()).containsExactly("3|c");
        assertThat(left()).hasSize(2);
    }

    @Test
    void aProtectedTargetRequiresItsName() {
        accept();
        cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        cli.run("events-dead-letters", "--retry-all", "--to", "env:prod", "--yes")
                .failed(5);
        assertThat(users()).containsExactly("3|c");

        cli.run("events-dead-letters", "--retry-all", "--to", "env:prod", "--confirm", target.database())
                .succeeded();
        assertThat(users()).hasSize(3);
    }

    @Test
    void theEventsGoIntoTablesOfOtherNames() {
        inTarget("CREATE TABLE people (id int PRIMARY KEY, name text)");

        cli.run("events-dead-letters", "--retry-all", "--to", "env:copy", "--map", "public.users=public.people")
                .succeeded();

        assertThat(server.rows(target.database(), "SELECT * FROM people ORDER BY id"))
                .containsExactly("1|a", "2|b");
    }

    @Test
    void aDatabaseThatTheConsumerDoesNotKnowIsRefused() {
        var other = server.newDatabase();

        var retry = cli.run("events-dead-letters", "--retry-all", "--to", ConnectionUrl.formatWithPassword(other))
                .failed(5);

        assertThat(retry.err())
                .contains("error: database \"%s\" has no position of consumer \"copy\"".formatted(other.database()));
        assertThat(cli.run("events-dead-letters", "--retry-all", "--to", ConnectionUrl.formatWithPassword(source))
                        .failed(2)
                        .err())
                .contains("error: source and target are the same database");
    }

    @Test
    void aRetryThatLosesItsTargetSaysWhatItHasDone() {
        inTarget("""
            ALTER TABLE users DROP CONSTRAINT refuse;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON users FOR EACH ROW WHEN (NEW.id = 2) EXECUTE FUNCTION refuse();
            ALTER TABLE users ENABLE ALWAYS TRIGGER refuse
            """);

        var retry = cli.run("events-dead-letters", "--retry-all", "--to", "env:copy")
                .failed(3);

        assertThat(retry.err())
                .contains("error: no space left on device; before that, applied 1 of 1 dead letter(s) to db ");
        assertThat(left()).containsExactly("copy|2000");
        assertThat(server.rows(source.database(), "SELECT error FROM dbops.dead_letter"))
                .containsExactly(REFUSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        --show x;                          --show: "x" is not the number of an event
        --retry 1.5 --to env:copy;         --retry: "1.5" is not the number of an event
        --show 7;                          there is no dead letter 7
        --discard 1000 --discard 7;        there is no dead letter 7
        --show 3000 --name copy;           consumer "copy" has no dead letter 3000
        --retry 1000 --retry-all;          --retry and --retry-all cannot be combined
        --show 1000 --discard-all;         --discard-all and --show cannot be combined
        --discard-all --to env:copy;       --to applies only to a retry
        --map a=b;                         --map applies only to a retry
        --retry-all;                       --to is missing
        --retry-all --to file:x.jsonl;     "file:" is not a database
        --retry-all --to mysql://u:geheim@h/db;  "mysql:" is not a database
        --retry-all --to lambda:orders;    "lambda:" is not a database
        --retry-all --to env:none;         the environment "none" has no database
        """)
    void nonsenseIsRefused(String words, String message) {
        var refused = cli.run(("events-dead-letters " + words).split(" ")).failed(2);

        assertThat(refused.err())
                .contains("error: " + message)
                .contains("hint: ")
                .doesNotContain("geheim");
        assertThat(left()).hasSize(2);
    }
}
