package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with INHERITS: a change of the parent's own rows does not touch those of its children in the target. */
class InheritedTablesTest {
    private static final String TABLES = """
        CREATE TABLE par (id int PRIMARY KEY, t text);
        CREATE TABLE kid (PRIMARY KEY (id)) INHERITS (par);
        CREATE TABLE ref (id int PRIMARY KEY, par int REFERENCES par)
        """;

    private static final String ROWS = "SELECT tableoid::regclass, id, t FROM par ORDER BY 1, 2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM ONLY par",
                "TRUNCATE ONLY par CASCADE",
                "DELETE FROM par WHERE id = 1",
                "DELETE FROM par",
                "TRUNCATE par CASCADE",
                "UPDATE ONLY par SET t = 'x'",
                "UPDATE par SET t = 'x'",
                "UPDATE par SET id = id + 10",
                "UPDATE ONLY par SET id = id + 10",
                "TRUNCATE kid; DELETE FROM ONLY par WHERE id = 2",
                "INSERT INTO kid VALUES (5, 'new'); DELETE FROM ONLY par WHERE id = 5"
            })
    void theRowsOfChildrenAreTheirOwn(String change) {
        // both have rows of the same keys
        var pair = new ReplayedPair(15).both(TABLES).capture("par", "kid", "ref");
        pair.inSource("INSERT INTO par VALUES (1, 'a'), (2, 'b'); INSERT INTO kid VALUES (1, 'c'), (2, 'd'), (3, 'e')");
        pair.replay();

        pair.inSource(change).replay();

        assertThat(pair.targetRows(ROWS)).isEqualTo(pair.sourceRows(ROWS));
    }

    /** A child that is not captured keeps its rows in the target, whatever happens to its parent. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM ONLY par", "TRUNCATE ONLY par"})
    void soAreThoseOfOneThatIsNotCaptured(String change) {
        var pair = new ReplayedPair(15)
                .both("CREATE TABLE par (id int PRIMARY KEY); CREATE TABLE kid () INHERITS (par)")
                .capture("par");
        pair.inSource("INSERT INTO par VALUES (1), (2)").replay();
        pair.inTarget("INSERT INTO kid VALUES (1), (3)");

        pair.inSource(change).replay();

        assertThat(pair.targetRows("SELECT id FROM par ORDER BY 1")).containsExactly("1", "3");
    }
}
