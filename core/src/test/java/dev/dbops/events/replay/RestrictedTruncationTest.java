package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TRUNCATE, applied by a role that cannot turn off the foreign keys of the target. */
class RestrictedTruncationTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsBeforeItMayHaveDeferredChecks(boolean atomic) {
        var pair = new ReplayedPair(17);
        if (atomic) {
            pair.atomic();
        }
        pair.both("CREATE TABLE parent (id int PRIMARY KEY);"
                        + " CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE)")
                .capture("parent", "child");
        pair.inSource("INSERT INTO parent VALUES (1)")
                .inSource("INSERT INTO child VALUES (1, 1), (2, 1)")
                .inSource("TRUNCATE child")
                .inSource("INSERT INTO child VALUES (3, 1)");

        pair.replay(ChangedKeyTest.restricted(pair));

        assertThat(pair.targetRows("SELECT id FROM child")).containsExactly("3");
    }
}
