package dev.dbops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted differences are found exactly, in tables of every form. */
class CompareTablesTest {
    private static final String THOUSANDS = """
        CREATE TABLE item (id bigint PRIMARY KEY, name text, price float8);
        INSERT INTO item SELECT n, 'item ' || n, n * 0.1 FROM generate_series(1, 20000) AS n
        """;

    @ParameterizedTest
    @CsvSource({"17, 17", "13, 18", "18, 13"})
    void equalTablesAreEqual(int from, int to) {
        var pair = new ComparedPair(from, to).both(THOUSANDS);
        var table = pair.table("item");
        assertThat(table.isEqual()).isTrue();
        assertThat(table.sourceRows()).isEqualTo(20_000).isEqualTo(table.targetRows());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneOfEachKindIsFoundWithItsKeyAndColumns(boolean strong) {
        var pair = new ComparedPair(13, 18)
                .both(THOUSANDS)
                .inTarget("UPDATE item SET name = NULL WHERE id = 1")
                .inTarget("UPDATE item SET name = 'x', price = -price WHERE id = 20000")
                .inTarget("DELETE FROM item WHERE id = 10000")
                .inTarget("INSERT INTO item VALUES (4294967297, 'item 1', 0.1)");
        pair.strong = strong;
        assertThat(ComparedPair.text(pair.table("item")))
                .containsExactly(
                        "changed id=1 [name]",
                        "changed id=20000 [name, price]",
                        "extra id=4294967297",
                        "missing id=10000");
    }

    @Test
    void aThousandDifferencesAreCountedAndTheFirstAreListed() {
        var pair = new ComparedPair(13, 18)
                .both(THOUSANDS)
                .inTarget("UPDATE item SET price = price + 1 WHERE id % 20 = 0")
                .inTarget("DELETE FROM item WHERE id % 40 = 1")
                .inSource("DELETE FROM item WHERE id % 80 = 2");
        pair.limit = 10;
        var table = pair.table("item");
        assertThat(List.of(table.changed(), table.missing(), table.extra())).containsExactly(1000L, 500L, 250L);
        assertThat(table.differences()).hasSize(10);
    }

    @Test
    void withoutACommonRowAllAreMissingAndExtra() {
        var pair = new ComparedPair(17, 17).inSource(THOUSANDS).inTarget(THOUSANDS.replace("SELECT n,", "SELECT -n,"));
        var table = pair.table("item");
        assertThat(List.of(table.changed(), table.missing(), table.extra())).containsExactly(0L, 20_000L, 20_000L);
        assertThat(table.differences()).hasSize(100);
        pair.inTarget("TRUNCATE item");
        assertThat(pair.table("item").missing()).isEqualTo(20_000);
        pair.inSource("TRUNCATE item");
        assertThat(pair.table("item").isEqual()).isTrue();
    }

    /** Rows, keys and values are small numbers, so that many are equal. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomTablesDifferAsARowByRowComparisonSays(long seed) {
        var random = new Random(seed);
        var pair = new ComparedPair(seed % 2 == 0 ? 13 : 18, 17);
        var keyed = seed % 3 != 0;
        pair.both("CREATE TABLE r (a int NOT NULL, b text COLLATE \"C\" NOT NULL, c numeric, d text%s)"
                .formatted(keyed ? ", PRIMARY KEY (b, a)" : ""));
        var source = randomRows(random, keyed);
        var target = randomRows(random, keyed);
        pair.inSource(insert(source)).inTarget(insert(target));
        pair.limit = 1_000_000;
        var expected = keyed ? byKey(source, target) : asMultisets(source, target);
        assertThat(ComparedPair.text(pair.table("r")))
                .containsExactlyElementsOf(expected.stream().sorted().toList());
    }

    private static List<List<String>> randomRows(Random random, boolean keyed) {
        var rows = new HashMap<List<String>, List<String>>();
        var list = new ArrayList<List<String>>();
        for (var i = 0; i < 400; i++) {
            var key = List.of("" + random.nextInt(12), "k" + random.nextInt(12));
            var value = List.of(random.nextInt(3) + "." + random.nextInt(2), random.nextInt(4) == 0 ? "NULL" : "t");
            var row = new ArrayList<>(key);
            row.addAll(value);
            list.add(row);
            rows.put(key, row);
        }
        return keyed ? List.copyOf(rows.values()) : list;
    }

    private static String insert(List<List<String>> rows) {
        return "INSERT INTO r VALUES "
                + String.join(
                        ", ",
                        rows.stream()
                                .map(row -> "(%s, '%s', %s, %s)"
                                        .formatted(
                                                row.get(0),
                                                row.get(1),
                                                row.get(2),
                                                row.get(3).equals("NULL") ? "NULL" : "'t'"))
                                .toList());
    }

    private static List<String> byKey(List<List<String>> source, List<List<String>> target) {
        var ofTarget = new HashMap<List<String>, List<String>>();
        target.forEach(row -> ofTarget.put(row.subList(0, 2), row));
        var found = new ArrayList<String>();
        for (var row : source) {
            var key = "b=%s a=%s".formatted(row.get(1), row.get(0));
            var other = ofTarget.remove(row.subList(0, 2));
            if (other == null) {
                found.add("missing " + key);
            } else if (!row.equals(other)) {
                var columns = new ArrayList<String>();
                if (!row.get(2).equals(other.get(2))) {
                    columns.add("c");
                }
                if (!row.get(3).equals(other.get(3))) {
                    columns.add("d");
                }
                found.add("changed " + key + " " + columns);
            }
        }
        ofTarget.values().forEach(row -> found.add("extra b=%s a=%s".formatted(row.get(1), row.get(0))));
        return found;
    }

    private static List<String> asMultisets(List<List<String>> source, List<List<String>> target) {
        Map<List<String>, Integer> more = new HashMap<>();
        source.forEach(row -> more.merge(row, 1, Integer::sum));
        target.forEach(row -> more.merge(row, -1, Integer::sum));
        var found = new ArrayList<String>();
        more.forEach((row, count) -> {
            var text = "a=%s b=%s c=%s d=%s".formatted(row.toArray())
                    + (Math.abs(count) == 1 ? "" : " x" + Math.abs(count));
            if (count != 0) {
                found.add((count > 0 ? "missing " : "extra ") + text);
            }
        });
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "text COLLATE \"C\"; text COLLATE \"en-x-icu\"",
                "text COLLATE ndc; text",
                "citext; citext",
                "timestamptz; timestamptz",
                "mood; mood",
                "bytea; bytea",
                "numeric; numeric",
                "uuid; uuid",
                "char(4); char(8)"
            })
    void keysOfAnyTypeAndCollation(String ofSource, String ofTarget) {
        var setup = "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM (%s);"
                + " CREATE COLLATION ndc (provider = icu, locale = 'und-u-ks-level2', deterministic = false);";
        var pair = new ComparedPair(18, 13)
                .inSource(setup.formatted("'a', 'Z', 'z'"))
                .inTarget(setup.formatted("'z', 'Z', 'a'"));
        var values = ofSource.startsWith("uuid")
                ? List.of("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b")
                : ofSource.startsWith("timestamp")
                        ? List.of("2026-11-30 00:00:00.000001+00", "infinity")
                        : ofSource.startsWith("numeric")
                                ? List.of("1.50", "NaN")
                                : ofSource.startsWith("char") ? List.of("ab", "Zed") : List.of("a", "Z");
        pair.inSource("CREATE TABLE t (k %s PRIMARY KEY, v int)".formatted(ofSource))
                .inTarget("CREATE TABLE t (k %s PRIMARY KEY, v int)".formatted(ofTarget))
                .both("INSERT INTO t VALUES ('%s', 1), ('%s', 2)".formatted(values.getFirst(), values.getLast()))
                .inTarget("UPDATE t SET v = 7 WHERE k = '%s'".formatted(values.getLast()));
        var table = pair.table("t");
        assertThat(table.changed()).isEqualTo(1);
        assertThat(table.missing() + table.extra()).isZero();
        assertThat(table.differences().getFirst().columns()).containsExactly("v");
    }

    /** Since PostgreSQL 18 a column can be NOT NULL for new rows only. */
    @Test
    void rowsThatAreNullInSpiteOfAConstraintAreCompared() {
        var pair = new ComparedPair(18, 18)
                .both("CREATE TABLE t (id int PRIMARY KEY, v text, n int); INSERT INTO t VALUES (1, NULL, 1), (2,"
                        + " 'b', 2)")
                .both("ALTER TABLE t ADD CONSTRAINT v_is_there NOT NULL v NOT VALID")
                .inTarget("ALTER TABLE t DROP CONSTRAINT v_is_there; UPDATE t SET n = 7 WHERE id = 1")
                .inTarget("ALTER TABLE t ADD CONSTRAINT v_is_there NOT NULL v NOT VALID");
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly("changed id=1 [n]");
    }

    @Test
    void aTargetWithoutTheKeyHasTheSameRowTwice() {
        var pair = new ComparedPair(17, 17)
                .inSource("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3,"
                        + " 'c')")
                .inTarget("CREATE TABLE t (v text, id int)")
                .inTarget("INSERT INTO t VALUES ('a', 1), ('a', 1), ('x', 2), ('y', 2), ('c', NULL)");
        assertThat(ComparedPair.text(pair.table("t")))
                .hasSize(5)
                .contains("changed id=2 [v]", "extra id=1", "extra id=2", "extra id=NULL", "missing id=3");
    }

    @Test
    void differencesOfTheTablesThemselvesAreSentences() {
        var pair = new ComparedPair(17, 17)
                .inSource("CREATE TABLE a (id int PRIMARY KEY, gone int, n int, old text); CREATE TABLE only_source (id"
                        + " int)")
                .inSource("ALTER TABLE a DROP COLUMN old; INSERT INTO a VALUES (1, 2, 3)")
                .inTarget("CREATE TABLE a (n bigint, id int PRIMARY KEY, more int DEFAULT 9); CREATE TABLE only_target"
                        + " (id int)")
                .inTarget("INSERT INTO a VALUES (3, 1)");
        var tables = pair.compare();
        assertThat(tables)
                .extracting(table -> table.source().table() + ": " + String.join("; ", table.definitions()))
                .containsExactly(
                        "a: column \"gone\" is missing in the target; column \"n\" is int4 in the source, int8 in the"
                                + " target; column \"more\" is only in the target",
                        "only_source: the table is missing in the target",
                        "only_target: the table is only in the target");
        assertThat(tables).noneMatch(TableComparison::isEqual);
        assertThat(tables.getFirst().differing()).isZero();
    }

    @Test
    void aPartitionedTableIsEqualToAPlainOneWithGeneratedColumns() {
        var pair = new ComparedPair(13, 18)
                .inSource("CREATE TABLE t (id int, twice int GENERATED ALWAYS AS (id * 2) STORED, PRIMARY KEY (id))"
                        + " PARTITION BY HASH (id)")
                .inSource("CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0)")
                .inSource("CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)")
                .inTarget("CREATE SCHEMA copy; CREATE TABLE copy.t (id int PRIMARY KEY, twice int GENERATED ALWAYS AS"
                        + " (id * 2))")
                .inSource("INSERT INTO t SELECT generate_series(1, 500)")
                .inTarget("INSERT INTO copy.t SELECT generate_series(1, 500)");
        pair.names.add("public=copy");
        assertThat(pair.compare()).hasSize(1).allMatch(TableComparison::isEqual);
        pair.inTarget("DELETE FROM copy.t WHERE id = 77");
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly("missing id=77");
    }

    @Test
    void databasesOfDifferentEncodings() {
        var pair = new ComparedPair(17, 17, "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
                .both("CREATE TABLE t (k text PRIMARY KEY, v json); INSERT INTO t VALUES ('ä', '\"ß\"'), ('b', '1')");
        assertThat(pair.table("t").isEqual()).isTrue();
        pair.inTarget("UPDATE t SET v = '\"s\"' WHERE k = 'ä'");
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly("changed k=ä [v]");
    }

    @Test
    void aConditionSelectsRowsOfBothSides() {
        var pair = new ComparedPair(17, 18)
                .both("CREATE TABLE t (id int PRIMARY KEY, v jsonb); INSERT INTO t VALUES (1, '{\"a\": 1}'), (2,"
                        + " '{}'), (3, '{}')")
                .inTarget("UPDATE t SET v = '{\"a\": 2}' WHERE id IN (1, 2)");
        pair.where = "v ? 'a' -- with a key";
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly("changed id=1 [v]", "extra id=2");
        pair.where = "nothing > 1";
        assertFails(pair, Kind.SQL, "source: column \"nothing\" does not exist");
    }

    @Test
    void whatIsNotComparedIsAnErrorOrASentence() {
        var pair =
                new ComparedPair(17, 17).both("CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS id");
        assertThat(pair.table("v").definitions())
                .containsExactly("it is a view or a foreign table, which db-ops does not compare");
        assertThatThrownBy(() -> pair.compare("tt"))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        e -> assertThat(e.kind() + " " + e.hint().orElseThrow())
                                .isEqualTo("USAGE did you mean \"t\"?"));
    }

    @Test
    void aRoleThatMayOnlySelectAndSeesAllRows() {
        var pair = new ComparedPair(17, 17)
                .both("CREATE TABLE t (id int PRIMARY KEY, owner text); INSERT INTO t VALUES (1, 'x'), (2, 'y')")
                .inTarget("CREATE ROLE compare_reader LOGIN PASSWORD 'reader'; GRANT SELECT ON t TO compare_reader");
        var reader = as(pair.target, "compare_reader");
        pair.target = reader;
        assertThat(pair.table("t").isEqual()).isTrue();
        pair.inTarget("ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (owner = 'x')");
        assertFails(pair, Kind.SQL, "target: query would be affected by row-level security policy for table \"t\"");
        pair.inTarget("ALTER TABLE t DISABLE ROW LEVEL SECURITY; REVOKE SELECT ON t FROM compare_reader");
        assertFails(pair, Kind.SQL, "target: permission denied for table t");
    }

    private static ConnectionTarget as(ConnectionTarget target, String role) {
        return new ConnectionTarget(
                target.hosts(),
                target.database(),
                role,
                java.util.Optional.of(new dev.dbops.target.Password("reader")),
                target.parameters(),
                target.origin());
    }

    private static void assertFails(ComparedPair pair, Kind kind, String message) {
        assertThatThrownBy(() -> pair.table("t")).isInstanceOfSatisfying(OpsException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessage(message);
        });
    }

    @Test
    void manyTablesAtOnceShareTheSnapshots() {
        var pair = new ComparedPair(13, 18);
        for (var i = 0; i < 30; i++) {
            pair.both("CREATE TABLE t%d AS SELECT generate_series(1, %d) AS id".formatted(i, i));
        }
        pair.inTarget("INSERT INTO t7 VALUES (7)");
        pair.jobs = 4;
        var tables = pair.compare();
        assertThat(tables).hasSize(30);
        assertThat(tables.stream().filter(table -> !table.isEqual()).map(table -> ComparedPair.text(table)))
                .containsExactly(List.of("extra id=7"));
    }
}
