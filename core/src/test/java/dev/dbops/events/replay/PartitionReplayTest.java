package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions of the source that come and go with their rows, which have no events. */
class PartitionReplayTest {
    private static final String PARTS = """
        CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (10);
        CREATE TABLE high PARTITION OF part FOR VALUES FROM (10) TO (20)\
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aReplayStopsUntilTheTriggersAreInstalledAgain(int major) {
        var pair = new ReplayedPair(major).both(PARTS).stopsAtPartitions(true).capture("part");
        pair.inSource("INSERT INTO part VALUES (1), (11)").replay();
        pair.inSource("ALTER TABLE part DETACH PARTITION low; INSERT INTO part VALUES (12)");

        assertThatThrownBy(pair::replay)
                .isInstanceOfSatisfying(OpsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
                    assertThat(e.hint().orElseThrow())
                            .contains("triggers-install --table public.part", "--on-partition-change warn");
                })
                .hasMessage("public.part no longer has the partition public.low: if rows left with it, they have no"
                        + " events and stay in the sink");
        assertThat(pair.targetRows("SELECT id FROM part ORDER BY 1")).containsExactly("1", "11");

        pair.inTarget("ALTER TABLE part DETACH PARTITION low").capture("part").replay();
        assertThat(pair.targetRows("SELECT id FROM part ORDER BY 1")).containsExactly("11", "12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE low",
                "ALTER TABLE part DETACH PARTITION low; DROP TABLE low",
                "CREATE TABLE old (id int PRIMARY KEY); INSERT INTO old VALUES (25);"
                        + " ALTER TABLE part ATTACH PARTITION old FOR VALUES FROM (20) TO (30)"
            })
    void itStopsForEachWayAndAWarningLetsItContinue(String change) {
        var pair = new ReplayedPair(17).both(PARTS).capture("part");
        pair.inSource("INSERT INTO part VALUES (1), (11)").replay();
        for (var statement : change.split("; ")) {
            pair.inSource(statement);
        }
        pair.inSource("INSERT INTO part VALUES (12)");

        assertThatThrownBy(pair.stopsAtPartitions(true)::replay).hasMessageContaining("have no events");

        pair.stopsAtPartitions(false).replay();
        assertThat(pair.targetRows("SELECT id FROM part ORDER BY 1")).containsExactly("1", "11", "12");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aReplayContinuesAfterANewPartition(int major) {
        var pair = new ReplayedPair(major).both(PARTS).stopsAtPartitions(true).capture("part");

        pair.both("CREATE TABLE more PARTITION OF part FOR VALUES FROM (20) TO (30)")
                .inSource("INSERT INTO part VALUES (21)")
                .replay();

        assertThat(pair.targetRows("SELECT id FROM part")).containsExactly("21");
    }
}
