package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ON UPDATE CASCADE of the source, applied by a role that cannot turn off the foreign keys of the target. */
class CascadedRowsTest {
    private static final String TABLES = """
        CREATE TABLE team (id int PRIMARY KEY, code text UNIQUE);
        CREATE TABLE member (
            id int PRIMARY KEY, team int REFERENCES team ON UPDATE CASCADE, other int REFERENCES team ON UPDATE CASCADE,
            code text REFERENCES team (code) ON UPDATE CASCADE, n int);
        CREATE TABLE task (team int REFERENCES team ON UPDATE CASCADE, no int, PRIMARY KEY (team, no));
        CREATE TABLE step (team int, no int, at int PRIMARY KEY, FOREIGN KEY (team, no) REFERENCES task ON UPDATE CASCADE);
        CREATE TABLE pair (
            a int REFERENCES team ON UPDATE CASCADE, b int REFERENCES team ON UPDATE CASCADE, PRIMARY KEY (a, b));
        CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree ON UPDATE CASCADE);
        CREATE TABLE loose (id int PRIMARY KEY, team int REFERENCES team ON UPDATE SET NULL);
        CREATE TABLE fixed (id int PRIMARY KEY, team int DEFAULT 3 REFERENCES team ON UPDATE SET DEFAULT)\
        """;

    private static final String[] NAMES = {"team", "member", "task", "step", "pair", "tree", "loose", "fixed"};

    private static ConnectionTarget restricted(ReplayedPair pair) {
        pair.inTarget("""
            DO $$ BEGIN CREATE ROLE cascader LOGIN PASSWORD '%s'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT ALL ON ALL TABLES IN SCHEMA public TO cascader;
            """.formatted(TestServer.PASSWORD));
        pair.inTarget(
                "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO cascader', current_database()); END $$");
        return pair.target().as(new Login("cascader", new Password(TestServer.PASSWORD)));
    }

    private static ReplayedPair pair(int major) {
        var pair = new ReplayedPair(major).both(TABLES).capture(NAMES);
        pair.inSource("""
            INSERT INTO team VALUES (1, 'a'), (2, 'b'), (3, 'c');
            INSERT INTO member VALUES (10, 1, 1, 'a'), (11, 1, 2, 'a'), (12, 2, 1, 'b'), (13, NULL, 3, NULL);
            INSERT INTO task VALUES (1, 1), (1, 2), (2, 1);
            INSERT INTO step VALUES (1, 1, 100), (1, 2, 101), (2, 1, 102);
            INSERT INTO pair VALUES (1, 1), (1, 2), (3, 1);
            INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 2), (4, 1), (5, 5);
            INSERT INTO loose VALUES (1, 1), (2, 2);
            INSERT INTO fixed VALUES (1, 1), (2, 2)\
            """);
        return pair;
    }

    private static void requireEqual(ReplayedPair pair) {
        for (var name : NAMES) {
            var rows = "SELECT * FROM %s ORDER BY 1, 2".formatted(name);
            assertThat(pair.targetRows(rows)).as(name).isEqualTo(pair.sourceRows(rows));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "13, false, 1000",
        "13, false, 40",
        "15, false, 1000",
        "17, false, 1000",
        "17, true, 1000",
        "17, true, 30",
        "17, false, 25",
        "17, false, 29",
        "18, false, 33"
    })
    void rowsThatReferToAChangedKeyAreAsInTheSource(int major, boolean atomic, int batch) {
        var pair = pair(major).batch(batch);
        if (atomic) {
            pair.atomic();
        }
        var way = restricted(pair);
        pair.replay(way);

        pair.inSource("UPDATE team SET id = id + 100 WHERE id < 3").replay(way);
        requireEqual(pair);

        pair.inSource("UPDATE tree SET id = id + 10; UPDATE team SET code = code || code")
                .replay(way);
        requireEqual(pair);

        pair.inSource("""
            BEGIN;
            INSERT INTO team VALUES (4, 'd');
            INSERT INTO member VALUES (14, 4, 3, 'd'), (15, 4, 4, NULL);
            UPDATE team SET id = 5 WHERE id = 4;
            UPDATE team SET id = 4 WHERE id = 5;
            UPDATE team SET id = 6, code = 'e' WHERE id = 4;
            DELETE FROM member WHERE id = 10;
            UPDATE member SET n = 1;
            UPDATE task SET no = no + 10;
            UPDATE team SET id = id + 1000 WHERE id > 100;
            COMMIT\
            """).replay(way);
        requireEqual(pair);
    }

    /** A key that a statement gives from row to row. */
    @Test
    void keysThatMoveOnByOneKeepTheirOrder() {
        var pair = pair(17);
        var way = restricted(pair);
        pair.replay(way);

        pair.inSource("BEGIN; UPDATE team SET id = id - 1 WHERE id = 1; UPDATE team SET id = id - 1 WHERE id = 2;"
                        + " UPDATE team SET id = 9 WHERE id = 0; COMMIT")
                .replay(way);

        requireEqual(pair);
    }

    /** The first rows of a statement are rows of the log, and the following ones are packed. */
    @Test
    void aCascadeOfManyRowsIsApplied() {
        var pair = new ReplayedPair(17).both(TABLES).capture("team", "member").batch(10_000);
        var way = restricted(pair);
        pair.inSource("INSERT INTO team VALUES (1), (2)")
                .inSource("INSERT INTO member SELECT n, n % 2 + 1 FROM generate_series(1, 1500) AS n")
                .replay(way);

        pair.inSource("UPDATE team SET id = id + 10").replay(way);

        var teams = "SELECT id, team FROM member ORDER BY id";
        assertThat(pair.targetRows(teams)).isEqualTo(pair.sourceRows(teams));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEventThatTheTargetRefusesIsNamedAndTheOthersAreApplied(boolean deadLetters) {
        var pair = pair(17);
        var way = restricted(pair);
        pair.replay(way);
        pair.inTarget("ALTER TABLE member ADD CHECK (n <> 7)");
        pair.inSource("BEGIN; UPDATE member SET n = 6; UPDATE member SET n = 7 WHERE id = 11;"
                + " UPDATE team SET id = id + 100 WHERE id < 3; COMMIT");

        if (deadLetters) {
            pair.deadLetters().replay(way);
            assertThat(pair.putAside()).anyMatch(event -> event.contains("member_n_check"));
            assertThat(pair.targetRows("SELECT id FROM team ORDER BY id")).containsExactly("3", "101", "102");
            assertThat(pair.targetRows("SELECT id, team FROM member ORDER BY id"))
                    .isEqualTo(pair.sourceRows("SELECT id, team FROM member ORDER BY id"));
        } else {
            assertThatThrownBy(() -> pair.replay(way))
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("{\"id\": 11}");

            pair.inTarget("ALTER TABLE member DROP CONSTRAINT member_n_check").replay(way);
            requireEqual(pair);
        }
    }

    /** The target cannot change the key, and the error is the server's. */
    @Test
    void aTargetWithoutTheCascadeStopsTheReplay() {
        var pair = pair(17);
        pair.inTarget("ALTER TABLE member DROP CONSTRAINT member_team_fkey, ADD FOREIGN KEY (team) REFERENCES team");
        var way = restricted(pair);
        pair.replay(way);
        pair.inSource("UPDATE team SET id = id + 100 WHERE id < 3");

        assertThatThrownBy(() -> pair.replay(way))
                .isInstanceOf(OpsException.class)
                .hasMessageContaining("violates foreign key constraint");
        assertThat(pair.targetRows("SELECT id FROM team ORDER BY id")).containsExactly("1", "2", "3");
    }
}
