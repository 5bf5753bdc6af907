package dev.dbops.doctor.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.CatalogReader;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresQueryTest {
    private static final String CONTENTS = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.orders (id int PRIMARY KEY, note text);
        INSERT INTO shop.orders SELECT i, repeat(md5(i::text), 3) FROM generate_series(1, 5000) AS i;
        CREATE INDEX unread ON shop.orders (note);
        CREATE TABLE documents (id int, body text);
        ALTER TABLE documents ALTER body SET STORAGE EXTERNAL;
        INSERT INTO documents SELECT i, repeat('y', 20000) FROM generate_series(1, 100) AS i;
        ANALYZE;
        """;

    private static DatabaseFigures read(ConnectionTarget target) {
        try (var database = Database.connect(target)) {
            return FiguresQuery.read(new CatalogReader(database));
        }
    }

    /** Before 15, a process of its own collects the statistics, some time after the commit. */
    private static void awaitStatistics(TestServer server, ConnectionTarget target) {
        while (!server.rows(target.database(), "SELECT n_live_tup FROM pg_stat_user_tables WHERE relname = 'orders'")
                .equals(List.of("5000"))) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void eachVersionGivesAllFiguresOfADatabase(int major) {
        var server = TestServer.ofMajor(major);
        var target = server.newDatabase();
        server.execute(target.database(), CONTENTS);
        awaitStatistics(server, target);

        var figures = read(target);

        assertThat(figures.server().database()).isEqualTo(target.database());
        assertThat(figures.server().version()).startsWith(Integer.toString(major));
        assertThat(figures.server().bytes()).isPositive();
        assertThat(figures.server().maxConnections()).isPositive();
        assertThat(figures.databases())
                .filteredOn(database -> database.name().equals(target.database()))
                .singleElement()
                .satisfies(
                        database -> assertThat(database.bytes().orElseThrow()).isPositive());
        assertThat(figures.tableCount()).isEqualTo(2);
        assertThat(figures.tables()).extracting(TableFigures::name).containsExactly("documents", "orders");
        assertThat(figures.tables().getFirst().toastBytes()).isGreaterThan(2_000_000);
        assertThat(figures.tables().getLast()).satisfies(orders -> {
            assertThat(orders.schema()).isEqualTo("shop");
            assertThat(orders.liveRows()).isEqualTo(5000);
            assertThat(orders.heapBytes()).isGreaterThan(500_000);
            assertThat(orders.indexBytes()).isGreaterThan(100_000);
        });
        assertThat(figures.unreadIndexes()).extracting(UnreadIndex::name).containsExactly("unread");
    }

    @Test
    void whoWaitsForWhomIsSaidWithoutTheQuery() throws SQLException {
        var server = TestServer.carried();
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE accounts (id int)");
        try (var holder = Database.connect(target);
                var waiter = Database.connect(target)) {
            holder.connection().setAutoCommit(false);
            holder.executeAsIs("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE");
            var wait = CompletableFuture.runAsync(
                    () -> waiter.executeAsIs("INSERT INTO accounts /* secret words */ VALUES (1)"));

            // other tests have locks on the same server
            var ours = Set.of(
                    holder.connection().getBackendPID(), waiter.connection().getBackendPID());
            var figures = read(target);
            while (figures.lockSessions().stream()
                    .noneMatch(session -> ours.containsAll(session.blockers()) && ours.contains(session.pid()))) {
                figures = read(target);
            }

            var sessions = figures.lockSessions().stream()
                    .filter(session -> ours.contains(session.pid()))
                    .toList();
            assertThat(sessions).hasSize(2);
            assertThat(sessions)
                    .filteredOn(session -> !session.blockers().isEmpty())
                    .singleElement()
                    .satisfies(session -> {
                        assertThat(session.blockers())
                                .containsExactly(holder.connection().getBackendPID());
                        assertThat(session.command()).isEqualTo("INSERT");
                        assertThat(session.mode()).isEqualTo("RowExclusiveLock");
                        assertThat(session.object()).isEqualTo("accounts");
                    });
            assertThat(figures.toString()).doesNotContain("secret words");
            // a table that is locked is not waited for
            assertThat(figures.tables()).singleElement().satisfies(table -> {
                assertThat(table.name()).isEqualTo("accounts");
                assertThat(table.isLocked()).isTrue();
                assertThat(table.bytes()).isNotNegative();
            });
            assertThat(figures.locks()).anySatisfy(count -> {
                assertThat(count.mode()).isEqualTo("AccessExclusiveLock");
                assertThat(count.held()).isPositive();
            });
            holder.connection().rollback();
            wait.join();
        }
    }
}
