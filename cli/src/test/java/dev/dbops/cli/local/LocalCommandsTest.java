package dev.dbops.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The private server as the commands show it; its troubles are tested in dev.dbops.local. */
class LocalCommandsTest {
    @TempDir
    private Path home;

    private Path project;
    private Cli cli;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(home.resolve("my shop"));
        Files.writeString(project.resolve("schema.sql"), "CREATE TABLE fruit (name text);\n");
        Files.writeString(project.resolve("seed.sql"), "INSERT INTO fruit VALUES ('apple');\n");
        cli = new Cli(project).with("XDG_DATA_HOME", home.resolve("data").toString());
    }

    @AfterEach
    void stop() {
        cli.run("local-stop", "--delete", "--yes").succeeded();
    }

    @Test
    void withNothingConfiguredSetupStartsALocalServer() {
        assertThat(cli.run("local-status").failed(1).out()).startsWith("there is no local server");
        assertThat(cli.run("setup", "--dry-run").succeeded().out()).startsWith("would start the local server");
        assertThat(cli.run("local-status").failed(1).out()).startsWith("there is no local server");

        var transcript = cli.run("setup").succeeded();

        assertThat(transcript.err())
                .contains("starting the local server")
                .contains("target: db \"my shop\" on 127.0.0.1:")
                .contains(" as postgres (from the local server)");
        assertThat(transcript.out()).contains("public  fruit     1");
        assertThat(cli.run("setup").succeeded().out()).contains("public  fruit     1");
        assertThat(cli.run("local-status").succeeded().out()).startsWith("the local server runs on 127.0.0.1:");
        assertThat(cli.run("sessions").succeeded().out()).isEqualTo("no other sessions\n");
        assertThat(cli.run("drop").succeeded().out()).isEqualTo("dropped database \"my shop\"\n");
    }

    @Test
    void aStoppedServerKeepsItsDataUntilTheyAreDeleted() {
        cli.run("setup").succeeded();

        assertThat(cli.run("local-stop").succeeded().out()).isEqualTo("stopped the local server\n");
        assertThat(cli.run("local-status", "-o", "json").failed(1).out())
                .startsWith("{\"state\":\"stopped\"")
                .contains("{\"database\":\"my shop\",\"project\":\"" + project + "\",\"project_exists\":true}");
        assertThat(cli.run("url", "--dry-run").failed(4).err())
                .contains("error: the local server is not running")
                .contains("hint: db-ops local-start");
        assertThat(cli.run("doctor").failed(1).out()).contains("and the local server does not run\n");

        assertThat(cli.run("local-start").succeeded().out()).startsWith("the local server listens on 127.0.0.1:");
        assertThat(cli.run("create").succeeded().out()).isEqualTo("database \"my shop\" already exists\n");

        assertThat(cli.run("local-stop", "--delete").failed(5).err())
                .contains("error: this will delete the local server's data for good: \"my shop\" (of " + project + ")")
                .contains("hint: if that is meant, pass --yes");
        assertThat(cli.run("local-status").succeeded().out()).contains("my shop");
        assertThat(cli.run("local-stop", "--delete", "--yes").succeeded().out())
                .isEqualTo("stopped the local server; deleted its data\n");
        assertThat(cli.run("local-status").failed(1).out()).startsWith("there is no local server");
    }

    /** After a restart of the machine, any command may be the first. */
    @Test
    void aServerThatWasKilledIsStartedByWhatNeedsIt() {
        cli.run("setup").succeeded();
        cli.run("create", "local:other").succeeded();
        for (var words :
                List.of("sessions", "query SELECT(1)", "url", "events-replay --to=local:other", "seed", "drop")) {
            kill();

            var run = cli.run(words.split(" "));

            assertThat(run.err()).as(words).contains("starting the local server\n");
            assertThat(cli.run("local-status").succeeded().out())
                    .as(words)
                    .startsWith("the local server runs on 127.0.0.1:");
        }
    }

    private void kill() {
        var process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    @Test
    void completionAndDoctorStartNothing() {
        cli.run("setup").succeeded();
        cli.run("env", "--write").succeeded();
        assertThat(completedTables("events-list\n--table\n")).isEqualTo("fruit\n");
        cli.run("local-stop").succeeded();

        assertThat(completedTables("events-list\n--table\n")).isEmpty();
        assertThat(completedTables("events-list\n--url\nlocal:my shop\n--table\n"))
                .isEmpty();
        assertThat(cli.run("doctor").failed(1).out())
                .contains("the database is on the local server, which does not run\n", "-> db-ops local-start\n");
        assertThat(cli.run("local-status").failed(1).out()).startsWith("the local server is stopped");
    }

    private String completedTables(String words) {
        return cli.piping(words).run("completion", "--tables").succeeded().out();
    }

    @Test
    void theUrlOfTheLocalServerInEnvIsTheLocalServersDatabase() throws IOException {
        cli.run("setup").succeeded();
        Files.writeString(project.resolve(".env"), "# mine\nCONNECTION_URL=postgresql://old\nOTHER=1 # kept\n");

        var written = cli.run("env", "--write", "local:my shop").succeeded();

        var password =
                Files.readString(home.resolve("data/db-ops/local/password")).strip();
        assertThat(written.out()).startsWith("wrote CONNECTION_URL for db \"my shop\" on 127.0.0.1:");
        assertThat(written.out() + written.err()).doesNotContain(password);
        assertThat(Files.readAllLines(project.resolve(".env")))
                .hasSize(3)
                .startsWith("# mine")
                .endsWith("OTHER=1 # kept")
                .element(1)
                .asString()
                .startsWith("CONNECTION_URL=postgresql://postgres:" + password + "@127.0.0.1:");
        assertThat(cli.run("env").succeeded().out()).startsWith("CONNECTION_URL=postgresql://postgres@127.0.0.1:");
        kill();
        assertThat(cli.run("query", "SELECT name FROM fruit", "-o", "csv")
                        .succeeded()
                        .out())
                .isEqualTo("name\napple\n");
        assertThat(cli.run("drop").succeeded().out()).isEqualTo("dropped database \"my shop\"\n");
    }

    /** The other program gets no connection: it would be sent a proof of the local server's password. */
    @Test
    void anotherProgramOnTheServersPortGetsNoConnection() throws IOException {
        cli.run("setup").succeeded();
        var env = project.resolve(".env");
        Files.writeString(env, "");
        cli.run("env", "--write", "local:my shop").succeeded();
        var matcher = Pattern.compile("@127.0.0.1:(\\d+)").matcher(Files.readString(env));
        assertThat(matcher.find()).isTrue();
        var port = Integer.parseInt(matcher.group(1));
        cli.run("local-stop").succeeded();
        try (var other = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertThat(cli.run("url", "--dry-run").failed(4).err()).contains("error: the local server is not running");
            var query = cli.run("query", "SELECT name FROM fruit", "-o", "csv").succeeded();
            assertThat(query.out()).isEqualTo("name\napple\n");
            assertThat(query.err()).containsPattern("note: the local server runs on port \\d+, not on " + port);
            var written = cli.run("env", "--write").succeeded();
            assertThat(written.err()).contains("until its next start; then run db-ops env --write again");
            other.setSoTimeout(1);
            assertThatThrownBy(other::accept).as("no connection is waiting").isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(cli.run("local-stop").succeeded().out()).isEqualTo("stopped the local server\n");
        var again = cli.run("query", "SELECT name FROM fruit", "-o", "csv").succeeded();
        assertThat(again.out()).isEqualTo("name\napple\n");
        assertThat(again.err()).contains("note: the local server runs on port " + port + ", not on ");
    }

    @Test
    void envWritesTheFileThatIsReadUnlessOthersCouldChangeIt() throws IOException {
        cli.run("setup").succeeded();
        var named = Files.writeString(project.resolve("my.env"), "OTHER=1\n");

        var written = cli.run("env", "--write", "--env-file", "my.env").succeeded();

        assertThat(written.out()).endsWith(" to my.env\n");
        assertThat(written.err()).contains("run chmod go-r my.env");
        assertThat(named).content().startsWith("OTHER=1\nCONNECTION_URL=postgresql://postgres:");
        var env = Files.writeString(project.resolve(".env"), "");
        Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(cli.run("env", "--write", "--no-env-file").failed(2).err())
                .contains(".env is not written, because every user may write to it");
        assertThat(env).isEmptyFile();
        assertThat(cli.run(
                                "env",
                                "--write",
                                "--url",
                                "postgresql://app@db.example.com/app?iam_auth=true",
                                "--no-env-file")
                        .failed(2)
                        .err())
                .contains("error: an IAM token is valid for 15 minutes only, and is not written to a file");
    }

    @Test
    void thePortIsTheOneThatIsAskedForAndStays() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            assertThat(cli.run("local-start", "--port", Integer.toString(port))
                            .failed(1)
                            .err())
                    .contains("error: another program uses port " + port);
        }
        var listens = "the local server listens on 127.0.0.1:%d\n".formatted(port);
        assertThat(cli.run("local-start", "--port", Integer.toString(port))
                        .succeeded()
                        .out())
                .isEqualTo(listens);
        assertThat(cli.run("local-start", "--port", "1").failed(5).err())
                .contains("hint: db-ops local-stop, then db-ops local-start --port 1");
        cli.run("local-stop").succeeded();
        assertThat(cli.run("local-start").succeeded().out()).isEqualTo(listens);
        assertThat(cli.run("local-start", "--port", "0").failed(2).err()).contains("--port");
    }

    @Test
    void statementsAreCountedAlsoInDataOfAnEarlierVersion() throws IOException {
        var statistics = new String[] {
            "query",
            "--write",
            "CREATE EXTENSION pg_stat_statements; SELECT count(*) > 0 AS counted FROM pg_stat_statements"
        };
        cli.run("setup").succeeded();
        cli.run("local-stop").succeeded();
        var settings = home.resolve("data/db-ops/local/data/postgresql.conf");
        Files.writeString(settings, Files.readString(settings).replaceAll("(?m)^shared_preload_libraries.*$", ""));

        assertThat(cli.run(statistics).succeeded().out()).contains("t");
        cli.run("query", "--write", "CREATE ROLE reader PASSWORD 'not to be kept'")
                .succeeded();
        var kept = "SELECT count(*) FROM pg_stat_statements WHERE query LIKE 'CREATE ROLE%'";
        assertThat(cli.run("query", kept, "-o", "csv").succeeded().out()).isEqualTo("count\n0\n");
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfALoadHasChangedNothing() throws Exception {
        cli.run("setup").succeeded();
        Files.writeString(project.resolve("schema.sql"), "CREATE TABLE a (id int);\nSELECT pg_sleep(600);\n");
        var load = CompletableFuture.supplyAsync(() -> cli.run("schema-load"));
        awaitSleeper();

        ProcessHandle.of(pid()).orElseThrow().destroyForcibly();

        assertThat(load.get(60, TimeUnit.SECONDS).failed(4).err()).contains("the connection was lost");
        cli.run("local-start").succeeded();
        assertThat(count("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo(1);
    }

    private long pid() {
        var matcher = Pattern.compile("\"pid\":(\\d+)")
                .matcher(cli.run("local-status", "-o", "json").succeeded().out());
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** Only the server knows that the script has come to its sleep. */
    private void awaitSleeper() throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == 0) {
            assertThat(System.nanoTime())
                    .as("the script never came to its sleep")
                    .isLessThan(deadline);
        }
    }

    private int count(String sql) throws Exception {
        var url = cli.run("url").succeeded().out().strip();
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty(
                "password",
                Files.readString(home.resolve("data/db-ops/local/password")).strip());
        try (var connection = DriverManager.getConnection("jdbc:" + url.replace("postgres@", ""), properties);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
