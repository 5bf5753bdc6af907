package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedLogs;
import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdsLogsTest {
    private static final String TEN = "error/postgresql.log.2026-01-02-10";
    private static final String ELEVEN = "error/postgresql.log.2026-01-02-11";

    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedLogs logs;

    @BeforeEach
    void anInstanceWithTwoLogFiles() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        rds.instances.instance("cruddur-db");
        logs = new EmulatedLogs(rds.aws, "cruddur-db")
                .write(ELEVEN, "2026-01-02T11:30:00Z", "eleven: 1 < 2 & 3", "eleven: ready")
                .write(TEN, "2026-01-02T10:59:59Z", "ten: starting", "ten: ready")
                .write("error/postgres.log", "2026-01-02T09:00:00Z", "setup");
    }

    @Test
    void theLastWrittenIsListedLast() {
        var list = rds.cli.run("rds-logs").succeeded();

        assertThat(list.out()).isEqualTo("""
            NAME                                BYTES  WRITTEN
            error/postgres.log                      6  2026-01-02T09:00:00Z
            error/postgresql.log.2026-01-02-10     25  2026-01-02T10:59:59Z
            error/postgresql.log.2026-01-02-11     32  2026-01-02T11:30:00Z
            """);
    }

    @ParameterizedTest
    @CsvSource({"--file=x, --file", "--log=error/postgres.log, --log"})
    void followingIsOfTheLatestLogFile(String other, String named) {
        assertThat(rds.cli.run("rds-logs", "--follow", other).failed(2).err()).isEqualTo("""
            error: --follow prints the latest log file, and cannot be combined with %s
            hint: omit it; to store the lines: db-ops rds-logs --follow | tee FILE
            """.formatted(named));
    }

    @Test
    void programsGetTheListAsJson() {
        var list = rds.cli.run("rds-logs", "-o", "json").succeeded();

        assertThat(list.out())
                .startsWith("[{\"name\":\"error/postgres.log\",\"bytes\":6,\"written\":\"2026-01-02T09:00:00Z\"},");
    }

    @Test
    void everyPageIsListed() {
        for (var hour = 0; hour < 130; hour++) {
            logs.write("error/postgresql.log.%03d".formatted(hour), "2026-01-01T00:00:00Z", "x");
        }

        assertThat(rds.cli.run("rds-logs", "-o", "csv").succeeded().out()).hasLineCount(134);
    }

    @Test
    void anInstanceWithoutLogFilesIsReported() {
        rds.instances.instance("quiet-db");

        var list = rds.cli.run("rds-logs", "--instance", "quiet-db").succeeded();

        assertThat(list.out()).isEqualTo("instance \"quiet-db\" has no log files\n");
        assertThat(rds.cli
                        .run("rds-logs", "--instance", "quiet-db", "--follow")
                        .failed(1)
                        .err())
                .startsWith("error: instance \"quiet-db\" has no log file of PostgreSQL\n");
    }

    @Test
    void aLogFileIsPrinted() {
        var print = rds.cli.run("rds-logs", "--log", TEN).succeeded();

        assertThat(print.out()).isEqualTo("ten: starting\nten: ready\n");
    }

    @Test
    void theLatestNeedsNoName() {
        logs.write("error/postgresql.log.2026-01-02-11.csv", "2026-01-02T11:30:01Z", "the,same,as,csv");

        var print = rds.cli.run("rds-logs", "--log", "latest").succeeded();

        assertThat(print.out()).isEqualTo("eleven: 1 < 2 & 3\neleven: ready\n");
    }

    @Test
    void linesPrintsOnlyTheLastLines() {
        assertThat(rds.cli
                        .run("rds-logs", "--log", TEN, "--lines", "1")
                        .succeeded()
                        .out())
                .isEqualTo("ten: ready\n");
    }

    @Test
    void aFileOfSeveralPortionsIsWhole() {
        var lines = IntStream.range(0, 25_000).mapToObj(Integer::toString).toArray(String[]::new);
        logs.write("error/postgresql.log.long", "2026-01-01T00:00:00Z", lines);

        var print =
                rds.cli.run("rds-logs", "--log", "error/postgresql.log.long").succeeded();

        assertThat(print.out().lines()).containsExactly(lines);
    }

    @Test
    void cutPortionsAreRequestedAgainWithFewerLines() {
        var lines = IntStream.range(0, 300)
                .mapToObj(number -> number + "-" + "x".repeat(number % 90))
                .toArray(String[]::new);
        logs.write("error/postgresql.log.wide", "2026-01-01T00:00:00Z", lines).portionsOf(1000);

        var print =
                rds.cli.run("rds-logs", "--log", "error/postgresql.log.wide").succeeded();

        assertThat(print.out().lines()).containsExactly(lines);
    }

    @Test
    void aLineThatIsLongerThanAPortionIsCutAndTheRestIsThere() {
        logs.write("error/postgresql.log.wide", "2026-01-01T00:00:00Z", "before", "y".repeat(500), "after")
                .portionsOf(100);

        var print =
                rds.cli.run("rds-logs", "--log", "error/postgresql.log.wide").succeeded();

        assertThat(print.out()).isEqualTo("before\n" + "y".repeat(100) + " [Your log message was truncated]\nafter\n");
    }

    @Test
    void noLineIsPrintedTwiceWhenAMarkerGoesBack() {
        var lines = IntStream.range(0, 100).mapToObj(number -> "line " + number).toArray(String[]::new);
        logs.write("error/postgresql.log.wide", "2026-01-01T00:00:00Z", lines)
                .portionsOf(300)
                .goBack(2);

        var print =
                rds.cli.run("rds-logs", "--log", "error/postgresql.log.wide").succeeded();

        assertThat(print.out().lines()).containsExactly(lines);
    }

    @Test
    void markersThatOnlyGoBackEndTheCommand() {
        var lines = IntStream.range(0, 100).mapToObj(number -> "line " + number).toArray(String[]::new);
        logs.write("error/postgresql.log.wide", "2026-01-01T00:00:00Z", lines)
                .portionsOf(300)
                .goBack(99);

        var print =
                rds.cli.run("rds-logs", "--log", "error/postgresql.log.wide").failed(1);
        logs.goBack(0);

        assertThat(print.err())
                .startsWith("error: RDS went back in the log file \"error/postgresql.log.wide\", from position ")
                .endsWith("\nhint: the file was replaced: run the command again\n");
    }

    @Test
    void compressedFilesAreNotText() {
        logs.write(TEN + ".gz", "2026-01-02T11:40:00Z", "compressed");

        assertThat(rds.cli.run("rds-logs", "--log", "latest").succeeded().out()).startsWith("eleven: ");
        assertThat(rds.cli.run("rds-logs", "--log", TEN + ".gz").failed(2).err())
                .isEqualTo("""
                    error: the log file "%s.gz" is compressed, and RDS gives out only text
                    hint: download it in the AWS console, or have logs exported to CloudWatch Logs
                    """.formatted(TEN));
    }

    @Test
    void followingContinuesWhenAFileIsCompressedMeanwhile() throws Exception {
        var follower = new Follower("rds-logs", "--follow", "--lines", "1");
        follower.looksAgain();

        logs.remove(ELEVEN)
                .write(ELEVEN + ".gz", "2026-01-02T11:59:00Z", "compressed")
                .write("error/postgresql.log.2026-01-02-12", "2026-01-02T12:00:10Z", "twelve: first");
        follower.looksAgain();
        follower.looksAgain();

        assertThat(follower.interrupt().failed(130).out()).isEqualTo("eleven: ready\ntwelve: first\n");
    }

    @Test
    void aLogFileIsDownloaded() throws IOException {
        var download = rds.cli.run("rds-logs", "--log", TEN, "-f", "ten.log").succeeded();

        assertThat(download.out()).isEqualTo("downloaded %s to ten.log (25 bytes)\n".formatted(TEN));
        assertThat(directory.resolve("ten.log")).hasContent("ten: starting\nten: ready\n");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("ten.log"));
        }
    }

    @Test
    void aFailedDownloadKeepsTheExistingFile() throws IOException {
        Files.writeString(directory.resolve("ten.log"), "yesterday's");
        rds.aws.fail("rds:DownloadDBLogFilePortion", "AccessDenied", 403, 9);

        var download = rds.cli.run("rds-logs", "--log", TEN, "-f", "ten.log").failed(4);

        assertThat(download.err()).contains("allow the IAM action rds:DownloadDBLogFilePortion");
        assertThat(directory.resolve("ten.log")).hasContent("yesterday's");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("ten.log"));
        }
    }

    @Test
    void aMissingDirectoryIsReported() {
        var download =
                rds.cli.run("rds-logs", "--log", TEN, "-f", "missing/ten.log").failed(2);

        assertThat(download.err())
                .startsWith("error: there is no directory for " + directory.resolve("missing/ten.log"))
                .contains("hint: create the directory, or name another file");
    }

    @Test
    void aMisspeltNameIsCorrected() {
        var print = rds.cli
                .run("rds-logs", "--log", "error/postgresql.log.2026-01-02-1")
                .failed(2);

        assertThat(print.err()).isEqualTo("""
            error: instance "cruddur-db" has no log file "error/postgresql.log.2026-01-02-1"
            hint: did you mean "error/postgresql.log.2026-01-02-10"?
            """);
    }

    @Test
    void aFileThatIsDeletedMeanwhileIsReported() {
        rds.aws.fail("rds:DownloadDBLogFilePortion", "DBLogFileNotFoundFault", 404, 1);

        var print = rds.cli.run("rds-logs", "--log", TEN).failed(1);

        assertThat(print.err())
                .startsWith("error: the log file \"%s\" of instance \"cruddur-db\" no longer exists".formatted(TEN));
    }

    @Test
    void anInstanceThatIsNotReadyHasNoLogFiles() {
        rds.aws.fail("rds:DescribeDBLogFiles", "DBInstanceNotReady", 400, 1);

        var list = rds.cli.run("rds-logs").failed(1);

        assertThat(list.err()).isEqualTo("""
            error: instance "cruddur-db" is available, so its log files are not available
            hint: wait for it: db-ops rds-start --wait
            """);
    }

    @Test
    void ofAClusterTheWriterIsAsked() {
        rds.instances.cluster("cruddur");
        rds.states.member("cruddur", "cruddur-1").member("cruddur", "cruddur-2");
        new EmulatedLogs(rds.aws, "cruddur-1").write(TEN, "2026-01-02T10:00:00Z", "the writer's");

        var print = rds.cli
                .run("rds-logs", "--instance", "cruddur", "--log", "latest")
                .succeeded();

        assertThat(print.out()).isEqualTo("the writer's\n");
    }

    @Test
    void aClusterWithoutMembersHasNone() {
        rds.instances.cluster("cruddur");

        var list = rds.cli.run("rds-logs", "--instance", "cruddur").failed(1);

        assertThat(list.err())
                .isEqualTo("error: cluster \"cruddur\" has no members, and only members have log files\n");
    }

    @Test
    void newLinesAreFollowedIntoTheNextFile() throws Exception {
        var follower = new Follower("rds-logs", "--follow", "--lines", "1");
        follower.looksAgain();

        logs.write(ELEVEN, "2026-01-02T11:59:00Z", "eleven: more");
        follower.looksAgain();
        logs.write("error/postgresql.log.2026-01-02-12", "2026-01-02T12:00:10Z", "twelve: first")
                .write("error/postgresql.log.2026-01-02-13", "2026-01-02T13:00:10Z", "thirteen: first");
        follower.looksAgain();
        logs.remove(ELEVEN).write("error/postgresql.log.2026-01-02-13", "2026-01-02T13:00:20Z", "thirteen: second");
        follower.looksAgain();
        var transcript = follower.interrupt().failed(130);

        assertThat(transcript.out()).isEqualTo("""
            eleven: ready
            eleven: more
            twelve: first
            thirteen: first
            thirteen: second
            """);
        assertThat(transcript.err()).isEmpty();
    }

    @Test
    void aFailureEndsTheFollowing() {
        rds.aws.fail("rds:DownloadDBLogFilePortion", "AccessDenied", 403, 9);

        assertThat(rds.cli.run("rds-logs", "--follow").failed(4).err())
                .startsWith("error: AWS denies rds:DownloadDBLogFilePortion: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001"})
    void linesHaveALimit(String lines) {
        assertThat(rds.cli
                        .run("rds-logs", "--log", TEN, "--lines=" + lines)
                        .failed(2)
                        .err())
                .isEqualTo("error: --lines is %s, and can be 1 to 10000\nhint: the default is all lines\n"
                        .formatted(lines));
    }

    @ParameterizedTest
    @CsvSource({"--lines=many", "--lines=", "--lines=1.5"})
    void invalidNumbersOfLinesAreRefused(String option) {
        assertThat(rds.cli.run("rds-logs", "--log", TEN, option).failed(2).err())
                .contains("--lines");
    }

    @ParameterizedTest
    @CsvSource({"--follow, --file=x", "--follow, --log=error/postgres.log", "--file=x, -q", "--lines=3, -q"})
    void contradictionsAreRefused(String first, String second) {
        assertThat(rds.cli.run("rds-logs", first, second).failed(2).err()).contains("hint: ");
        assertThat(rds.aws.calls()).doesNotContain("rds:DownloadDBLogFilePortion");
    }

    /** Follows in a thread of its own, until it is interrupted as by Ctrl-C. */
    private final class Follower {
        private final CompletableFuture<Cli.Transcript> transcript = new CompletableFuture<>();
        private final Thread thread;

        Follower(String... args) {
            thread = new Thread(() -> transcript.complete(rds.cli.run(args)));
            thread.start();
        }

        /** Returns when everything that was written before has been read: two whole looks have followed. */
        void looksAgain() {
            var before = looks();
            while (looks() < before + 3 && thread.isAlive()) {
                Thread.onSpinWait();
            }
        }

        private int looks() {
            return Collections.frequency(rds.aws.calls(), "rds:DescribeDBLogFiles");
        }

        Cli.Transcript interrupt() throws Exception {
            thread.interrupt();
            return transcript.get(30, TimeUnit.SECONDS);
        }
    }
}
