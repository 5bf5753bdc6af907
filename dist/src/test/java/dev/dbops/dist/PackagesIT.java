package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.lambda.process.FunctionPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packages of the release: packed, installed in a Debian without Java, network and psql, used and removed. */
@Execution(ExecutionMode.CONCURRENT) // minutes in which nothing else would run
class PackagesIT {
    /** The largest size of a download, in bytes. */
    private static final long LARGEST = 60_000_000;

    /** The same for the archive that machines without xz get. */
    private static final long LARGEST_GZIP = 66_000_000;

    private static final Path RELEASE = Path.of("target/release").toAbsolutePath();
    private static final String MIRROR = "http://deb.debian.org/debian";

    /** The bases; debootstrap refuses paths with spaces, and the checkout may have some. */
    @TempDir
    private static Path debians;

    @TempDir
    private Path directory;

    @BeforeAll
    static void packTheDistribution() throws Exception {
        pack("src/build/release");
    }

    /** JUnit would name each of their links that lead out of them. */
    @AfterAll
    static void removeTheBases() throws Exception {
        succeed("find", debians.toString(), "-mindepth", "1", "-delete");
    }

    @Test
    void aDownloadIsSmall() throws IOException {
        try (var files = Files.list(RELEASE)) {
            for (var file : files.filter(file -> !file.endsWith("SHA256SUMS")).toList()) {
                var largest = file.toString().endsWith(".gz") ? LARGEST_GZIP : LARGEST;
                assertThat(Files.size(file)).as(file.toString()).isLessThanOrEqualTo(largest);
            }
        }
    }

    @Test
    void bothArchivesHaveTheSameContent() throws Exception {
        succeed(
                "bash",
                "-c",
                "cmp <(gzip -dc '%1$s'/*-linux-*.tar.gz) <(xz -dc '%1$s'/*-linux-*.tar.xz)".formatted(RELEASE));
    }

    @Test
    void theChecksumsAreThoseOfTheFiles() throws Exception {
        succeed("sh", "-c", "cd '%s' && sha256sum --check --strict SHA256SUMS".formatted(RELEASE));
    }

    @Test
    void theSameDistributionPackedElsewhereGivesTheSameBytes() throws Exception {
        succeed("cp", "-r", "target/db-ops", directory.resolve("a copy").toString());
        Files.createDirectories(directory.resolve("module"));
        Files.copy(Path.of("target/module/dev.dbops.jar"), directory.resolve("module/dev.dbops.jar"));
        Files.copy(Path.of("target/db-ops-sbom.cdx.json"), directory.resolve("db-ops-sbom.cdx.json"));
        var again = directory.resolve("again");

        pack(
                "sh",
                "-c",
                "umask 077; touch '%s'; exec src/build/release --distribution '%s' --output '%s' --only jdk25"
                        .formatted(directory.resolve("a copy/LICENSE"), directory.resolve("a copy"), again));

        var sums = Files.readAllLines(again.resolve("SHA256SUMS"));
        assertThat(sums).hasSize(2).isSubsetOf(Files.readAllLines(RELEASE.resolve("SHA256SUMS")));
    }

    @Test
    void lintianFindsNoError() throws Exception {
        var finished = Finished.run(List.of("sh", "-c", "exec lintian --fail-on error '%s'/*.deb".formatted(RELEASE)));

        assertThat(finished.out()).doesNotContain("E: ");
        assertThat(finished.exit()).as(finished.toString()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"bookworm, deb.sh", "trixie, archive.sh"})
    void aDebianWithoutJavaAndNetworkLoadsADatabase(String debian, String test) throws Exception {
        var finished = inside(debian, test);

        assertThat(finished.exit()).as(finished.toString()).isZero();
        // the time from nothing to a loaded database, for the reader of the log
        finished.out().lines().filter(line -> line.contains("loaded")).forEach(System.out::println);
        assertThat(finished.out()).contains(" users\n");
    }

    /** Unpacks the archive for a JDK of the machine, and returns its launcher. */
    private String unpackWithoutJava() throws Exception {
        succeed(
                "sh",
                "-c",
                "exec tar -xzf '%s'/*-jdk25.tar.gz -C '%s' --strip-components=1".formatted(RELEASE, directory));
        return directory.resolve("bin/db-ops").toString();
    }

    @Test
    void theArchiveWithoutJavaRunsOnTheMachinesAndMakesItsCacheOnce() throws Exception {
        var db = unpackWithoutJava();
        var java = Map.of("JAVA_HOME", System.getProperty("java.home"), "CI", "true");

        var first = Finished.run(directory, java, List.of(db, "--version"));
        succeed(directory, java, "lib/make-caches");
        var cached = Finished.run(
                directory,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "DB_OPS_JAVA_OPTIONS", "-XX:AOTMode=on"),
                List.of(db, "--version"));

        assertThat(first.out()).startsWith("db-ops ");
        assertThat(cached.out()).isEqualTo(first.out());
        assertThat(cached.err()).isEmpty();
    }

    @Test
    void theArchiveWithoutJavaSaysWhichOneItNeeds() throws Exception {
        var db = unpackWithoutJava();
        var old = Files.createDirectories(directory.resolve("old/bin"));
        Files.createSymbolicLink(old.resolve("java"), Path.of("/bin/true"));
        Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"21.0.7\"\n");

        var none = Finished.run(directory, Map.of("JAVA_HOME", "/nowhere"), List.of(db, "--version"));

        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err())
                .isEqualTo("db-ops: Java 25 or newer is needed, and there is none in /nowhere:"
                        + " install a JDK 25 and set JAVA_HOME to its directory\n");
        Files.delete(old.resolve("java"));
        Files.copy(Path.of("/bin/true"), old.resolve("java"));
        var older = Finished.run(directory, Map.of("JAVA_HOME", old.getParent().toString()), List.of(db, "--version"));
        assertThat(older.exit()).isEqualTo(2);
        assertThat(older.err()).contains("/old/bin/java is Java 21.0.7: install a JDK 25");
    }

    @Test
    void thePackageForLambdaIsTheOneOfTheBuild() throws Exception {
        succeed(
                "sh",
                "-c",
                "exec tar -xzf '%s'/*-linux-*.tar.gz -C '%s' --strip-components=1".formatted(RELEASE, directory));
        var zip = directory.resolve("function.zip");

        succeed(directory, Map.of("CI", "true"), "bin/db-ops", "lambda-package", "-f", zip.toString());

        assertThat(zip).hasSameBinaryContentAs(FunctionPackage.zip());
    }

    /** Without the limit of other programs: compressing takes a minute, and more beside other tests. */
    private static void pack(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Runs one of the scripts in a Debian, whose base is made once for all of them. */
    private Finished inside(String debian, String test) throws Exception {
        assertThat(System.getProperty("user.name"))
                .as("only root can make a Debian of its own: run ./verify as root")
                .isEqualTo("root");
        var base = debians.resolve(debian);
        if (!Files.exists(base)) {
            succeed("debootstrap", "--variant=minbase", debian, base.toString(), MIRROR);
        }
        var scripts = Path.of("src/test/resources/dev/dbops/dist/packages").toAbsolutePath();
        var command = new ArrayList<>(List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh"));
        command.addAll(List.of(scripts.resolve("chroot.sh").toString(), base.toString(), directory.toString()));
        command.addAll(List.of(RELEASE.toString(), Path.of("..").toRealPath().toString(), test));
        return Finished.run(command);
    }

    private static void succeed(String... command) throws Exception {
        succeed(Path.of("").toAbsolutePath(), Map.of(), command);
    }

    private static void succeed(Path directory, Map<String, String> variables, String... command) throws Exception {
        var finished = Finished.run(directory, variables, List.of(command));
        assertThat(finished.exit()).as(finished.toString()).isZero();
    }
}
