package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.lambda.process.FunctionPackage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built distribution as people use it: copied, moved, packed, read-only, with and without its start-up cache. */
class DistributionIT {
    private static final Path DISTRIBUTION = Path.of("target/db-ops").toAbsolutePath();
    private static final String VERSION_LINE = "db-ops \\S+ \\([^()]+\\)\\R";

    /** With this option the JVM ends with an error where it cannot use the cache. */
    private static final Map<String, String> CACHE_REQUIRED = Map.of("DB_OPS_JAVA_OPTIONS", "-XX:AOTMode=on");

    private Path directory;

    @BeforeEach
    void makeADirectoryThatOtherUsersMayEnter() throws IOException {
        directory = Files.createTempDirectory("db-ops distribution");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeTheDirectory() throws Exception {
        succeed("chmod", "-R", "u+w", directory.toString());
        succeed("rm", "-r", directory.toString());
    }

    @Test
    void startsWithItsCache() throws Exception {
        assertThatItStartsWithItsCache(DISTRIBUTION);
    }

    @Test
    void startsWithItsCacheAfterItWasCopiedAndMoved() throws Exception {
        succeed("cp", "-r", DISTRIBUTION.toString(), directory.resolve("a copy").toString());
        var moved = Files.move(directory.resolve("a copy"), directory.resolve("a moved copy"));

        assertThatItStartsWithItsCache(moved);
    }

    @Test
    void startsWithItsCacheAfterItWasPackedAndUnpacked() throws Exception {
        var archive = directory.resolve("db-ops.tar").toString();
        succeed("tar", "-cf", archive, "-C", DISTRIBUTION.getParent().toString(), "db-ops");
        succeed("tar", "-xmf", archive, "-C", directory.toString());

        assertThatItStartsWithItsCache(directory.resolve("db-ops"));
    }

    @Test
    void startsWithItsCacheForAnotherUserWhoMayOnlyRead() throws Exception {
        var copy = directory.resolve("read-only");
        succeed("cp", "-r", DISTRIBUTION.toString(), copy.toString());
        succeed("chmod", "-R", "a-w", copy.toString());
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(copy.resolve("bin/db-ops").toString(), "--version"));

        var finished = Finished.run(Path.of("/"), CACHE_REQUIRED, command);

        assertThat(finished.err()).isEmpty();
        assertThat(finished.out()).matches(VERSION_LINE);
    }

    @Test
    void startsSilentlyWithoutItsCache() throws Exception {
        var copy = copyWithoutServer();
        Files.delete(copy.resolve("lib/print.aot"));

        assertThatItStartsSilently(copy);
        assertThat(version(copy, CACHE_REQUIRED).exit())
                .as("the cache is really gone")
                .isNotZero();
    }

    @Test
    void startsSilentlyWithACacheThatIsCutShort() throws Exception {
        var copy = copyWithoutServer();
        var cache = copy.resolve("lib/print.aot");
        Files.write(cache, java.util.Arrays.copyOf(Files.readAllBytes(cache), 100_000));

        assertThatItStartsSilently(copy);
    }

    @Test
    void startsSilentlyWhereTheCacheDoesNotFitTheHeap() throws Exception {
        var options = Map.of("DB_OPS_JAVA_OPTIONS", "-Xmx40g -XX:-UseCompressedOops");

        var finished = version(DISTRIBUTION, options);

        assertThat(finished.out()).matches(VERSION_LINE);
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void hasAHeapThatDoesNotDependOnTheMachine() throws Exception {
        var java = DISTRIBUTION.resolve("runtime/bin/java").toString();

        var finished = Finished.run(List.of(java, "-XX:+PrintFlagsFinal", "-version"));

        // what the JVM itself says goes there
        assertThat(finished.err()).containsPattern(" MaxHeapSize +:?= 536870912 ");
        assertThat(finished.err()).containsPattern(" UseSerialGC +:?= true ");
    }

    @Test
    void printsNothingButTheResultWhereOtherJavaProgramsGetOptions() throws Exception {
        var finished = version(DISTRIBUTION, Map.of("JAVA_TOOL_OPTIONS", "-Dx=y", "JDK_JAVA_OPTIONS", "-Dx=y"));

        assertThat(finished.out()).matches(VERSION_LINE);
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        var finished = Finished.run(List.of(DISTRIBUTION + "/bin/db-ops", "no-such-command"));

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void isEndedByASignal(String signal, int exit) throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        try (var silentServer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "postgresql://user:secret@127.0.0.1:" + silentServer.getLocalPort() + "/db?sslmode=disable";
            var command = List.of(DISTRIBUTION + "/bin/db-ops", "sessions", "--url", url);
            var process = Finished.start(directory, Map.of(), command, out, err);
            try (var connection = silentServer.accept()) {
                assertThat(connection.getInputStream().read())
                        .as("db-ops speaks")
                        .isNotNegative();

                succeed("kill", "-" + signal, Long.toString(process.pid()));

                assertThat(Finished.await(process, out, err).exit()).isEqualTo(exit);
            }
        }
    }

    @Test
    void carriesALicenseForEverythingInIt() throws Exception {
        assertThat(DISTRIBUTION.resolve("LICENSE")).isRegularFile();
        assertThat(DISTRIBUTION.resolve("runtime/legal/java.base")).isDirectory();
        assertThat(DISTRIBUTION.resolve("licenses/README.txt")).content().contains("PostgreSQL");
        try (var libraries = Files.list(DISTRIBUTION.resolve("licenses"))) {
            assertThat(libraries.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("postgresql-"));
        }
    }

    @Test
    void writesThePackageForLambdaThatTheBuildHasMade() throws Exception {
        var zip = directory.resolve("function.zip");

        succeed(DISTRIBUTION + "/bin/db-ops", "lambda-package", "-f", zip.toString());

        assertThat(zip).hasSameBinaryContentAs(FunctionPackage.zip());
    }

    @Test
    void holdsTheLocalServersPrograms() {
        assertThat(DISTRIBUTION.resolve("postgresql/postgres.txz")).isRegularFile();
    }

    @Test
    void includesTheClientProgramsUnchanged() throws Exception {
        var client = DISTRIBUTION.resolve("postgresql/client");

        succeed("sh", "-c", "cd '%s' && sha256sum --check --strict SHA256SUMS".formatted(client));
        for (var program : List.of("pg_dump", "pg_restore", "psql")) {
            assertThat(Finished.run(List.of(client + "/bin/" + program, "--version"))
                            .out())
                    .startsWith(program + " (PostgreSQL) 18.");
        }
    }

    private Path copyWithoutServer() throws Exception {
        var copy = Files.createDirectory(directory.resolve("copy"));
        succeed("cp", "-r", DISTRIBUTION + "/bin", DISTRIBUTION + "/lib", DISTRIBUTION + "/runtime", copy.toString());
        return copy;
    }

    private static void assertThatItStartsWithItsCache(Path distribution) throws Exception {
        var finished = version(distribution, CACHE_REQUIRED);

        assertThat(finished.err()).isEmpty();
        assertThat(finished.out()).matches(VERSION_LINE);
        assertThat(finished.exit()).isZero();
    }

    private static void assertThatItStartsSilently(Path distribution) throws Exception {
        var finished = version(distribution, Map.of());

        assertThat(finished.out()).matches(VERSION_LINE);
        assertThat(finished.err()).isEmpty();
        assertThat(finished.exit()).isZero();
    }

    private static Finished version(Path distribution, Map<String, String> variables) throws Exception {
        return Finished.run(Path.of("/"), variables, List.of(distribution + "/bin/db-ops", "--version"));
    }

    private static void succeed(String... command) throws Exception {
        var finished = Finished.run(List.of(command));
        assertThat(finished.exit()).as(finished.err()).isZero();
    }
}
