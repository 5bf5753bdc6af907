package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.events.EventFilter;
import dev.dbops.events.Operation;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A changed key, applied by a role that cannot turn off the foreign keys and triggers of the target. */
class ChangedKeyTest {
    private static final String TABLES = """
        CREATE TABLE team (id int PRIMARY KEY, name text);
        CREATE TABLE part (a int, b text, name text, PRIMARY KEY (b, a)) PARTITION BY RANGE (a);
        CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (100);
        CREATE TABLE high PARTITION OF part FOR VALUES FROM (100) TO (1000);
        """;

    /** Rows of these tables would be deleted, or lose their team, if the key was deleted and created again. */
    private static final String CHILDREN = """
        CREATE TABLE member (
            id int PRIMARY KEY,
            team int REFERENCES team ON DELETE CASCADE ON UPDATE CASCADE,
            other int REFERENCES team ON DELETE SET NULL ON UPDATE CASCADE,
            later int REFERENCES team ON DELETE CASCADE DEFERRABLE
        );
        INSERT INTO team VALUES (1, 'a'), (2, 'b'), (3, 'c');
        INSERT INTO member VALUES (10, 1, NULL, NULL), (11, NULL, 2, NULL), (12, NULL, NULL, NULL);
        """;

    static ConnectionTarget restricted(ReplayedPair pair) {
        pair.inTarget("""
            DO $$ BEGIN CREATE ROLE key_changer LOGIN PASSWORD '%s'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT ALL ON ALL TABLES IN SCHEMA public TO key_changer;
            """.formatted(TestServer.PASSWORD));
        pair.inTarget(
                "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO key_changer', current_database()); END $$");
        return pair.target().as(new Login("key_changer", new Password(TestServer.PASSWORD)));
    }

    @ParameterizedTest
    @CsvSource({"13, 1000", "15, 1", "17, 1000", "17, 1", "17, 2", "18, 3"})
    void noActionOfADeleteHappensInTheTarget(int major, int batch) {
        var pair = new ReplayedPair(major).batch(batch);
        pair.both(TABLES).capture("team", "part");
        pair.inTarget(CHILDREN);
        var way = restricted(pair);
        pair.inSource("INSERT INTO team VALUES (1, 'a'), (2, 'b'), (3, 'c')")
                .inSource("UPDATE team SET id = id + 100, name = upper(name)")
                .inSource("UPDATE team SET id = id + 1 WHERE id = 103; UPDATE team SET id = id + 1 WHERE id = 102;"
                        + " INSERT INTO team VALUES (1, 'again'); DELETE FROM team WHERE id = 104")
                .inSource("INSERT INTO part VALUES (1, 'x', 'one'), (2, 'y', 'two')")
                .inSource("UPDATE part SET a = 7 WHERE a = 1; UPDATE part SET b = 'z', name = 'moved' WHERE a = 2");

        pair.replay(way);

        assertThat(pair.targetRows("SELECT * FROM team ORDER BY id"))
                .containsExactly("1|again", "101|A", "103|B")
                .isEqualTo(pair.sourceRows("SELECT * FROM team ORDER BY id"));
        assertThat(pair.targetRows("SELECT * FROM part ORDER BY a"))
                .containsExactly("2|z|moved", "7|x|one")
                .isEqualTo(pair.sourceRows("SELECT * FROM part ORDER BY a"));
        assertThat(pair.targetRows("SELECT id, team, other FROM member ORDER BY id"))
                .containsExactly("10|101|null", "11|null|103", "12|null|null");
    }

    /** The rows after the first hundred of a statement are in packs. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 7})
    void ofALargeStatementToo(int batch) {
        var pair = new ReplayedPair(17).batch(batch);
        pair.both(TABLES).capture("team");
        pair.inTarget("CREATE TABLE member (id int PRIMARY KEY REFERENCES team ON DELETE CASCADE ON UPDATE CASCADE)");
        var way = restricted(pair);
        pair.inSource("INSERT INTO team SELECT n, 'x' FROM generate_series(1, 400) AS n")
                .replay(way);
        pair.inTarget("INSERT INTO member SELECT id FROM team");

        pair.inSource("UPDATE team SET id = CASE WHEN id % 3 = 0 THEN id ELSE id + 1000 END, name = 'y'")
                .replay(way);

        var ids = pair.sourceRows("SELECT id FROM team ORDER BY id");
        assertThat(pair.targetRows("SELECT id FROM team WHERE name = 'y' ORDER BY id"))
                .isEqualTo(ids);
        assertThat(pair.targetRows("SELECT id FROM member ORDER BY id")).isEqualTo(ids);
    }

    /** An action that the target forbids stops the replay before the key's delete. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedChangeLeavesTheRow(boolean ofPlan) {
        var pair = new ReplayedPair(17);
        pair.both(TABLES).capture("team");
        pair.inTarget("CREATE TABLE member (id int PRIMARY KEY REFERENCES team ON DELETE CASCADE)");
        var way = restricted(pair);
        pair.inSource("INSERT INTO team VALUES (1, 'a'), (2, 'b')").replay(way);
        pair.inTarget("INSERT INTO member VALUES (1)");
        if (ofPlan) {
            pair.inTarget("ALTER TABLE team DROP COLUMN name");
        }

        pair.inSource("INSERT INTO team VALUES (3, 'c')".replace("3, 'c'", ofPlan ? "3, NULL" : "3, 'c'"));
        pair.inSource("UPDATE team SET id = 11 WHERE id = 1");

        assertThatThrownBy(() -> pair.replay(way)).isInstanceOf(OpsException.class);
        assertThat(pair.targetRows("SELECT id FROM member")).containsExactly("1");
        assertThat(pair.targetRows("SELECT id FROM team WHERE id IN (1, 11)")).containsExactly("1");
    }

    /** Only deletes are wanted: the old key is deleted. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 1})
    void aFilterMaySelectOneOfTheTwoEvents(int batch) {
        var pair = new ReplayedPair(17).batch(batch);
        pair.both(TABLES).capture("team");
        pair.inTarget("INSERT INTO team VALUES (1, 'a'), (2, 'b')");
        pair.only(new EventFilter(
                List.of(TableName.parse("team")), Set.of(Operation.DELETE), Optional.empty(), Optional.empty()));
        pair.inSource("INSERT INTO team VALUES (1, 'a'), (2, 'b'); UPDATE team SET id = id + 10");

        pair.replay(restricted(pair));

        assertThat(pair.targetRows("SELECT id FROM team")).isEmpty();
    }
}
