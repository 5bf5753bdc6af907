package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.Resource;
import dev.dbops.events.capture.EveryTypeTest;
import dev.dbops.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a snapshot are written with COPY, and by an upsert where that is not possible. */
class SnapshotCopyTest {
    private static final String EVERY_TYPE = Resource.text(EveryTypeTest.class, "every-type.sql");

    /** Forty rows with the values of the five. */
    private static final String FORTY = """
        ;
        DO $$
        DECLARE
            columns text := (SELECT string_agg(quote_ident(attname), ', ')
                               FROM pg_attribute
                              WHERE attrelid = 'every_type'::regclass AND attnum > 1 AND attgenerated = ''
                                AND NOT attisdropped);
        BEGIN
            EXECUTE format('INSERT INTO every_type (id, %1$s) SELECT id + 10 * n, %1$s FROM every_type'
                           ' CROSS JOIN generate_series(1, 7) n', columns);
        END $$
        """;

    /** The statements that write into a table of the target, although triggers are off. */
    private static final String NOTED = """
        CREATE TABLE used (sql text);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO public.used VALUES (split_part(current_query(), ' ', 1));
            RETURN NULL;
        END $$;
        CREATE TRIGGER noted AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION note();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER noted
        """;

    private static final String USED = "SELECT DISTINCT sql FROM used ORDER BY 1";
    private static final String ITEM = "CREATE TABLE item (id int PRIMARY KEY, n int, name text)";

    private static void note(ReplayedPair pair, String table) {
        pair.inTarget(NOTED.replace("{table}", table));
    }

    private static void assertSame(ReplayedPair pair, String table, int rows) {
        var query = "SELECT t::text FROM " + table + " AS t ORDER BY id";
        assertThat(pair.targetRows(query)).hasSize(rows).isEqualTo(pair.sourceRows(query));
        assertThat(pair.differing(table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void valuesOfEveryTypeAreTheSame(int major) {
        var builtIn = EVERY_TYPE + "; ALTER TABLE every_type DROP moods, DROP addresses, DROP numbers_, DROP address_";
        var pair = new ReplayedPair(major).snapshot(100, 1);
        pair.inSource(builtIn + FORTY).capture("every_type").inTarget(builtIn + "; TRUNCATE every_type");
        note(pair, "every_type");

        pair.replay();

        assertSame(pair, "every_type", 40);
        assertThat(pair.targetRows(USED)).containsExactly("COPY");
    }

    /** The server reads them from JSON. */
    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void valuesOfTypesThatUsersMakeAreTheSame(int major) {
        var pair = new ReplayedPair(major).snapshot(100, 1);
        pair.inSource(EVERY_TYPE + FORTY).capture("every_type").inTarget(EVERY_TYPE + "; TRUNCATE every_type");
        note(pair, "every_type");

        pair.replay();

        assertSame(pair, "every_type", 40);
        assertThat(pair.targetRows(USED)).containsExactly("INSERT");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void aTableOfAnotherNameWithOtherColumnsIsWritten(int major) {
        var pair = new ReplayedPair(major).snapshot(30, 1).map("public.item=\"My \"\"S\".\"T'\"");
        pair.inSource("CREATE TABLE item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"a \\ 'b\" text[], c"
                        + " jsonb, twice int GENERATED ALWAYS AS (id * 2) STORED);INSERT INTO item (\"a \\ 'b\","
                        + " c) SELECT ARRAY[chr(n), '\\N', '\\.', NULL, 'x\"\\y'], jsonb_build_object(chr(n),"
                        + " chr(n), 'x', '\\N') FROM generate_series(1, 100) n; ANALYZE item")
                .capture("item");
        pair.inTarget(
                """
                CREATE SCHEMA "My ""S";
                CREATE TABLE "My ""S"."T'" (c jsonb, more int DEFAULT 7, id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                            "a \\ 'b" text[], twice int GENERATED ALWAYS AS (id * 2) STORED)
                 PARTITION BY RANGE (id);
                CREATE TABLE low PARTITION OF "My ""S"."T'" FOR VALUES FROM (0) TO (50);
                CREATE TABLE high PARTITION OF "My ""S"."T'" FOR VALUES FROM (50) TO (500)
                """.replace(major < 17 ? "bigint GENERATED ALWAYS AS IDENTITY" : "~", major < 17 ? "bigint" : "~"));
        note(pair, "\"My \"\"S\".\"T'\"");

        pair.replay();

        var columns = "SELECT id, \"a \\ 'b\", c, twice FROM ";
        assertThat(pair.targetRows(columns + "\"My \"\"S\".\"T'\" WHERE more = 7 ORDER BY id"))
                .hasSize(100)
                .isEqualTo(pair.sourceRows(columns + "item ORDER BY id"));
        assertThat(pair.targetRows(USED)).contains("COPY");
    }

    @Test
    void rowsThatExistAreUpdated() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(ITEM).snapshot(50, 1);
        pair.inSource("INSERT INTO item SELECT n, n, 'n' || n FROM generate_series(1, 200) n; ANALYZE item")
                .capture("item");
        pair.inTarget("INSERT INTO item SELECT n, 0, 'old' FROM generate_series(60, 70) n");
        note(pair, "item");

        pair.replay();

        assertSame(pair, "item", 200);
        assertThat(pair.targetRows(USED)).containsExactly("COPY", "INSERT");
    }

    @Test
    void aRowThatIsRefusedIsNamed() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(ITEM).snapshot(50, 1);
        pair.inSource("INSERT INTO item SELECT n, n, 'n' || n FROM generate_series(1, 200) n; ANALYZE item")
                .capture("item");
        pair.inTarget("ALTER TABLE item ADD CHECK (n <> 77)");

        assertThatThrownBy(pair::replay)
                .isInstanceOf(OpsException.class)
                .hasMessageContaining("(READ of public.item, {\"id\": 77}) was refused")
                .hasMessageContaining("item_n_check");
        // what was delivered before stays
        assertThat(pair.targetRows("SELECT max(id) < 77 FROM item")).containsExactly("t");

        pair.deadLetters().replay();
        assertThat(pair.targetRows("SELECT count(*), sum(n) FROM item")).containsExactly("199|" + (20_100 - 77));
        assertThat(pair.putAside()).hasSize(1);
    }

    /** COPY refuses tables with row-level security, and this role cannot turn foreign keys off. */
    @Test
    void aRoleWithFewRightsWritesRowsToo() {
        var child = "CREATE TABLE sub (id int PRIMARY KEY, item int REFERENCES item)";
        var pair = new ReplayedPair(TestServer.CARRIED)
                .both(ITEM)
                .both(child)
                .both("CREATE TABLE tenant (id int PRIMARY KEY, n int)")
                .snapshot(50, 1);
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 100) n; INSERT INTO sub SELECT id, id"
                        + " FROM item;INSERT INTO tenant SELECT id, id FROM item")
                .capture("item", "sub", "tenant");
        note(pair, "item");
        var restricted = ChangedKeyTest.restricted(pair);
        pair.inTarget("ALTER TABLE tenant ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON tenant USING (true);"
                + "GRANT INSERT ON used TO PUBLIC");

        pair.replay(restricted);

        assertSame(pair, "item", 100);
        assertSame(pair, "sub", 100);
        assertSame(pair, "tenant", 100);
        assertThat(pair.targetRows(USED)).containsExactly("COPY");
    }

    /** COPY would not run them. */
    @Test
    void rulesOfTheTargetAreRun() {
        var pair = new ReplayedPair(TestServer.CARRIED).snapshot(50, 1);
        pair.both("CREATE TABLE line (n int)").inSource("INSERT INTO line SELECT generate_series(1, 100)");
        pair.captureInserts("line");
        pair.inTarget("CREATE TABLE other (n int);"
                + "CREATE RULE twice AS ON INSERT TO line DO ALSO INSERT INTO public.other VALUES (NEW.n);"
                + "ALTER TABLE line ENABLE ALWAYS RULE twice");

        pair.replay();

        assertThat(pair.targetRows("SELECT count(*) FROM line")).containsExactly("100");
        assertThat(pair.targetRows("SELECT count(*) FROM other")).containsExactly("100");
    }
}
