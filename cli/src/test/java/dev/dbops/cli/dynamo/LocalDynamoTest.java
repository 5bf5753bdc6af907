package dev.dbops.cli.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands ddb-start and ddb-stop, with the real dynalite of npm. */
class LocalDynamoTest {
    private static final String MISSING = "/nowhere";

    /** The home of all tests, where npm keeps what it has fetched. */
    @TempDir
    private static Path home;

    @TempDir
    private Path directory;

    private int port;
    private String url;
    private Cli cli;

    @BeforeEach
    void chooseAPort() {
        port = FreePort.choose();
        url = "http://localhost:" + port;
        cli = new Cli(directory)
                .with("XDG_DATA_HOME", directory.resolve("data").toString())
                .with(NodeVariables.ofThisMachine())
                .with("HOME", home.toString())
                .with("AWS_ENDPOINT_URL_DYNAMODB", url);
    }

    @AfterEach
    void stop() {
        cli.run("ddb-stop", "--delete", "--yes").succeeded();
    }

    private Cli.Transcript start() {
        return cli.run("ddb-start", "--port", Integer.toString(port));
    }

    @Test
    void tablesSurviveAStop() {
        var first = start().succeeded();

        assertThat(first.out()).isEqualTo("DynamoDB (dynalite 4.0.0) listens at %s\n".formatted(url));
        assertThat(first.err()).isEqualTo("""
            installing dynalite 4.0.0 in %s with npm
            starting the local DynamoDB
            """.formatted(directory.resolve("data/db-ops/dynamodb")));

        assertThat(directory.resolve("data/db-ops")).satisfies(permissions("rwxr-xr-x"));
        assertThat(directory.resolve("data/db-ops/dynamodb")).satisfies(permissions("rwx------"));

        cli.run("ddb-create").succeeded();
        assertThat(start().succeeded().err()).isEmpty();
        assertThat(cli.run("ddb-stop").succeeded().out()).isEqualTo("stopped the local DynamoDB\n");
        assertThat(cli.run("ddb-stop").succeeded().out()).isEqualTo("the local DynamoDB was not running\n");
        assertThat(cli.run("ddb-list").failed(4).err()).contains("nothing listens at " + url);

        assertThat(start().succeeded().err()).isEqualTo("starting the local DynamoDB\n");
        assertThat(cli.run("ddb-list", "-o", "csv").succeeded().out()).isEqualTo("name\ncruddur-messages\n");

        assertThat(cli.run("ddb-stop", "--delete").failed(5).err()).contains("--yes");
        assertThat(cli.run("ddb-stop", "--delete", "--yes").succeeded().out())
                .isEqualTo("stopped the local DynamoDB; deleted its tables\n");
        start().succeeded();
        assertThat(cli.run("ddb-list", "-o", "json").succeeded().out()).isEqualTo("[]\n");
    }

    private static ThrowingConsumer<Path> permissions(String expected) {
        return path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo(expected);
    }

    @Test
    void commandsThatStartItAtOnceGetTheSameOne() {
        var other = CompletableFuture.supplyAsync(this::startAsJson);

        assertThat(startAsJson())
                .isEqualTo(other.join())
                .startsWith("{\"url\":\"%s\",\"emulator\":\"dynalite 4.0.0\",\"pid\":".formatted(url));
        assertThat(cli.run("ddb-start", "--port", "1").failed(5).err()).contains("""
            error: the local DynamoDB runs on port %d
            hint: db-ops ddb-stop, then db-ops ddb-start --port 1
            """.formatted(port));
    }

    private String startAsJson() {
        return cli.run("ddb-start", "--port", Integer.toString(port), "-o", "json")
                .succeeded()
                .out();
    }

    /** As after an upgrade of db-ops while the emulator ran. */
    @Test
    void theEmulatorOfAnotherVersionIsFoundAndReplaced() throws IOException, InterruptedException {
        start().succeeded();
        cli.run("ddb-stop").succeeded();
        var files = directory.resolve("data/db-ops/dynamodb");
        var old = files.resolve("dynalite-3.9.0");
        Files.move(files.resolve("dynalite-4.0.0"), old);
        var script = old.resolve("node_modules/dynalite/cli.js").toString();
        var tables = files.resolve("tables").toString();
        var process = new ProcessBuilder("node", script, "--port", Integer.toString(port), "--path", tables).start();

        // its command line is there as soon as it is
        assertThat(startAsJson()).contains("\"emulator\":\"dynalite 3.9.0\",\"pid\":%d,".formatted(process.pid()));
        assertThat(cli.run("ddb-stop").succeeded().out()).isEqualTo("stopped the local DynamoDB\n");
        assertThat(process.waitFor()).isNotZero();
        assertThat(start().succeeded().err()).startsWith("installing dynalite 4.0.0 ");
        assertThat(old).doesNotExist();
    }

    @Test
    void aWrongVariableIsRefusedBeforeTheStart() {
        cli.with("AWS_ENDPOINT_URL_DYNAMODB", "nowhere");

        assertThat(start().failed(2).err()).contains("AWS_ENDPOINT_URL_DYNAMODB is not a URL");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aTargetThatIsAnotherOneIsNoted() {
        cli.with("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:1");

        assertThat(start().succeeded().err())
                .endsWith(("the ddb commands use http://localhost:1, which AWS_ENDPOINT_URL_DYNAMODB names;"
                                + " for this one, set AWS_ENDPOINT_URL_DYNAMODB=%s\n")
                        .formatted(url));
    }

    @Test
    void aDryRunStartsNothing() {
        assertThat(cli.run("ddb-start", "--dry-run").succeeded().err())
                .isEqualTo("would start a local DynamoDB on port 8000\n");
        assertThat(cli.run("ddb-stop", "--delete", "--dry-run").succeeded().err())
                .isEqualTo("would stop the local DynamoDB and delete its tables\n");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void withoutNodeThereIsASentence() {
        cli.with("PATH", MISSING);

        assertThat(start().failed(1).err()).contains("""
            error: npm is not on the PATH; the local DynamoDB is dynalite, a program for Node.js
            hint: install Node.js 18 or newer with npm; or start another emulator at http://localhost:8000
            """);
    }

    @Test
    void anOldNodeIsRefused() throws IOException {
        program("node", "echo v16.20.2");
        program("npm", "exit 1");

        assertThat(start().failed(1).err()).contains("error: Node.js v16.20.2 is too old for dynalite\n");
    }

    @Test
    void whatNpmSaysIsShown() throws IOException {
        program("node", "echo v20.1.0");
        program("npm", "echo 'npm error network request failed' >&2; exit 1");

        assertThat(start().failed(1).err()).contains("""
            error: npm cannot install dynalite; it said:
                npm error network request failed
            hint: if the machine has no access to the registry of npm, start another emulator at http://localhost:8000
            """);
        assertThat(directory.resolve("data/db-ops/dynamodb/dynalite-4.0.0")).doesNotExist();
    }

    /** The first program of the name on the PATH. */
    private void program(String name, String script) throws IOException {
        var file = Files.createDirectories(directory.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n%s\n".formatted(script));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        cli.with("PATH", "%s:%s".formatted(file.getParent(), System.getenv("PATH")));
    }

    @Test
    void aPortInUseIsRefused() throws IOException {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(start().failed(1).err()).contains("""
                error: another program uses port %d
                hint: if it is a DynamoDB, use it as it is; or end it, or choose another port with --port
                """.formatted(port));
        }
    }

    @Test
    void tablesThatCannotBeReadAreReported() throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("data/db-ops/dynamodb"))
                        .resolve("tables"),
                "");

        assertThat(start().failed(1).err())
                .contains("error: the local DynamoDB did not start; its log ", "is not open")
                .contains("hint: fix what it names, or delete its tables: db-ops ddb-stop --delete\n");
    }
}
