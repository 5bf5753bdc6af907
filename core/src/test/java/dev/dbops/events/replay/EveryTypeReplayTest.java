package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Resource;
import dev.dbops.events.capture.EveryTypeTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of every type are the same in the target, to the letter, after capture and replay. */
class EveryTypeReplayTest {
    private static final String EVERY_TYPE = Resource.text(EveryTypeTest.class, "every-type.sql");

    /** The same table without its rows, as the target has it before. */
    private static final String EMPTY = EVERY_TYPE + "; TRUNCATE every_type";

    private static final String ROWS = "SELECT t::text FROM every_type AS t ORDER BY id";

    /** Nothing is said of the generated column, and all of the others. */
    private static final String PUT_BACK = """
        DO $$
        DECLARE
            columns text := (SELECT string_agg(quote_ident(attname), ', ')
                               FROM pg_attribute
                              WHERE attrelid = 'every_type'::regclass AND attnum > 0 AND attgenerated = '');
        BEGIN
            EXECUTE format('INSERT INTO every_type (%1$s) SELECT %1$s FROM kept', columns);
        END $$
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void insertedRowsAreTheSame(int major) {
        var pair = new ReplayedPair(major).inTarget(EMPTY);
        pair.inSource(EVERY_TYPE + "; CREATE TABLE kept AS TABLE every_type; TRUNCATE every_type");
        pair.capture("every_type").inSource(PUT_BACK);

        pair.replay();

        assertSame(pair, 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void updatedAndDeletedRowsAreTheSame(int major) {
        var pair = new ReplayedPair(major).workers(3).inTarget(EMPTY).inSource(EVERY_TYPE);
        // the target has rows that differ in every column
        pair.inTarget("INSERT INTO every_type (id) SELECT n FROM generate_series(1, 5) n");
        pair.capture("every_type");

        pair.inSource("UPDATE every_type SET bool_ = NOT bool_; DELETE FROM every_type WHERE id = 4");
        pair.inSource("UPDATE every_type SET id = id + 100 WHERE id < 3");
        pair.replay();

        assertSame(pair, 4);
    }

    /** The identities of both went their own ways before. */
    private static void assertSame(ReplayedPair pair, int rows) {
        List<String> source = pair.sourceRows(ROWS);
        assertThat(source).hasSize(rows);
        assertThat(pair.targetRows(ROWS)).isEqualTo(source);
        assertThat(pair.differing("every_type")).isEmpty();
    }
}
