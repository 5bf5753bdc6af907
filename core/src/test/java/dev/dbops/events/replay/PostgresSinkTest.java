package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.EventLog;
import dev.dbops.events.Position;
import dev.dbops.events.replay.postgres.PostgresSink;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes of a replay to the tables of a PostgreSQL database. */
class PostgresSinkTest {
    private static final String PEOPLE = "CREATE TABLE people (id int PRIMARY KEY, name text, born date)";
    private static final String ALL = "SELECT * FROM people ORDER BY id";

    private final ReplayedPair pair = new ReplayedPair(TestServer.CARRIED);

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void rowsAreInsertedUpdatedAndDeleted(int workers) {
        pair.workers(workers).both(PEOPLE).capture("people");
        pair.inSource("INSERT INTO people SELECT n, 'name ' || n, '2000-01-01' FROM generate_series(1, 100) n");
        pair.inSource("UPDATE people SET name = upper(name) WHERE id % 2 = 0");
        pair.inSource("DELETE FROM people WHERE id % 3 = 0");
        pair.inSource("UPDATE people SET id = id + 1000 WHERE id % 5 = 0");

        pair.replay();

        assertThat(pair.targetRows(ALL)).hasSize(67).isEqualTo(pair.sourceRows(ALL));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theNextReplayResumesWhereTheLastOneEnded(int workers) {
        pair.workers(workers).batch(7).both(PEOPLE).capture("people");
        pair.inSource("INSERT INTO people SELECT n FROM generate_series(1, 50) n");
        pair.replay();
        pair.inTarget("DELETE FROM people WHERE id = 1");
        pair.inSource("INSERT INTO people VALUES (51)");

        pair.replay();

        assertThat(pair.targetRows("SELECT min(id), max(id), count(*) FROM people"))
                .containsExactly("2|51|50");
    }

    @Test
    void theNumberOfWorkersMayChange() {
        pair.batch(7).both(PEOPLE).capture("people");
        for (var workers : List.of(1, 3, 2, 5)) {
            pair.workers(workers).inSource("INSERT INTO people SELECT n FROM generate_series(1, 20) n");
            pair.replay();
            assertThat(pair.targetRows(ALL)).hasSize(20);
            assertThat(pair.targetRows("SELECT count(*), count(DISTINCT position) FROM dbops.checkpoint"))
                    .containsExactly(workers + "|1");
            pair.inSource("DELETE FROM people");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTruncateEmptiesTheTableAtItsTime(int workers) {
        pair.workers(workers).both(PEOPLE).capture("people");
        pair.inSource("INSERT INTO people SELECT n FROM generate_series(1, 50) n");
        pair.inSource("TRUNCATE people");
        pair.inSource("INSERT INTO people VALUES (7, 'after')");

        pair.replay();

        assertThat(pair.targetRows(ALL)).containsExactly("7|after|null");
    }

    @Test
    void tablesThatReferToEachOtherAreTruncatedTogether() {
        pair.both(PEOPLE + "; CREATE TABLE pets (id int PRIMARY KEY, owner int REFERENCES people)")
                .capture("people", "pets");
        pair.inSource("INSERT INTO people VALUES (1); INSERT INTO pets VALUES (1, 1)");
        pair.inSource("TRUNCATE people, pets");
        pair.replay();
        assertThat(pair.targetRows("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM pets)"))
                .containsExactly("0|0");

        pair.inTarget("CREATE TABLE visits (id int PRIMARY KEY, who int REFERENCES people)");
        pair.inSource("INSERT INTO people VALUES (2); TRUNCATE people, pets");
        pair.replay();

        assertThat(pair.targetRows(ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void uniqueValuesThatRowsHandToEachOtherDoNotClash(int workers) {
        pair.workers(workers)
                .both(PEOPLE + "; CREATE UNIQUE INDEX ON people (name)")
                .capture("people");
        pair.inSource("INSERT INTO people VALUES (1, 'a'), (2, 'b')");
        pair.inSource("UPDATE people SET name = 'c' WHERE id = 1; UPDATE people SET name = 'a' WHERE id = 2");
        pair.inSource("UPDATE people SET name = 'b' WHERE id = 1; DELETE FROM people WHERE id = 2");
        pair.inSource("INSERT INTO people VALUES (3, 'a')");

        pair.replay();

        assertThat(pair.targetRows(ALL)).containsExactly("1|b|null", "3|a|null");
    }

    @Test
    void aTableOrASchemaMayHaveAnotherNameInTheTarget() {
        pair.both(PEOPLE + "; CREATE TABLE pets (id int PRIMARY KEY)").capture("people", "pets");
        pair.inTarget("CREATE SCHEMA archive; ALTER TABLE people SET SCHEMA archive;"
                + " ALTER TABLE pets RENAME TO animals");
        pair.inSource("INSERT INTO people VALUES (1); INSERT INTO pets VALUES (2)");

        pair.map("public=archive").map("public.pets=public.animals").replay();

        assertThat(pair.targetRows("SELECT p.id, a.id FROM archive.people p, animals a"))
                .containsExactly("1|2");
    }

    @Test
    void aColumnThatTheTargetHasBesidesKeepsItsValue() {
        pair.both(PEOPLE).capture("people");
        pair.inTarget("ALTER TABLE people ADD note text DEFAULT 'new'");
        pair.inSource("INSERT INTO people VALUES (1, 'a')");
        pair.replay();
        pair.inTarget("UPDATE people SET note = 'mine'");
        pair.inSource("UPDATE people SET name = 'b'");

        pair.replay();

        assertThat(pair.targetRows(ALL)).containsExactly("1|b|null|mine");
    }

    @Test
    void aColumnThatTheTargetLacksStopsTheReplayBeforeTheEvent() {
        pair.both(PEOPLE).capture("people");
        pair.inSource("INSERT INTO people VALUES (1, 'a')");
        pair.inSource("ALTER TABLE people ADD shoe_size int");
        pair.inSource("INSERT INTO people VALUES (2, 'b')");

        assertThatThrownBy(pair::replay)
                .isInstanceOf(OpsException.class)
                .hasMessageMatching("event 2000 \\(INSERT of public\\.people, \\{\"id\": 2}\\) was refused: table"
                        + " \"public\"\\.\"people\" of database \"test_\\d+\" has no column shoe_size");
        assertThat(pair.targetRows(ALL)).containsExactly("1|a|null");

        pair.inTarget("ALTER TABLE people ADD shoe_size int");
        pair.replay();
        assertThat(pair.targetRows(ALL)).containsExactly("1|a|null|null", "2|b|null|null");
    }

    /** The second in the midst of a pack. */
    @ParameterizedTest
    @ValueSource(ints = {67, 667})
    void whatTheServerRefusesIsNamedAndEverythingBeforeItIsThere(int id) {
        pair.both(PEOPLE).capture("people");
        pair.inTarget("ALTER TABLE people ADD CHECK (id <> %d)".formatted(id));
        pair.inSource("INSERT INTO people SELECT n FROM generate_series(1, 1000) n");

        assertThatThrownBy(pair::replay)
                .hasMessageMatching(
                        "(?s)event \\d+ \\(INSERT of public\\.people, \\{\"id\": %d}\\) was refused: new row for"
                                        .formatted(id)
                                + " relation \"people\" violates check constraint.*");
        assertThat(pair.targetRows("SELECT max(id), count(*) FROM people"))
                .containsExactly("%1$d|%1$d".formatted(id - 1));

        pair.deadLetters().replay();
        assertThat(pair.targetRows("SELECT max(id), count(*) FROM people")).containsExactly("1000|999");
        assertThat(pair.putAside()).singleElement().asString().matches("(?s)\\d+: new row.*");
        assertThat(pair.sourceRows(
                        "SELECT consumer, event -> 'key' ->> 'id', event -> 'after' ->> 'id', event ->> 'seq' ="
                                + " seq::text FROM dbops.dead_letter"))
                .containsExactly("test|%1$d|%1$d|t".formatted(id));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatIsCheckedAtTheCommitIsNamedToo(int workers) {
        pair.workers(workers).both(PEOPLE).capture("people");
        pair.inTarget("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'nobody is %', NEW.id; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON people DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.id = 67) EXECUTE FUNCTION refuse();
            ALTER TABLE people ENABLE ALWAYS TRIGGER refuse
            """);
        pair.inSource("INSERT INTO people SELECT n FROM generate_series(1, 100) n");

        assertThatThrownBy(pair::replay)
                .hasMessage("event 67000 (INSERT of public.people, {\"id\": 67}) was refused: nobody is 67");
        assertThat(pair.targetRows("SELECT max(id), count(*) FROM people")).containsExactly("66|66");

        pair.deadLetters().replay();
        assertThat(pair.targetRows("SELECT max(id), count(*) FROM people")).containsExactly("100|99");
    }

    @Test
    void generatedColumnsAreComputedAndIdentitiesKept() {
        pair.both("CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price int,"
                        + " doubled int GENERATED ALWAYS AS (price * 2) STORED)")
                .capture("item");
        pair.inSource("INSERT INTO item (price) SELECT n FROM generate_series(1, 5) n; UPDATE item SET price = 50");

        pair.replay();
        pair.inTarget("INSERT INTO item (price) VALUES (7)");

        assertThat(pair.targetRows("SELECT * FROM item ORDER BY id"))
                .hasSize(6)
                .contains("1|50|100", "5|50|100", "6|7|14");
    }

    @Test
    void aRoleThatMayNotTurnTriggersOffReplaysInOrder() {
        pair.both(PEOPLE + "; CREATE TABLE pets (id int PRIMARY KEY, owner int NOT NULL REFERENCES people)")
                .capture("people", "pets");
        pair.inTarget("CREATE ROLE plain_%s LOGIN PASSWORD 'x'; GRANT ALL ON ALL TABLES IN SCHEMA public TO plain_%s;"
                        .formatted(pair.target().database(), pair.target().database())
                + "CREATE SCHEMA dbops AUTHORIZATION plain_" + pair.target().database());
        pair.inSource("INSERT INTO people VALUES (1), (2); INSERT INTO pets VALUES (1, 1), (2, 2)");
        pair.inSource("DELETE FROM pets WHERE owner = 1; DELETE FROM people WHERE id = 1");
        pair.inSource("INSERT INTO people VALUES (3); UPDATE pets SET owner = 3; DELETE FROM people WHERE id = 2");

        var login = new dev.dbops.target.Login("plain_" + pair.target().database(), new dev.dbops.target.Password("x"));
        pair.workers(4).replay(pair.target().as(login));

        assertThat(pair.targetRows("SELECT * FROM pets")).containsExactly("2|3");
        assertThat(pair.targetRows(ALL)).containsExactly("3|null|null");
    }

    @Test
    void aTableWithoutAKeyTakesRows() {
        pair.both("CREATE TABLE line (text text)").captureInserts("line");
        pair.inSource("INSERT INTO line VALUES ('a'), ('a'), ('b')");

        pair.replay();
        pair.replay();

        assertThat(pair.targetRows("SELECT * FROM line ORDER BY 1")).containsExactly("a", "a", "b");
    }

    @Test
    void twoReplaysOfOneNameAreNotPossible() {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1)");
        pair.replay();
        try (var source = Database.connect(pair.source());
                var sink = PostgresSink.open(pair.target(), EventLog.open(source), "test", 1)) {
            sink.begin(sink.position().orElseThrow());
            pair.inSource("INSERT INTO people VALUES (2)");
            pair.replay();

            assertThatThrownBy(() -> sink.deliver(new Batch(
                            List.of(), sink.position().orElseThrow(), Position.parse(logId() + "/9999999:9999999:"))))
                    .hasMessage("consumer \"test\" is being replayed by another process, or was removed");
        }
    }

    private String logId() {
        return pair.sourceRows("SELECT log_id FROM dbops.log_meta").getFirst();
    }
}
