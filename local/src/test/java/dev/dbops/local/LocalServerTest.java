package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The life of a local server when nothing goes wrong. */
class LocalServerTest {
    @TempDir
    private Path temporary;

    private TestServer fixture;
    private LocalServer server;

    @BeforeEach
    void placeInADirectoryWithASpace() throws Exception {
        fixture = TestServer.in(temporary.resolve("data 'home'"));
        server = fixture.server;
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void aServerThatWasNeverSetUpIsAbsent() {
        assertThat(server.status()).isEqualTo(new LocalServerStatus.Absent());
        assertThat(server.stop()).isFalse();
        assertThat(server.delete()).isFalse();
        assertThat(server.status()).isEqualTo(new LocalServerStatus.Absent());
    }

    @Test
    void theFirstStartUnpacksCreatesAndStarts() throws Exception {
        var before = Instant.now();
        try (var untouched = TestServer.untouchedIn(temporary.resolve("fresh"))) {
            var running = untouched.server.start();

            assertThat(untouched.notesSoFar())
                    .containsExactly(
                            "unpacking PostgreSQL 17.11.0",
                            "creating the local server's data in " + untouched.files.data(),
                            "starting the local server");
            assertThat(running.data()).isEqualTo(untouched.files.data());
            assertThat(running.since()).isBetween(before.minusSeconds(1), Instant.now());
            assertThat(untouched.server.status()).isEqualTo(running);
            assertThat(untouched.query("SELECT current_setting('server_version')"))
                    .isEqualTo("17.11");
        }
    }

    @Test
    void startingARunningServerChangesNothingAndSaysNothing() {
        var running = server.start();
        fixture.notes.clear();

        assertThat(server.start()).isEqualTo(running);

        assertThat(fixture.notesSoFar()).isEmpty();
    }

    @Test
    void theServerIsFoundThroughALinkToItsDirectory() throws Exception {
        var running = server.start();
        var link = Files.createSymbolicLink(temporary.resolve("link"), fixture.files.base());
        var throughLink = new LocalServer(
                new LocalDirectories(link, temporary.resolve("system")), TestServer.ARCHIVE, fixture.notes::add);
        fixture.notes.clear();

        assertThat(throughLink.start().pid()).isEqualTo(running.pid());
        assertThat(throughLink.stop()).isTrue();

        assertThat(fixture.notesSoFar()).containsExactly("stopping the local server");
    }

    @Test
    void theServerIsFoundAfterItsDirectoryWasRenamed() throws Exception {
        var running = server.start();
        var renamed = Files.move(fixture.files.base(), temporary.resolve("renamed"));
        var moved = new LocalServer(
                new LocalDirectories(renamed, temporary.resolve("system")), TestServer.ARCHIVE, fixture.notes::add);
        try {
            assertThat(moved.start().pid()).isEqualTo(running.pid());
        } finally {
            assertThat(moved.delete()).isTrue();
            Files.move(renamed, fixture.files.base());
        }
    }

    @Test
    void aRestartKeepsDataPortAndPassword() throws Exception {
        var first = server.start();
        var password = server.target("postgres").password().orElseThrow();
        fixture.execute("CREATE TABLE kept AS SELECT 42 AS answer");

        assertThat(server.stop()).isTrue();
        assertThat(server.status()).isEqualTo(new LocalServerStatus.Stopped(first.data()));
        assertNothingListensOn(first.port());
        assertThat(server.stop()).isFalse();
        var second = server.start();

        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.port()).isEqualTo(first.port());
        assertThat(server.target("postgres").password()).contains(password);
        assertThat(fixture.query("SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void stoppingRollsBackWhatIsOpen() throws Exception {
        server.start();
        fixture.execute("CREATE TABLE kept (answer int)");
        try (var connection = fixture.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO kept VALUES (42)");

            assertThat(server.stop()).isTrue();

            assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (43)"))
                    .isInstanceOf(SQLException.class);
        }
        server.start();
        assertThat(fixture.query("SELECT count(*) FROM kept")).isEqualTo("0");
    }

    @Test
    void deletingStopsAndRemovesDataAndPasswordButNotThePrograms() throws Exception {
        var running = server.start();
        var password = server.target("postgres").password().orElseThrow();

        assertThat(server.delete()).isTrue();

        assertThat(server.status()).isEqualTo(new LocalServerStatus.Absent());
        assertNothingListensOn(running.port());
        assertThat(fixture.files.directory().toFile().list()).containsExactly("lock");
        assertThat(Files.isDirectory(fixture.files.programs("17.11.0"))).isTrue();
        server.start();
        assertThat(server.target("postgres").password()).isPresent().get().isNotEqualTo(password);
    }

    @Test
    void theTargetIsTheServersDatabaseOnTheLoopbackAddress() {
        var running = server.start();

        var target = server.target("cruddur");

        assertThat(target.hosts()).containsExactly(new HostPort("127.0.0.1", running.port()));
        assertThat(target.database()).isEqualTo("cruddur");
        assertThat(target.user()).isEqualTo("postgres");
        assertThat(target.origin()).isEqualTo(new Origin.LocalServer());
    }

    @Test
    void aServerThatDoesNotRunHasNoTarget() {
        assertThatThrownBy(() -> server.target("postgres")).isInstanceOfSatisfying(OpsException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("the local server is not running");
            assertThat(failure.hint()).contains("db-ops local-start");
        });
    }

    @Test
    void onlyThePasswordGivesAccess() {
        server.start();
        var target = server.target("postgres");

        assertThat(target.password().orElseThrow().value()).hasSizeGreaterThanOrEqualTo(22); // 128 bits as base64
        assertThatThrownBy(() -> TestServer.connect(target, "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void everyWayInAsksForScram() throws Exception {
        server.start();

        assertThat(fixture.query("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
                .isEqualTo("scram-sha-256");
        assertThat(fixture.query("SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = 'postgres'"))
                .isEqualTo("SCRAM-SHA-256$");
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() throws Exception {
        var running = server.start();

        assertThat(fixture.query("SELECT current_setting('listen_addresses')")).isEqualTo("127.0.0.1");
        assertThat(fixture.query("SELECT current_setting('unix_socket_directories')"))
                .isEmpty();
        for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (var address : Collections.list(network.getInetAddresses())) {
                if (!address.equals(InetAddress.getByName("127.0.0.1"))) {
                    assertThatThrownBy(() -> new Socket(address, running.port()).close())
                            .as("a connection to %s", address)
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }

    @Test
    void textIsUtf8AndSortsTheSameOnEveryMachine() throws Exception {
        server.start();

        assertThat(fixture.query("""
            SELECT concat_ws(' ', pg_encoding_to_char(encoding), datlocprovider, datlocale)
            FROM pg_database WHERE datname = 'template1'
            """)).isEqualTo("UTF8 b C.UTF-8");
        assertThat(fixture.query("SELECT current_setting('log_timezone')")).isEqualTo("UTC");
    }

    @Test
    void theExtensionsThatComeWithPostgresqlCanBeCreated() throws Exception {
        server.start();

        fixture.execute("CREATE EXTENSION \"uuid-ossp\"; CREATE EXTENSION pgcrypto; CREATE EXTENSION citext");

        assertThat(fixture.query("SELECT length(uuid_generate_v4()::text)")).isEqualTo("36");
    }

    @Test
    void whatIsPrivateIsReadableByItsOwnerAlone() throws Exception {
        server.start();

        for (var directory : new Path[] {fixture.files.directory(), fixture.files.data()}) {
            assertThat(mode(directory)).as(directory.toString()).isEqualTo("rwx------");
        }
        for (var file :
                new Path[] {fixture.files.password(), fixture.files.log(), fixture.files.lock(), fixture.files.port()
                }) {
            assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        }
    }

    @Test
    void thePasswordIsInNoFileButItsOwn() throws Exception {
        server.start();
        var password = server.target("postgres").password().orElseThrow().value();

        try (var files = Files.walk(fixture.files.directory())) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> contains(file, password)))
                    .containsExactly(fixture.files.password());
        }
        assertThat(String.join("\n", fixture.notesSoFar())).doesNotContain(password);
        assertThat(server.target("postgres").toString()).doesNotContain(password);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theServerKeepsNoneOfTheEnvironmentOfWhoStartedIt() throws Exception {
        var running = server.start();

        var environment = Files.readString(Path.of("/proc", Long.toString(running.pid()), "environ"));

        assertThat(environment.split("\0")).allMatch(variable -> variable.matches("(PATH|PWD|LC_ALL|TZ|PG[A-Z_]*)=.*"));
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNothingListensOn(int port) {
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
