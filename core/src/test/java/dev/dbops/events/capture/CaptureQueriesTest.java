package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The number of statements that the server executes for the triggers of one table and of many. */
class CaptureQueriesTest {
    private static final TableChoice ALL = new TableChoice(List.of(), "", true);

    /** For each table, these are part of the installation itself. */
    private static final String COUNT = """
        SELECT sum(s.calls)
          FROM pg_stat_statements AS s
          JOIN pg_database AS d ON d.oid = s.dbid
         WHERE d.datname = current_database()
           AND s.query !~ '^(CREATE TRIGGER|DROP TRIGGER|CREATE OR REPLACE FUNCTION|REVOKE)'
        """;

    private static void install(Database database, CaptureOptions options) {
        new EventTriggers(database, Set.of(TriggerKind.EVENTS), options).install(ALL);
    }

    private static void remove(Database database) {
        new TriggerRemoval(database, Set.of(TriggerKind.EVENTS), false).remove(ALL);
    }

    /** Returns the number of statements of each step, in a database with so many tables and partitions. */
    private static List<String> counts(TestServer server, int tables) {
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE EXTENSION pg_stat_statements");
        for (var i = 0; i < tables; i++) {
            server.execute(target.database(), """
                CREATE TABLE plain_%1$d (id int PRIMARY KEY, data jsonb, tags text[], at timestamptz);
                CREATE TABLE part_%1$d (id int PRIMARY KEY) PARTITION BY LIST (id);
                CREATE TABLE part_%1$d_1 PARTITION OF part_%1$d FOR VALUES IN (1);
                """.formatted(i));
        }
        var full =
                new CaptureOptions(CaptureOptions.DEFAULT.operations(), List.of(), List.of(), true, "", Delivery.NONE);
        try (var database = Database.connect(target)) {
            List<Consumer<Database>> steps = List.of(
                    each -> install(each, CaptureOptions.DEFAULT),
                    each -> install(each, CaptureOptions.DEFAULT),
                    each -> install(each, full),
                    each -> new TriggerListing(each).list(),
                    CaptureQueriesTest::remove);
            return steps.stream()
                    .map(step -> {
                        server.rows(target.database(), "SELECT pg_stat_statements_reset()");
                        step.accept(database);
                        return server.rows(target.database(), COUNT).getFirst();
                    })
                    .toList();
        }
    }

    @Test
    void thirtyTablesTakeAsManyQueriesAsOne() throws IOException {
        try (var process = TestServer.builder(TestServer.CARRIED)
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start()) {
            var server = TestServer.at(process.getPort());

            assertThat(counts(server, 30)).doesNotContain("null").isEqualTo(counts(server, 1));
        }
    }
}
