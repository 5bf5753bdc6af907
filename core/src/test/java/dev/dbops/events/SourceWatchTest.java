package dev.dbops.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceWatchTest {
    private static final String PART = """
        CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (10);
        CREATE TABLE "mid, ""dle" PARTITION OF part FOR VALUES FROM (10) TO (20);
        CREATE TABLE high PARTITION OF part FOR VALUES FROM (20) TO (30);
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aWarningNamesPartitionsThatCameOrWentWithRows(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(PART + "CREATE TABLE t (id int PRIMARY KEY)").install("part", "t");
            assertThat(warnings(db)).isEmpty();

            db.run("""
                ALTER TABLE part DETACH PARTITION low;
                DROP TABLE "mid, ""dle";
                CREATE TABLE fresh PARTITION OF part FOR VALUES FROM (10) TO (20);
                CREATE TABLE old (id int PRIMARY KEY);
                """);
            db.run("INSERT INTO old VALUES (5); ALTER TABLE part ATTACH PARTITION old FOR VALUES FROM (0) TO (10)");

            assertThat(warnings(db))
                    .satisfiesExactly(
                            gone -> assertThat(gone)
                                    .startsWith("public.part no longer has the partition public.\"mid, \"\"dle\":"),
                            gone -> assertThat(gone).startsWith("public.part no longer has the partition public.low:"),
                            attached -> assertThat(attached)
                                    .startsWith("the partition public.old was attached to public.part:"));
            assertThat(warnings(db, "t")).isEmpty();
            assertThat(warnings(db, "part")).hasSize(3);

            db.install("part");
            assertThat(warnings(db)).isEmpty();
        }
    }

    @Test
    void aWarningNamesATableOfTheFilterThatHasNoEvents() {
        try (var db = new CaptureDatabase(17)) {
            db.run(PART + "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY)")
                    .install("part", "t", "u");

            assertThat(warnings(db, "t", "public.u", "part")).isEmpty();
            assertThat(warnings(db, "nosuch", "other.t", "low"))
                    .containsExactly(
                            "the table nosuch is not captured; db-ops triggers-list shows those that are",
                            "the table other.t is not captured; db-ops triggers-list shows those that are",
                            "the table low is not captured; db-ops triggers-list shows those that are");

            db.run("ALTER TABLE t RENAME TO accounts; DROP TABLE u; ALTER TABLE part RENAME TO parts");
            assertThat(warnings(db, "t", "u", "accounts", "part"))
                    .containsExactly(
                            "the table t was renamed: its events have the name public.accounts now;"
                                    + " add --table public.accounts",
                            "the table u is not captured; db-ops triggers-list shows those that are");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aWarningNamesAKeyThatNoLongerIdentifiesRows(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE t (a int, \"b, \"\"c\" int, other int NOT NULL, PRIMARY KEY (a, \"b, \"\"c\"))")
                    .install("t");
            assertThat(warnings(db)).isEmpty();

            db.run("ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (other)");
            assertThat(warnings(db))
                    .containsExactly(
                            "the key of the events of public.t is a, b, \"c, which no longer identifies its rows;"
                                    + " run db-ops triggers-install --table public.t");
            assertThat(warnings(db, "other")).hasSize(1).allMatch(warning -> warning.contains("is not captured"));

            db.run("CREATE UNIQUE INDEX ON t (\"b, \"\"c\", a)");
            assertThat(warnings(db)).isEmpty();

            db.run("ALTER TABLE t DROP \"b, \"\"c\"");
            assertThat(warnings(db)).isEmpty();

            db.run("ALTER TABLE t DROP CONSTRAINT t_pkey");
            assertThat(warnings(db))
                    .containsExactly(
                            "public.t has no key since its key (a, b, \"c) was dropped: updates and deletes since then"
                                    + " have none and stop a replay; give it a primary key, then run db-ops"
                                    + " triggers-install --table public.t");
        }
    }

    /** The capture follows it. */
    @Test
    void aKeyColumnThatWasRenamedNeedsNoWarning() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install("t");

            db.run("ALTER TABLE t RENAME id TO number");

            assertThat(warnings(db)).isEmpty();
        }
    }

    @Test
    void eachWarningIsGivenOnceAndTheCatalogIsReadOnceAMinute() {
        try (var db = new CaptureDatabase(17)) {
            db.run(PART).install("part");
            var heard = new ArrayList<String>();
            var watch = new SourceWatch(filter("nosuch"), heard::add);

            watch.look(db.database());
            watch.look(db.database());

            assertThat(heard).hasSize(1);
        }
    }

    @Test
    void aRoleThatReadsOnlyTheLogGetsNoWarning() {
        try (var db = new CaptureDatabase(17)) {
            db.run(PART + "DROP ROLE IF EXISTS log_reader; CREATE ROLE log_reader")
                    .install("part");
            db.run("GRANT USAGE ON SCHEMA dbops TO log_reader; GRANT SELECT ON dbops.event_log TO log_reader;"
                    + " SET ROLE log_reader");

            assertThat(warnings(db, "nosuch")).isEmpty();

            db.run("RESET ROLE; DROP OWNED BY log_reader; DROP ROLE log_reader");
        }
    }

    private static List<String> warnings(CaptureDatabase db, String... tables) {
        var heard = new ArrayList<String>();
        new SourceWatch(filter(tables), heard::add).look(db.database());
        return heard;
    }

    private static EventFilter filter(String... tables) {
        return new EventFilter(
                Stream.of(tables).map(TableName::parse).toList(),
                Set.copyOf(Operation.ALL),
                Optional.empty(),
                Optional.empty());
    }
}
