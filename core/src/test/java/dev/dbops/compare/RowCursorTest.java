package dev.dbops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.TableName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures and interrupts between two portions of rows, when no statement is begun. */
class RowCursorTest {
    private static final Set<Integer> ALL =
            IntStream.range(0, SideQuery.BUCKETS).boxed().collect(Collectors.toSet());

    private final ComparedPair pair = new ComparedPair(17, 17)
            .both("CREATE TABLE t (id int PRIMARY KEY)")
            .inSource("INSERT INTO t SELECT generate_series(1, 5000)");
    private final SessionPair sessions = SessionPair.open(pair.source, pair.target);

    @AfterEach
    void close() {
        sessions.close();
    }

    private RowCursor open(SnapshotSession session) {
        var table = new TableCatalog(session.database())
                .find(new TableName("public", "t"))
                .orElseThrow();
        var query = SideQuery.ofSource(session.database(), TablePair.of(table, table), new RowHash(false, false), "");
        return RowCursor.open(session, query, query.rows(ALL));
    }

    @Test
    void aLostConnectionNamesItsSide() {
        var pid = sessions.source().texts("SELECT pg_backend_pid()").getFirst();
        try (var cursor = open(sessions.source())) {
            pair.inSource("SELECT pg_terminate_backend(%s, 10000)".formatted(pid));
            assertThatThrownBy(() -> {
                        while (cursor.current() != null) {
                            cursor.next();
                        }
                    })
                    .isInstanceOf(OpsException.class)
                    .hasMessageStartingWith("source: ");
        }
    }

    @Test
    void anInterruptEndsTheMerge() {
        var found = new FoundRows(List.of(), 0);
        try (var source = open(sessions.source());
                var target = open(sessions.target())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> new RowMerge(source, target, true, found).run())
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED));
        } finally {
            Thread.interrupted();
        }
    }
}
