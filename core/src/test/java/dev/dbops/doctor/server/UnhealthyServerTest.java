package dev.dbops.doctor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.doctor.Examined;
import dev.dbops.doctor.Outcome;
import dev.dbops.doctor.schema.SchemaChecks;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.CrashingServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on which much is wrong: each thing is found, and nothing else. */
class UnhealthyServerTest {
    private static final Thresholds NONE = new Thresholds(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    private static Path directory;

    private static CrashingServer crashing;

    @BeforeAll
    static void start() {
        crashing = new CrashingServer(
                18,
                directory,
                Map.ofEntries(
                        Map.entry("max_connections", "12"),
                        Map.entry("superuser_reserved_connections", "3"),
                        Map.entry("autovacuum", "off"),
                        Map.entry("full_page_writes", "on"),
                        Map.entry("archive_mode", "on"),
                        Map.entry("archive_command", "false"),
                        Map.entry("max_prepared_transactions", "2"),
                        Map.entry("shared_buffers", "1MB"),
                        Map.entry("max_wal_senders", "2")));
    }

    @AfterAll
    static void stop() {
        crashing.close();
    }

    private static ConnectionTarget target() {
        return crashing.server().target("postgres");
    }

    private static Examined examine() {
        return Examined.of(target(), ServerChecks::new);
    }

    private static void execute(String sql) {
        crashing.server().execute("postgres", sql);
    }

    @Test
    void autovacuumThatIsOffIsAWarning() {
        var finding = examine().step("autovacuum", Outcome.warning);

        assertThat(finding.message()).startsWith("autovacuum is off");
        assertThat(finding.remedy()).contains("ALTER SYSTEM SET autovacuum = on");
        assertThat(examine().step("settings", Outcome.ok).message()).contains("survive a crash");
    }

    @Test
    void anArchiveCommandThatFailsIsAWarning() {
        execute("CREATE TABLE IF NOT EXISTS archived (id int)");
        execute("INSERT INTO archived VALUES (1)");
        execute("SELECT pg_switch_wal()");
        while (crashing.server()
                .rows("postgres", "SELECT 1 FROM pg_stat_archiver WHERE failed_count > 0")
                .isEmpty()) {
            Thread.onSpinWait();
        }

        var finding = examine().step("archiving", Outcome.warning);

        assertThat(finding.message()).contains("cannot be archived", "the last success was never");
    }

    @Test
    void fewConnectionsAreAWarningAndNoneIsAFailure() throws SQLException {
        List<Connection> open = new ArrayList<>();
        try {
            for (var i = 0; i < 7; i++) {
                open.add(DriverManager.getConnection(crashing.server().jdbcUrl("postgres")));
            }
            assertThat(examine().step("connections", Outcome.warning).message())
                    .startsWith("8 of 9 used (7 idle), 3 reserved");
            open.add(DriverManager.getConnection(crashing.server().jdbcUrl("postgres")));
            var finding = examine().step("connections", Outcome.failed);
            assertThat(finding.message()).contains("9 of 9 used").endsWith(": none is left");
            assertThat(finding.remedy()).contains("db-ops sessions");
        } finally {
            for (var connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void aForgottenPreparedTransactionIsAWarning() {
        execute("BEGIN; CREATE TABLE prepared (id int); PREPARE TRANSACTION 'it''s forgotten'");
        try {
            var finding = Examined.of(target(), reader -> new ServerChecks(reader, NONE))
                    .step("prepared transactions", Outcome.warning);

            assertThat(finding.message()).startsWith("\"it's forgotten\" of postgres in database postgres, ");
            assertThat(finding.remedy()).contains("ROLLBACK PREPARED 'it''s forgotten'");
        } finally {
            execute("ROLLBACK PREPARED 'it''s forgotten'");
        }
    }

    @Test
    void aSlotThatNobodyReadsIsAWarning() {
        execute("SELECT pg_create_physical_replication_slot('left_behind', true)");
        try {
            var finding = examine().step("replication slots", Outcome.warning);

            assertThat(finding.message()).startsWith("left_behind is not read, and keeps ");
            assertThat(finding.remedy()).contains("pg_drop_replication_slot('left_behind')");
        } finally {
            execute("SELECT pg_drop_replication_slot('left_behind')");
        }
    }

    /** As if a billion transactions had run: the row says so, and autovacuum is off, so that it stays. */
    @Test
    void transactionIdsThatRunOutAreAWarningAndThenAFailure() {
        execute("CREATE DATABASE aged");
        try {
            age("datfrozenxid", "pg_current_xact_id()::xid", 1_300_000_000L);
            age("datminmxid", "'1'::xid", 700_000_000L);
            var warned = examine();
            assertThat(warned.step("transaction ids", Outcome.warning).message())
                    .contains("1,300 million back, in database aged", "has not finished");
            assertThat(warned.step("multixact ids", Outcome.warning).message()).contains("in database aged");

            age("datfrozenxid", "pg_current_xact_id()::xid", 1_700_000_000L);
            age("datminmxid", "'1'::xid", 1_700_000_000L);
            var failed = examine();
            assertThat(failed.step("transaction ids", Outcome.failed).message())
                    .contains("the server stops at 2,100 million");
            assertThat(failed.step("multixact ids", Outcome.failed).remedy()).contains("VACUUM (FREEZE)");
        } finally {
            execute("DROP DATABASE aged");
        }
    }

    private static void age(String column, String now, long age) {
        execute("""
            UPDATE pg_database
               SET %s = ((%s::text::bigint - %d + 4294967296) %% 4294967296)::text::xid
             WHERE datname = 'aged'
            """.formatted(column, now, age));
    }

    @Test
    void sortsThatDoNotFitIntoMemoryAreAWarning() {
        execute("SELECT pg_stat_reset()");
        execute("""
            SET work_mem = '64kB';
            SELECT count(*) FROM (SELECT repeat('x', 8000) || i FROM generate_series(1, 150000) AS i ORDER BY 1) AS sorted
            """);

        var finding = examine().step("temporary files", Outcome.warning);

        assertThat(finding.message()).contains("do not fit into work_mem");
    }

    @Test
    void aMemoryThatIsTooSmallIsAWarning() {
        execute("CREATE TABLE large AS SELECT i, repeat('x', 1000) AS filler FROM generate_series(1, 10000) AS i");
        execute("SELECT pg_stat_reset()");
        execute("DO 'BEGIN FOR i IN 1..80 LOOP PERFORM count(*) FROM large; END LOOP; END'");

        var finding = Examined.of(target(), reader -> new SchemaChecks(reader, List::of))
                .step("cache", Outcome.warning);

        assertThat(finding.message()).endsWith(" pages were in memory");
        execute("DROP TABLE large");
    }

    @Test
    void aDamagedPageIsAFailure() throws IOException {
        execute("CREATE DATABASE damaged");
        var server = crashing.server();
        server.execute("damaged", "CREATE TABLE torn AS SELECT i FROM generate_series(1, 1000) AS i");
        var file = server.rows("damaged", "SELECT pg_relation_filepath('torn')").getFirst();
        execute("CHECKPOINT");
        crashing.crash();
        try (var page =
                new RandomAccessFile(directory.resolve("data").resolve(file).toFile(), "rw")) {
            page.seek(5000);
            page.writeLong(-1);
        }
        crashing.start();
        try (var database = Database.connect(server.target("damaged"))) {
            assertThat(catchState(() -> database.executeAsIs("SELECT sum(i) FROM torn")))
                    .isEqualTo("XX001");
        }

        var finding = examine().step("checksums", Outcome.failed);

        assertThat(finding.message()).contains("1 pages are damaged, in: damaged");
        assertThat(finding.remedy()).contains("db-ops rds-restore");
        execute("DROP DATABASE damaged");
        execute("SELECT pg_stat_reset_shared(NULL)");
    }

    private static String catchState(Runnable work) {
        try {
            work.run();
            return "";
        } catch (OpsException e) {
            return e.serverError().orElseThrow().sqlState();
        }
    }

    @Test
    void aStandbyIsDistinguishedFromAPrimaryAndAPausedOneIsAWarning() throws IOException {
        crashing.crash();
        Files.createFile(directory.resolve("data").resolve("standby.signal"));
        crashing.start();
        try {
            assertThat(examine().step("primary or standby", Outcome.ok).message())
                    .startsWith("a standby");
            assertThat(examine().steps(Outcome.skipped)).isEmpty();
            execute("SELECT pg_wal_replay_pause()");
            var finding = examine().step("primary or standby", Outcome.warning);
            assertThat(finding.message()).contains("replay is paused");
            assertThat(finding.remedy()).contains("pg_wal_replay_resume()");
        } finally {
            execute("SELECT pg_wal_replay_resume()");
            crashing.crash();
            Files.delete(directory.resolve("data").resolve("standby.signal"));
            crashing.start();
        }
    }
}
