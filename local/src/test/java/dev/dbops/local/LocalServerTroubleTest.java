package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a local server, with the repair or the message that follows. */
class LocalServerTroubleTest {
    @TempDir
    private Path temporary;

    private TestServer fixture;
    private LocalServer server;

    @BeforeEach
    void place() throws Exception {
        fixture = TestServer.in(temporary.resolve("data-home"));
        server = fixture.server;
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void twoStartsAtOnceLeadToOneServer() throws Exception {
        var variables = Map.of("XDG_DATA_HOME", temporary.resolve("data-home").toString());
        try (var one = DriverProcess.start(
                        List.of(), DriverProcess.classPath(), variables, TestServer.ARCHIVE, List.of("start"));
                var other = DriverProcess.start(
                        List.of(), DriverProcess.classPath(), variables, TestServer.ARCHIVE, List.of("start"))) {
            var first = DriverProcess.lineOf(one.transcript(), "start");
            var second = DriverProcess.lineOf(other.transcript(), "start");

            assertThat(first).startsWith("start Running[").isEqualTo(second);
            assertThat(first).isEqualTo("start " + server.status());
        }
    }

    @Test
    void whoComesSecondWaitsAndSaysSo() throws Exception {
        fixture.files.create(new Account.Self());
        var held = ServerLock.take(fixture.files.lock(), TestServer.PATIENCE, _ -> {});

        var second = CompletableFuture.supplyAsync(server::start);
        assertThat(fixture.notes.poll(30, TimeUnit.SECONDS))
                .isEqualTo("waiting for another db-ops that is busy with the local server");
        assertThat(second).isNotDone();
        held.close();

        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(server.status());
    }

    @Test
    void whoWaitsInVainSaysWhatToLookAt() throws Exception {
        var impatient = impatient();
        fixture.files.create(new Account.Self());
        try (var _ = ServerLock.take(fixture.files.lock(), TestServer.PATIENCE, _ -> {})) {
            for (var action : List.<Runnable>of(impatient::start, impatient::stop, impatient::delete)) {
                assertFails(
                        action,
                        Kind.TIMEOUT,
                        "another db-ops has been busy with the local server for more than 0 s",
                        "wait for it, or end it; then look at: db-ops local-status");
            }
        }
    }

    @Test
    void aKilledServerIsNotRunningAndItsDataAreRecovered() throws Exception {
        var first = server.start();
        fixture.execute("CREATE TABLE kept AS SELECT 42 AS answer");

        fixture.kill();

        assertThat(server.status()).isEqualTo(new LocalServerStatus.Stopped(first.data()));
        assertThat(server.stop()).isFalse();
        var second = server.start();
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(fixture.query("SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void aStartWaitsForWhatAKilledServerLeftRunning() throws Exception {
        server.start();
        try (var connection = fixture.connect();
                var statement = connection.createStatement()) {
            var busy = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("""
                        DO $$ BEGIN
                            WHILE clock_timestamp() < now() + interval '2 s' LOOP END LOOP;
                        END $$
                        """);
                } catch (SQLException e) {
                    return e.getSQLState().startsWith("08"); // the connection broke, as it must
                }
            });
            awaitQuery("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO%'", "1");

            fixture.kill();
            server.start();

            assertThat(Files.readString(fixture.files.log())).contains("pre-existing shared memory block");
            assertThat(fixture.query("SELECT 42")).isEqualTo("42");
            assertThat(busy).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void theNumberOfAKilledServerMayBelongToAnotherProcess() throws Exception {
        var first = server.start();
        fixture.kill();
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            leavePostmasterPid(stranger.pid());

            assertThat(server.status()).isEqualTo(new LocalServerStatus.Stopped(first.data()));
            assertThat(server.stop()).isFalse();
            var second = server.start();

            assertThat(second.pid()).isNotEqualTo(stranger.pid());
            assertThat(server.stop()).isTrue();
            leavePostmasterPid(stranger.pid());
            assertThat(server.delete()).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void theNumberOfAKilledServerMayBelongToADeadProcessThatNobodyReaps() throws Exception {
        server.start();
        fixture.kill();
        // the shell turns into a process that does not know of its child and never asks for its end
        var negligent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 600").start();
        try (var output = new BufferedReader(new InputStreamReader(negligent.getInputStream()))) {
            leavePostmasterPid(Long.parseLong(output.readLine()));

            assertThat(server.start()).isEqualTo(server.status());
        } finally {
            negligent.destroyForcibly();
        }
    }

    @Test
    void aPortThatIsTakenMeanwhileIsReplacedByAnotherUntilItIsFreeAgain() throws Exception {
        var first = server.start();
        server.stop();
        try (var _ = new ServerSocket(first.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(server.start().port()).isNotEqualTo(first.port());
            assertThat(fixture.notesSoFar())
                    .contains("another program uses port %d; the local server uses another port until its next start"
                            .formatted(first.port()));
        }
        server.stop();
        assertThat(server.start().port()).isEqualTo(first.port());
    }

    @Test
    void aPortThatIsTakenJustBeforeTheStartIsReplacedByAnother() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var choices = List.of(socket.getLocalPort(), FreePort.choose()).iterator();
            var unlucky = new LocalServer(
                    fixture.directories, TestServer.ARCHIVE, _ -> {}, TestServer.PATIENCE, choices::next);

            assertThat(unlucky.start().port()).isNotEqualTo(socket.getLocalPort());
            assertThat(fixture.query("SELECT 42")).isEqualTo("42");
        }
    }

    @Test
    void noPortAtAllIsAFailureThatQuotesTheLog() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var unlucky = new LocalServer(
                    fixture.directories, TestServer.ARCHIVE, _ -> {}, TestServer.PATIENCE, socket::getLocalPort);

            assertThatThrownBy(unlucky::start)
                    .hasMessageContaining("could not bind IPv4 address \"127.0.0.1\": Address already in use");
        }
    }

    @Test
    void aRememberedPortThatIsNotANumberIsForgotten() throws Exception {
        server.start();
        server.stop();
        Files.writeString(fixture.files.port(), "a port");

        assertThat(server.start()).isEqualTo(server.status());
    }

    @Test
    void aServerThatDoesNotStartSaysWhyInItsLogsWords() throws Exception {
        server.start();
        server.stop();
        Files.writeString(
                fixture.files.data().resolve("postgresql.conf"), "no_such_thing = 1\n", StandardOpenOption.APPEND);

        assertThatThrownBy(server::start).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.FAILED);
            assertThat(failure)
                    .hasMessageStartingWith(
                            "the local server did not start; its log " + fixture.files.log() + " ends with:\n  ")
                    .hasMessageContaining("unrecognized configuration parameter \"no_such_thing\"")
                    .hasMessageNotContaining("listening on"); // of the start before
        });
        assertThat(server.status()).isInstanceOf(LocalServerStatus.Stopped.class);
    }

    @Test
    void aServerThatIsStillStartingIsGivenTimeButNotForEver() throws Exception {
        var running = server.start();
        var file = fixture.files.data().resolve("postmaster.pid");
        var ready = Files.readString(file);
        Files.writeString(file, ready.replace("ready   ", "starting"));
        var impatient = impatient();

        assertThat(impatient.status()).isEqualTo(new LocalServerStatus.Stopped(running.data()));
        assertFails(
                impatient::start,
                Kind.TIMEOUT,
                "the local server (process " + running.pid()
                        + ") does not accept connections after 0 s; it may still be recovering",
                "see what it does in " + fixture.files.log() + ", then run db-ops local-start again");

        var patient = CompletableFuture.supplyAsync(server::start);
        Files.writeString(file, ready);
        assertThat(patient.get(30, TimeUnit.SECONDS)).isEqualTo(running);
    }

    @Test
    void aServerThatDoesNotStopInTimeIsNamed() throws Exception {
        var pid = server.start().pid();
        signal("STOP", pid);
        try {
            assertFails(
                    impatient()::stop,
                    Kind.TIMEOUT,
                    "the local server (process " + pid + ") has not stopped within 0 s",
                    "kill -QUIT " + pid + " ends it at once; the next start recovers its data");
        } finally {
            signal("CONT", pid);
        }
    }

    @Test
    void aServerThatCannotBeStoppedIsNamed() throws Exception {
        var pid = server.start().pid();
        var variables =
                Map.of("XDG_DATA_HOME", temporary.resolve("data-home").toString(), "PATH", "/where/there/is/no/shell");
        try (var driver = DriverProcess.start(
                List.of(), DriverProcess.classPath(), variables, TestServer.ARCHIVE, List.of("stop"))) {
            assertThat(DriverProcess.lineOf(driver.transcript(), "stop"))
                    .startsWith("stop FAILED the local server (process " + pid + ") could not be asked to stop: ")
                    .contains("\"sh\"")
                    .endsWith(" | run the command as the user who started the server");
        }
    }

    @Test
    void aHalfMadeClusterIsNeverTakenForAWholeOne() throws Exception {
        fixture.files.create(new Account.Self());
        var interrupted = Files.createDirectories(fixture.files.directory().resolve("data.new-1/base"));
        var incomplete = Files.createDirectories(fixture.files.data());
        Files.writeString(incomplete.resolve("PG_VERSION"), "17\n");

        assertThat(server.status()).isEqualTo(new LocalServerStatus.Absent());
        server.start();

        var aside = fixture.files.directory().resolve("data.incomplete");
        assertThat(fixture.notesSoFar())
                .contains("the local server's data are not complete: keeping them aside in " + aside);
        assertThat(aside.resolve("PG_VERSION")).exists();
        assertThat(interrupted.getParent()).doesNotExist();
        assertThat(fixture.query("SELECT 42")).isEqualTo("42");
        server.delete();
        assertThat(aside).doesNotExist();
    }

    @Test
    void theNextStartRepairsAClusterWhoseInitdbWasKilled() throws Exception {
        var variables = Map.of("XDG_DATA_HOME", temporary.resolve("data-home").toString());
        try (var driver = DriverProcess.start(
                List.of(), DriverProcess.classPath(), variables, TestServer.ARCHIVE, List.of("start"))) {
            awaitInitdb();
            driver.process().destroyForcibly().waitFor(); // initdb continues, an orphan
        }
        assertThat(server.status()).isEqualTo(new LocalServerStatus.Absent());

        server.start();

        assertThat(fixture.query("SELECT 42")).isEqualTo("42");
        assertThat(fixture.files.directory().toFile().list())
                .containsExactlyInAnyOrder("data", "lock", "log", "password", "port");
    }

    @Test
    void dataOfAnotherMajorVersionAreRefused() throws Exception {
        server.start();
        server.stop();
        Files.writeString(fixture.files.data().resolve("PG_VERSION"), "16\n");

        assertFails(
                server::start,
                Kind.FAILED,
                "the local server's data in " + fixture.files.data()
                        + " are those of PostgreSQL 16, and this db-ops carries PostgreSQL 17",
                "dump them with the db-ops that made them, or delete the databases of all projects: db-ops local-stop"
                        + " --delete");
    }

    @Test
    void aPasswordThatIsMissingOrEmptyIsNamed() throws Exception {
        server.start();
        var hint = "restore the file, or delete the databases of all projects: db-ops local-stop --delete";

        Files.writeString(fixture.files.password(), "\n");
        assertFails(
                () -> server.target("postgres"),
                Kind.FAILED,
                "the password of the local server cannot be read: " + fixture.files.password()
                        + " is empty or belongs to another user",
                hint);

        Files.delete(fixture.files.password());
        var missing = "the password of the local server cannot be read: " + fixture.files.password() + " is missing";
        assertFails(() -> server.target("postgres"), Kind.FAILED, missing, hint);
        server.stop();
        assertFails(server::start, Kind.FAILED, missing, hint);
    }

    @Test
    void anArchiveThatIsMissingIsNamed() {
        var directories = new LocalDirectories(temporary.resolve("other/db-ops"), temporary.resolve("system"));
        var without = new LocalServer(directories, Path.of("/nowhere/postgres.txz"), _ -> {});

        assertFails(
                without::start,
                Kind.FAILED,
                "the programs of the local server are missing: /nowhere/postgres.txz is not there or cannot be read",
                "install db-ops again, or name a database with --url");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        var file = Files.writeString(temporary.resolve("file"), "in the way");
        var directories = new LocalDirectories(file.resolve("db-ops"), temporary.resolve("system"));
        var misplaced = new LocalServer(directories, TestServer.ARCHIVE, _ -> {});

        assertThatThrownBy(misplaced::start)
                .hasMessageStartingWith(
                        "the local server's files in " + file.resolve("db-ops/local") + " cannot be written: ");
    }

    private LocalServer impatient() {
        return new LocalServer(
                fixture.directories, TestServer.ARCHIVE, _ -> {}, Duration.ofMillis(100), FreePort::choose);
    }

    private static void signal(String name, long pid) throws Exception {
        var kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** The file that a server which was killed leaves behind, with the number of another process. */
    private void leavePostmasterPid(long pid) throws Exception {
        var text = """
            %d
            %s
            1700000000
            25999

            127.0.0.1
              1234567    123456
            ready
            """;
        Files.writeString(fixture.files.data().resolve("postmaster.pid"), text.formatted(pid, fixture.files.data()));
    }

    private void awaitQuery(String sql, String answer) throws Exception {
        var deadline = Deadline.in(TestServer.PATIENCE);
        while (!answer.equals(fixture.query(sql))) {
            assertThat(deadline.passed()).as(sql).isFalse();
            deadline.pause();
        }
    }

    private void awaitInitdb() {
        var deadline = Deadline.in(TestServer.PATIENCE);
        while (true) {
            var names = fixture.files.directory().toFile().list((_, name) -> name.startsWith("data.new-"));
            if (names != null && names.length > 0) {
                return;
            }
            assertThat(deadline.passed()).as("initdb did not begin").isFalse();
            deadline.pause();
        }
    }

    private static void assertFails(Runnable action, Kind kind, String message, String hint) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure).hasMessage(message);
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.hint()).contains(hint);
        });
    }
}
