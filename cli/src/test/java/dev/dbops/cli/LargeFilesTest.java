package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of gigabytes where small ones belong: a sentence names the file and its limit, and no memory is used up. */
class LargeFilesTest {
    private static final long GIGABYTES = 3L * 1024 * 1024 * 1024;

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    @Test
    void aFileOfVariables() throws IOException {
        large("variables.env");

        assertThat(cli().run("sessions", "--env-file", "variables.env")
                        .failed(2)
                        .err())
                .contains("error: the file of variables variables.env is not read: it is larger than 16 MiB")
                .contains("--no-env-file");
    }

    @Test
    void aPasswordFile() throws IOException {
        var file = large("passwords");

        assertThat(cli().with("PGPASSFILE", file.toString())
                        .with("CONNECTION_URL", "postgresql://postgres@127.0.0.1:%d/postgres".formatted(server.port()))
                        .run("sessions")
                        .err())
                .contains("the password file %s is ignored: it is larger than 16 MiB".formatted(file));
    }

    @Test
    void aServiceFile() throws IOException {
        var file = large("services");

        assertThat(cli().with("PGSERVICEFILE", file.toString())
                        .with("PGSERVICE", "x")
                        .run("sessions")
                        .failed(2)
                        .err())
                .contains("error: the service file %s is not read: it is larger than 16 MiB".formatted(file));
    }

    @ParameterizedTest
    @CsvSource({"sslrootcert", "sslcert", "sslkey"})
    void certificatesAndKeys(String parameter) throws IOException {
        var file = large("file.pem");
        var url = "postgresql://postgres@127.0.0.1:%d/postgres?sslmode=verify-ca&%s=%s"
                .formatted(server.port(), parameter, file);

        var transcript = cli().with("CONNECTION_URL", url).run("sessions");

        assertThat(transcript.exitCode()).as(transcript.toString()).isNotZero();
        assertThat(transcript.err()).doesNotContain("unexpected", "out of memory");
    }

    @Test
    void aParameterOfAQuery() throws IOException {
        large("value");

        assertThat(cli().with(server.target("postgres"))
                        .run("query", "SELECT :x", "-p", "x=@value")
                        .failed(2)
                        .err())
                .contains("error: the value of parameter x, in value, is larger than ", " MiB: it has 3072 MiB\n")
                .contains("hint: load the value with COPY in a script of db-ops schema-load");
    }

    @Test
    void theSqlOfAQuery() throws IOException {
        large("large.sql");

        assertThat(cli().with(server.target("postgres"))
                        .run("query", "-f", "large.sql")
                        .failed(2)
                        .err())
                .contains("error: large.sql is larger than ", " MiB: it has 3072 MiB\n")
                .contains("hint: load it with db-ops schema-load or seed");
    }

    @Test
    void aMigration() throws IOException {
        Files.createDirectories(directory.resolve("db/migrations"));
        large("db/migrations/V1__large.sql");

        assertThat(cli().with(server.newDatabase())
                        .run("migrate", "--dir", "db/migrations")
                        .failed(2)
                        .err())
                .contains("V1__large.sql is larger than ", " MiB: it has 3072 MiB\n");
    }

    @Test
    void aVariableThatDoublesAgainAndAgain() throws IOException {
        var script = new StringBuilder("\\set x 0123456789abcdef\n");
        for (var i = 0; i < 40; i++) {
            script.append("\\set x :x:x\n");
        }
        Files.writeString(directory.resolve("schema.sql"), script + "SELECT 1;\n");

        assertThat(cli().with(server.newDatabase())
                        .run("schema-load", "-f", "schema.sql")
                        .failed(2)
                        .err())
                .contains("schema.sql:21:1: the value of the variable x is longer than 16 million characters");
    }

    private Cli cli() {
        return new Cli(directory);
    }

    /** Takes no room on the disk: it is all hole. */
    private Path large(String name) throws IOException {
        var file = Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(GIGABYTES);
        }
        return file;
    }
}
