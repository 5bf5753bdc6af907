package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.CrashingServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built distribution, and then its server, killed at random while a command works: what is a whole is there or is not,
 * and the next run succeeds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandCrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 2);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();
    private static final int TABLES = 150;
    private static final int ROWS = 2000;
    /** About as long as a command takes. */
    private static final int LONGEST_MILLIS = 900;

    private static final int MAJOR = 17;

    private final Random random = new Random(SEED);
    private CrashingServer crashing;

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Path temporary;

    /** A command, and what it leaves when it has ended. */
    private enum Work {
        LOAD("schema-load"),
        SEED_ONCE("seed", "--once", "-f", "rows.sql"),
        MIGRATE("migrate"),
        SETUP("setup", "--yes", "--schema", "schema.sql", "--seed", "rows.sql");

        private final List<String> words;

        Work(String... words) {
            this.words = List.of(words);
        }
    }

    @BeforeAll
    void startAServerThatKeepsWhatItHasCommitted(@TempDir Path data) {
        crashing = new CrashingServer(MAJOR, data, Map.of());
    }

    @AfterAll
    void stopIt() {
        crashing.close();
    }

    @BeforeEach
    void aProject() throws IOException {
        temporary = Files.createDirectories(directory.resolve("tmp"));
        var schema = new StringBuilder();
        for (var i = 0; i < TABLES; i++) {
            schema.append("CREATE TABLE t%d (id int PRIMARY KEY);\n".formatted(i));
        }
        Files.writeString(directory.resolve("schema.sql"), schema);
        var rows = new StringBuilder("CREATE TABLE IF NOT EXISTS rows (id int PRIMARY KEY);\n");
        for (var i = 0; i < ROWS; i++) {
            rows.append("INSERT INTO rows VALUES (%d);\n".formatted(i));
        }
        Files.writeString(directory.resolve("rows.sql"), rows);
        var migrations = Files.createDirectories(directory.resolve("db/migrations"));
        for (var i = 1; i <= 5; i++) {
            Files.writeString(
                    migrations.resolve("2026010100000%d_add.sql".formatted(i)),
                    schema.toString().replace("TABLE t", "TABLE m%d_".formatted(i)));
        }
    }

    private TestServer server() {
        return crashing.server();
    }

    private Map<String, String> variables() {
        return Map.of(
                "CONNECTION_URL",
                ConnectionUrl.formatWithPassword(target),
                "DB_OPS_JAVA_OPTIONS",
                "-Djava.io.tmpdir=" + temporary);
    }

    private List<String> command(Work work) {
        var command = new ArrayList<>(List.of(DB_OPS));
        command.addAll(work.words);
        return command;
    }

    @ParameterizedTest
    @EnumSource
    void aWholeIsThereOrIsNotAndTheNextRunSucceeds(Work work) throws Exception {
        for (var i = 0; i <= KILLS; i++) {
            target = work == Work.SETUP ? server().unusedDatabase() : server().newDatabase();
            var out = directory.resolve("out");
            var process = Finished.start(directory, variables(), command(work), out, out);
            process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
            if (i == KILLS) {
                crashing.crash();
                crashing.start();
            } else {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("-Dcrash.seed=" + SEED)
                    .isTrue();
            awaitNoSession();
            requireWhole(work);

            Files.delete(out);
            var again = Finished.run(directory, variables(), again(work));

            assertThat(again.exit()).as("-Dcrash.seed=%d%n%s", SEED, again).isZero();
            assertThat(state(work)).as("-Dcrash.seed=" + SEED).isEqualTo(done(work));
            assertThat(temporary).isEmptyDirectory();
        }
    }

    /** A load that was committed just before is not loaded again. */
    private List<String> again(Work work) {
        return work == Work.LOAD && state(work).equals(done(work)) ? List.of(DB_OPS, "sessions") : command(work);
    }

    /** The server ends the transaction of a client that is gone when it has come to the end of the statement. */
    private void awaitNoSession() {
        var sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s'".formatted(target.database());
        while (!server().rows("postgres", sessions).equals(List.of("0"))) {
            Thread.onSpinWait();
        }
    }

    private void requireWhole(Work work) {
        var state = state(work);
        switch (work) {
            case LOAD, SEED_ONCE -> assertThat(state).as("-Dcrash.seed=" + SEED).isIn("0", done(work));
            case MIGRATE -> {
                var tables = Integer.parseInt(state);
                assertThat(tables % TABLES).as("-Dcrash.seed=" + SEED).isZero();
                assertThat(tables == 0 ? "0" : migrated())
                        .as("-Dcrash.seed=" + SEED)
                        .isEqualTo(Integer.toString(tables / TABLES));
            }
            case SETUP ->
                assertThat(state.split(" "))
                        .allMatch(count -> List.of(
                                        "0",
                                        Integer.toString(TABLES),
                                        Integer.toString(TABLES + 1),
                                        Integer.toString(ROWS))
                                .contains(count));
        }
    }

    private String migrated() {
        return rows("SELECT count(*) FROM flyway_schema_history WHERE success AND type = 'SQL'");
    }

    private String rows(String query) {
        return server().rows(target.database(), query).getFirst();
    }

    private String tables(String pattern) {
        return rows(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '%s'".formatted(pattern));
    }

    private String state(Work work) {
        return switch (work) {
            case LOAD -> tables("^t");
            case MIGRATE -> tables("^m");
            case SEED_ONCE -> count();
            case SETUP -> exists() ? tables("^t") + " " + count() : "0 0";
        };
    }

    private String count() {
        return tables("^rows$").equals("0") ? "0" : rows("SELECT count(*) FROM rows");
    }

    private boolean exists() {
        return !server().rows("postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(target.database()))
                .isEmpty();
    }

    private static String done(Work work) {
        return switch (work) {
            case LOAD -> Integer.toString(TABLES);
            case MIGRATE -> Integer.toString(5 * TABLES);
            case SEED_ONCE -> Integer.toString(ROWS);
            case SETUP -> TABLES + " " + ROWS;
        };
    }
}
