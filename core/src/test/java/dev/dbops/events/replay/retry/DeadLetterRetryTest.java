package dev.dbops.events.replay.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.log.Retention;
import dev.dbops.events.replay.DeadLetters;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.events.replay.postgres.RetryTarget;
import dev.dbops.postgres.Database;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters that are applied again, or not because the row has changed since. */
@ParameterizedClass
@ValueSource(ints = {15, 17})
class DeadLetterRetryTest {
    private static final String PEOPLE = "CREATE TABLE people (id int PRIMARY KEY, name text)";
    private static final String ROWS = "SELECT * FROM people ORDER BY 1, 2";
    private static final String LEFT = "SELECT seq FROM dbops.dead_letter ORDER BY seq";
    private static final String REFUSE_A = "ALTER TABLE people ADD CONSTRAINT refuse CHECK (name <> 'a')";
    private static final String ACCEPT = "ALTER TABLE people DROP CONSTRAINT refuse";

    private final ReplayedPair pair;

    DeadLetterRetryTest(int major) {
        pair = new ReplayedPair(major).deadLetters();
    }

    /** A dead letter, event 1000, of the row (1, a). */
    private void aDeadLetter() {
        pair.both(PEOPLE).capture("people").inTarget(REFUSE_A);
        pair.inSource("INSERT INTO people VALUES (1, 'a')").replay();
        assertThat(pair.sourceRows(LEFT)).containsExactly("1000");
        pair.inTarget(ACCEPT);
    }

    private interface Work {
        void run(EventLog log, RetryTarget target) throws InterruptedException;
    }

    private void with(Work work) {
        try (var source = Database.connect(pair.source())) {
            var log = EventLog.open(source);
            try (var target = RetryTarget.open(pair.target(), log)) {
                work.run(log, target);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Retries all dead letters. */
    private List<String> retry() {
        var outcomes = new ArrayList<String>();
        with((log, target) -> new DeadLetterRetry(log, target, new NameMap(), "test")
                .run(new DeadLetters(log).list("test"), outcome -> outcomes.add(text(outcome))));
        return outcomes;
    }

    private static String text(RetryOutcome outcome) {
        return "%d %s %s"
                .formatted(outcome.letter().seq(), outcome.result(), outcome.reason())
                .strip();
    }

    @Test
    void anEventThatIsAcceptedNowIsApplied() {
        aDeadLetter();
        var positions = pair.targetRows("SELECT position FROM dbops.checkpoint");

        assertThat(retry()).containsExactly("1000 APPLIED");

        assertThat(pair.targetRows(ROWS)).containsExactly("1|a");
        assertThat(pair.sourceRows(LEFT)).isEmpty();
        assertThat(pair.targetRows("SELECT position FROM dbops.checkpoint")).isEqualTo(positions);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRowThatWasThereBeforeIsAppliedUnlessItWasChangedSince(boolean isLogged) {
        pair.both(PEOPLE).inTarget("ALTER TABLE people ADD CONSTRAINT refuse CHECK (name < 'c')");
        pair.inSource("INSERT INTO people VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
        if (isLogged) {
            pair.captureWithRows(CaptureOptions.DEFAULT, "people");
            pair.replay();
        } else {
            pair.capture("people").snapshot(100, 1).replay();
        }
        assertThat(pair.targetRows(ROWS)).containsExactly("1|a", "2|b");
        pair.inTarget(ACCEPT).inSource("DELETE FROM people WHERE id = 4");

        assertThat(retry())
                .satisfiesExactly(
                        third -> assertThat(third).endsWith(" APPLIED"),
                        fourth -> assertThat(fourth).contains(" SUPERSEDED "));

        assertThat(pair.targetRows(ROWS)).containsExactly("1|a", "2|b", "3|c");
    }

    @Test
    void anEventThatIsRefusedAgainStaysWithTheNewError() {
        aDeadLetter();
        pair.inTarget("ALTER TABLE people ADD CONSTRAINT other CHECK (id > 1)");

        assertThat(retry())
                .containsExactly("1000 FAILED new row for relation \"people\" violates check constraint \"other\"");

        assertThat(pair.targetRows(ROWS)).isEmpty();
        assertThat(pair.sourceRows("SELECT seq, error FROM dbops.dead_letter"))
                .containsExactly("1000|new row for relation \"people\" violates check constraint \"other\"");
    }

    @Test
    void aTableThatIsMissingFailsAndTheOthersAreApplied() {
        aDeadLetter();
        pair.both("CREATE TABLE pets (id int PRIMARY KEY)").capture("pets").inTarget("DROP TABLE pets");
        pair.inSource("INSERT INTO pets VALUES (1); INSERT INTO people VALUES (2, 'b')")
                .replay();

        assertThat(retry())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("1000 APPLIED"),
                        second -> assertThat(second).startsWith("2000 FAILED there is no table public.pets"));
        assertThat(pair.targetRows(ROWS)).containsExactly("1|a", "2|b");
    }

    /** A change that the replay has not delivered yet counts too. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        DELETE FROM people;                                                          row;   true
        DELETE FROM people;                                                          row;   false
        UPDATE people SET name = 'new';                                              row;   true
        UPDATE people SET name = 'new';                                              row;   false
        UPDATE people SET id = 2;                                                    row;   true
        TRUNCATE people;                                                             table; true
        TRUNCATE people;                                                             table; false
        """)
    void aLaterChangeOfTheRowSupersedesIt(String change, String concerned, boolean delivered) {
        var later = change.contains("SET id") ? 1400 : 2000;
        aDeadLetter();
        pair.inSource(change);
        if (delivered) {
            pair.replay();
        }
        var rows = pair.targetRows(ROWS);

        assertThat(retry())
                .singleElement()
                .asString()
                .startsWith("1000 SUPERSEDED event %d is a later change of the %s".formatted(later, concerned));

        assertThat(pair.targetRows(ROWS)).isEqualTo(rows);
        assertThat(pair.sourceRows(LEFT)).containsExactly("1000");
        pair.replay();
        assertThat(pair.targetRows(ROWS)).isEqualTo(pair.sourceRows(ROWS));
    }

    @Test
    void changesOfOtherRowsAndTablesDoNotMatter() {
        aDeadLetter();
        pair.both("CREATE TABLE pets (id int PRIMARY KEY); CREATE SCHEMA other;"
                        + " CREATE TABLE other.people (id int PRIMARY KEY)")
                .capture("pets", "other.people");
        pair.inSource("INSERT INTO people VALUES (2, 'b'), (11, 'c'); DELETE FROM people WHERE id = 2;"
                        + " INSERT INTO pets VALUES (1); TRUNCATE pets; INSERT INTO other.people VALUES (1);"
                        + " DELETE FROM other.people")
                .replay();

        assertThat(retry()).containsExactly("1000 APPLIED");
        assertThat(pair.targetRows(ROWS)).containsExactly("1|a", "11|c");
    }

    /** Rows after the hundredth of a statement are in packs. */
    @Test
    void eventsInPacksAreFound() {
        pair.both(PEOPLE).capture("people").inTarget("ALTER TABLE people ADD CONSTRAINT refuse CHECK (name <> 'a')");
        pair.inSource("INSERT INTO people SELECT n, CASE WHEN n IN (3, 667, 668) THEN 'a' ELSE 'b' END"
                        + " FROM generate_series(1, 1000) AS n")
                .replay();
        pair.inTarget(ACCEPT);
        assertThat(pair.sourceRows("SELECT count(*) FROM dbops.dead_letter")).containsExactly("3");
        pair.inSource("UPDATE people SET name = 'c' WHERE id <> 667");

        assertThat(retry())
                .satisfiesExactly(
                        third -> assertThat(third).contains("SUPERSEDED event ", "of the row"),
                        one -> assertThat(one).endsWith("APPLIED"),
                        next -> assertThat(next).contains("SUPERSEDED event ", "of the row"));
        pair.replay();
        assertThat(pair.targetRows(ROWS)).isEqualTo(pair.sourceRows(ROWS));
    }

    @Test
    void ofTwoDeadLettersOfARowTheLastIsApplied() {
        aDeadLetter();
        pair.inTarget("ALTER TABLE people ADD CONSTRAINT refuse CHECK (name NOT LIKE 'a%')");
        pair.inSource("UPDATE people SET name = 'ab'").replay();
        pair.inTarget(ACCEPT);

        assertThat(retry()).containsExactly("1000 SUPERSEDED event 2000 is a later change of the row", "2000 APPLIED");
        assertThat(pair.targetRows(ROWS)).containsExactly("1|ab");
        assertThat(pair.sourceRows(LEFT)).containsExactly("1000");
    }

    @Test
    void aDeleteIsAppliedUnlessTheRowIsThereAgain() {
        pair.both(PEOPLE)
                .capture("people")
                .inSource("INSERT INTO people VALUES (1, 'x'), (2, 'y')")
                .replay();
        pair.inTarget("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION refuse();
            ALTER TABLE people ENABLE ALWAYS TRIGGER refuse
            """);
        pair.inSource("DELETE FROM people").replay();
        pair.inTarget("DROP TRIGGER refuse ON people");
        pair.inSource("INSERT INTO people VALUES (2, 'z')").replay();

        assertThat(retry()).containsExactly("3000 APPLIED", "4000 SUPERSEDED event 5000 is a later change of the row");
        assertThat(pair.targetRows(ROWS)).containsExactly("2|z");
    }

    @Test
    void aTruncateIsSupersededByAnyChangeOfItsTable() {
        aDeadLetter();
        pair.inSource("TRUNCATE people");
        pair.inSource("""
            INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
            SELECT 'test', seq, (SELECT position FROM dbops.dead_letter), to_jsonb(event_log), 'locked'
              FROM dbops.event_log WHERE op = 't'
            """);
        pair.inTarget("INSERT INTO people VALUES (5, 'old')");

        assertThat(retry())
                .satisfiesExactly(
                        insert -> assertThat(insert).startsWith("1000 SUPERSEDED event 2000"),
                        truncate -> assertThat(truncate).isEqualTo("2000 APPLIED"));
        assertThat(pair.targetRows(ROWS)).isEmpty();

        pair.inSource("""
            INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
            SELECT 'test', seq, (SELECT position FROM dbops.dead_letter), to_jsonb(event_log), 'locked'
              FROM dbops.event_log WHERE op = 't';
            INSERT INTO people VALUES (6, 'new')
            """).replay();
        assertThat(retry()).last().asString().startsWith("2000 SUPERSEDED event 3000 is a later change of the table");
        assertThat(pair.targetRows(ROWS)).containsExactly("6|new");
    }

    @Test
    void aKeyWithOtherColumnsMayBeThatOfTheRow() {
        aDeadLetter();
        pair.inSource("ALTER TABLE people DROP CONSTRAINT people_pkey, ADD PRIMARY KEY (name)")
                .capture("people");
        pair.inSource("DELETE FROM people");

        assertThat(retry())
                .containsExactly("1000 SUPERSEDED event 2000 is a later change of the table, and may concern the row");
        assertThat(pair.targetRows(ROWS)).isEmpty();
    }

    /** The key of a row may have another text in a later event. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
        numeric;                 1.0; 2; APPLIED
        numeric;                 1.0; 1.00; SUPERSEDED
        text COLLATE nocase;     'x'; 'other'; SUPERSEDED
        text;                    'x'; 'other'; APPLIED
        """)
    void aKeyThatMayHaveAnotherTextIsNotTakenForAnotherRow(String type, String key, String other, String result) {
        var nocase = "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);";
        pair.both((type.contains("nocase") ? nocase : "")
                + "CREATE TABLE people (id %s PRIMARY KEY, name text)".formatted(type));
        pair.capture("people").inTarget(REFUSE_A);
        pair.inSource("INSERT INTO people VALUES (%s, 'a')".formatted(key)).replay();
        pair.inTarget(ACCEPT);
        pair.inSource("DELETE FROM people WHERE id = %2$s; INSERT INTO people VALUES (%2$s, 'b')".formatted(key, other))
                .replay();

        assertThat(retry()).singleElement().asString().startsWith("1000 " + result);
    }

    @Test
    void rowsWithoutAKeyAreInserted() {
        pair.both("CREATE TABLE people (id int, name text)")
                .captureInserts("people")
                .inTarget(REFUSE_A);
        pair.inSource("INSERT INTO people VALUES (1, 'a'), (1, 'a'), (1, 'b')").replay();
        pair.inTarget(ACCEPT);

        assertThat(retry()).containsExactly("1000 APPLIED", "2000 APPLIED");
        assertThat(pair.targetRows(ROWS)).containsExactly("1|a", "1|a", "1|b");
    }

    @Test
    void anEventIsNotAppliedAfterALaterOneMayHaveBeenPruned() {
        aDeadLetter();
        pair.inSource("DELETE FROM people").replay();
        prune();

        assertThat(retry()).containsExactly("1000 UNKNOWN a later change of the row may have been pruned from the log");
        assertThat(pair.targetRows(ROWS)).isEmpty();
        assertThat(pair.sourceRows(LEFT)).containsExactly("1000");
    }

    @Test
    void anEventThatIsYoungerThanAllPrunedOnesIsApplied() {
        pair.both(PEOPLE)
                .capture("people")
                .inSource("INSERT INTO people VALUES (9, 'z')")
                .replay();
        pair.inTarget(REFUSE_A).inSource("INSERT INTO people VALUES (1, 'a')");
        pair.replay();
        pair.inTarget(ACCEPT);
        pair.inSource("UPDATE dbops.log_meta SET pruned = (SELECT xid FROM dbops.event_log WHERE seq = 1000)");

        assertThat(retry()).containsExactly("2000 APPLIED");
    }

    private void prune() {
        pair.inSource("UPDATE dbops.event_log SET ts = now() - interval '20 d'");
        try (var source = Database.connect(pair.source())) {
            assertThat(new Retention(EventLog.open(source), Instant.now(), "").deleteRows())
                    .isPositive();
        }
    }

    @Test
    void anEventOfAnotherLogIsNotApplied() {
        aDeadLetter();
        pair.inSource("UPDATE dbops.dead_letter SET position = gen_random_uuid() || substr(position, 37)");

        assertThat(retry()).singleElement().asString().startsWith("1000 UNKNOWN it is an event of another log, ");
    }

    /** The change is committed after the first look at the log, and a replay has delivered it. */
    @Test
    void aChangeThatComesWhileTheTableIsAwaitedIsNoticed() throws Exception {
        aDeadLetter();
        try (var writer = Database.connect(pair.target())) {
            writer.connection().setAutoCommit(false);
            writer.executeAsIs("INSERT INTO public.people VALUES (8, 'busy')");
            var outcomes = new ArrayList<String>();
            var retry = Thread.ofPlatform().start(() -> outcomes.addAll(retry()));
            awaitLockRequest();
            pair.inSource("DELETE FROM people").replay();
            writer.connection().commit();
            retry.join();

            assertThat(outcomes).containsExactly("1000 SUPERSEDED event 2000 is a later change of the row");
            assertThat(pair.targetRows(ROWS)).containsExactly("8|busy");
        }
    }

    private void awaitLockRequest() throws InterruptedException {
        while (pair.targetRows("SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'ShareRowExclusiveLock'")
                .isEmpty()) {
            Thread.sleep(2);
        }
    }

    @Test
    void aTableInUseEndsTheRetryAndTheErrorStays() throws Exception {
        aDeadLetter();
        try (var writer = Database.connect(pair.target())) {
            writer.connection().setAutoCommit(false);
            writer.executeAsIs("INSERT INTO public.people VALUES (8, 'busy')");

            assertThatThrownBy(this::retry)
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                    .hasMessage("table public.people of database \"%s\" is in use by a long transaction"
                            .formatted(pair.target().database()));
        }
        assertThat(pair.sourceRows("SELECT error FROM dbops.dead_letter"))
                .singleElement()
                .asString()
                .contains("\"refuse\"");
        assertThat(retry()).containsExactly("1000 APPLIED");
    }

    @Test
    void twoRetriesApplyAnEventOnce() throws Exception {
        pair.both("CREATE TABLE people (id int, name text)")
                .captureInserts("people")
                .inTarget(REFUSE_A);
        pair.inSource("INSERT INTO people SELECT n, 'a' FROM generate_series(1, 50) AS n")
                .replay();
        pair.inTarget(ACCEPT);
        var outcomes = new ArrayList<String>();
        var other = Thread.ofPlatform().start(() -> outcomes.addAll(retry()));

        var own = retry();
        other.join();

        assertThat(pair.targetRows("SELECT count(*), count(DISTINCT id) FROM people"))
                .containsExactly("50|50");
        assertThat(pair.sourceRows(LEFT)).isEmpty();
        outcomes.addAll(own);
        assertThat(outcomes).filteredOn(outcome -> outcome.endsWith("APPLIED")).hasSize(50);
    }

    @Test
    void aDatabaseThatWasNotTheTargetIsRefused() {
        aDeadLetter();
        with((_, target) -> assertThatThrownBy(() -> target.requireConsumer("other"))
                .hasMessage(
                        "database \"%s\" has no position of consumer \"other\": its events were not replayed into it"
                                .formatted(pair.target().database())));
        assertThatThrownBy(() -> {
                    try (var source = Database.connect(pair.source())) {
                        RetryTarget.open(pair.source(), EventLog.open(source));
                    }
                })
                .hasMessageStartingWith("source and target are the same database");
    }

    @Test
    void aRoleThatMayNotTurnTriggersOffRetriesToo() {
        aDeadLetter();
        var role = "plain_" + pair.target().database();
        pair.inTarget("CREATE ROLE %1$s LOGIN PASSWORD 'x'; GRANT ALL ON ALL TABLES IN SCHEMA public TO %1$s"
                .formatted(role));
        var login = new Login(role, new Password("x"));

        with((log, _) -> {
            try (var target = RetryTarget.open(pair.target().as(login), log)) {
                assertThat(target.isConstrained()).isTrue();
                new DeadLetterRetry(log, target, new NameMap(), "test").run(new DeadLetters(log).list("test"), _ -> {});
            }
        });

        assertThat(pair.targetRows(ROWS)).containsExactly("1|a");
    }

    @Test
    void theSequencesFollow() {
        pair.both("CREATE TABLE people (id serial PRIMARY KEY, name text)")
                .capture("people")
                .inTarget(REFUSE_A);
        pair.inSource("INSERT INTO people (name) VALUES ('b'), ('a')").replay();
        pair.inTarget(ACCEPT);

        assertThat(retry()).containsExactly("2000 APPLIED");
        pair.inTarget("INSERT INTO people (name) VALUES ('c')");
        assertThat(pair.targetRows(ROWS)).containsExactly("1|b", "2|a", "3|c");
    }

    @Test
    void aPreviewWritesNothing() {
        aDeadLetter();
        pair.inSource("INSERT INTO people VALUES (2, 'b')").replay();
        var outcomes = new ArrayList<String>();

        with((log, target) -> new DeadLetterRetry(log, target, new NameMap(), "test")
                .preview(new DeadLetters(log).list(""), outcome -> outcomes.add(text(outcome))));

        assertThat(outcomes).containsExactly("1000 APPLIED");
        assertThat(pair.targetRows(ROWS)).containsExactly("2|b");
        assertThat(pair.sourceRows(LEFT)).containsExactly("1000");
    }
}
