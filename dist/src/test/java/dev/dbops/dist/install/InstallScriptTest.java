package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import dev.dbops.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** install.sh downloads over TLS, and installs all of a release or nothing. */
class InstallScriptTest {
    @TempDir
    private static Path shared;

    private static TestCertificates authority;
    private static TestCertificates.Server certificate;

    @TempDir
    private Path directory;

    private FakeRelease release;
    private DownloadServer server;
    private Newcomer ada;

    @BeforeAll
    static void aPrivateAuthority() throws Exception {
        authority = new TestCertificates(Files.createDirectories(shared.resolve("authority")));
        certificate = authority.sign("localhost", "-1d", 30);
    }

    @BeforeEach
    void aRelease() throws Exception {
        release = new FakeRelease(directory.resolve("release")).add("0.1.0");
        server = new DownloadServer(release.folder(), certificate);
        ada = newcomer(true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The authority's certificate is readable only by its owner, so each user gets a copy. */
    private Newcomer newcomer(boolean ordinary) throws Exception {
        var file = Files.write(directory.resolve("authority.pem"), Files.readAllBytes(authority.authority()));
        var settings = Files.writeString(directory.resolve("wgetrc"), "ca_certificate = " + file + "\n");
        return new Newcomer(directory, ordinary)
                .with("CURL_CA_BUNDLE", file.toString())
                .with("WGETRC", settings.toString())
                .with("DB_OPS_BASE_URL", server.url());
    }

    static Stream<String> shells() {
        return Stream.of("dash", "busybox sh", "bash --posix");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void installsARelease(String shell) throws Exception {
        var finished = ada.install(shell, List.of());

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).isEqualTo("installed db-ops 0.1.0 in " + ada.root() + "/0.1.0\n");
        assertThat(finished.err())
                .contains("downloading " + server.url() + "/SHA256SUMS\n")
                .contains("export PATH=\"" + ada.home() + "/.local/bin:$PATH\"");
        assertThat(ada.version()).isEqualTo("db-ops 0.1.0");
        assertThat(ada.home().resolve(".local/share/bash-completion/completions/db-ops"))
                .hasContent("completions/db-ops.bash");
        assertThat(ada.home().resolve(".local/share/zsh/site-functions/_db-ops"))
                .hasContent("completions/_db-ops");
        assertThat(ada.home().resolve(".config/fish/completions/db-ops.fish")).hasContent("completions/db-ops.fish");
        assertThat(ada.home().resolve(".local/share/man/man1/db-ops-setup.1")).hasContent(".TH DB-OPS-SETUP 1");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void uninstallingLeavesNothing(String shell) throws Exception {
        ada.install(shell, List.of());

        var finished = ada.install(shell, List.of("--uninstall"));

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).isEqualTo("removed db-ops from " + ada.root() + "\n");
        assertThat(ada.files()).isEmpty();
    }

    @Test
    void rootInstallsForAllUsersAndRemovesItAgain() throws Exception {
        var root = newcomer(false);
        var prefix = root.home().resolve("usr/local");

        assertThat(root.install("--prefix", prefix.toString()).exit()).isZero();
        assertThat(Finished.run(Path.of("/"), Map.of(), List.of(prefix + "/bin/db-ops"))
                        .out())
                .isEqualTo("db-ops 0.1.0\n");
        assertThat(prefix.resolve("share/fish/vendor_completions.d/db-ops.fish"))
                .exists();
        assertThat(Files.getAttribute(prefix.resolve("share/db-ops/0.1.0/LICENSE"), "unix:uid"))
                .isEqualTo(Files.getAttribute(root.home(), "unix:uid"));

        assertThat(root.install("--uninstall", "--prefix=" + prefix).exit()).isZero();
        assertThat(root.files()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void downloadsTheSmallerArchiveWhereThereIsXz(String shell) throws Exception {
        release.addSmall("0.1.0");

        var finished = ada.install(shell, List.of());

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err())
                .contains("-" + FakeRelease.PLATFORM + ".tar.xz\n")
                .doesNotContain(".tar.gz");
        assertThat(ada.version()).isEqualTo("db-ops 0.1.0");
    }

    @Test
    void downloadsTheLargerArchiveWhereThereIsNoXz() throws Exception {
        release.addSmall("0.1.0");
        var programs = new Programs(directory.resolve("programs")).without("xz");

        var finished = ada.with("PATH", programs.toString()).install();

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err())
                .contains("-" + FakeRelease.PLATFORM + ".tar.gz\n")
                .doesNotContain(".tar.xz");
    }

    @Test
    void aDamagedSmallerArchiveInstallsNothing() throws Exception {
        Files.write(release.addSmall("0.1.0").smallArchive("0.1.0"), new byte[1000]);
        assertNothingInstalled(ada.install(), 1, "error: the checksum of ", ".tar.xz is wrong: ");

        release.sum();
        assertNothingInstalled(ada.install(), 1, "error: could not unpack ", ".tar.xz: ");
    }

    @Test
    void downloadsWithWgetWhereThereIsNoCurl() throws Exception {
        var programs = new Programs(directory.resolve("programs")).without("curl");

        var finished = ada.with("PATH", programs.toString()).install();

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(ada.version()).isEqualTo("db-ops 0.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void refusesACertificateOfAnUnknownAuthority(String downloader) throws Exception {
        var programs = new Programs(directory.resolve("programs")).without(downloader.equals("curl") ? "wget" : "curl");

        var finished = ada.with("PATH", programs.toString())
                .with("CURL_CA_BUNDLE", "")
                .with("WGETRC", "")
                .install();

        assertNothingInstalled(finished, 1, "error: could not download " + server.url() + "/SHA256SUMS: ");
    }

    @Test
    void refusesAWrongChecksum() throws Exception {
        Files.write(release.archive("0.1.0"), new byte[1000]);

        assertNothingInstalled(
                ada.install(),
                1,
                "error: the checksum of " + release.archive("0.1.0").getFileName() + " is wrong: ");
    }

    @Test
    void saysThatTheServerHasNoSuchArchive() throws Exception {
        Files.delete(release.archive("0.1.0"));

        assertNothingInstalled(ada.install(), 1, "error: could not download ", " 404\n", "\nhint: check the version");
    }

    @Test
    void saysThatTheServerHasNoChecksums() throws Exception {
        Files.delete(release.folder().resolve("SHA256SUMS"));

        assertNothingInstalled(ada.install(), 1, "error: could not download " + server.url() + "/SHA256SUMS: ");
    }

    @Test
    void saysThatTheChecksumsDoNotListTheVersion() throws Exception {
        assertNothingInstalled(ada.install("--version", "v0.3.0"), 1, "error: could not download ", "db-ops-0.3.0-");
    }

    @Test
    void aDownloadThatIsCutLeavesNothing() throws Exception {
        server.breakWith(DownloadServer.Fault.CUT);

        assertNothingInstalled(ada.install(), 1, "error: could not download ", ".tar.gz: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP 129", "INT 130", "TERM 143"})
    void aSignalDuringTheDownloadLeavesNothing(String signal) throws Exception {
        server.breakWith(DownloadServer.Fault.STALL);
        var installing = ada.start(directory);
        server.awaitStall();

        var words = signal.split(" ");
        Finished.run(directory, Map.of(), List.of("kill", "-" + words[0], Long.toString(installing.pid())));

        assertThat(installing.waitFor()).isEqualTo(Integer.parseInt(words[1]));
        assertThat(ada.files()).isEmpty();
    }

    @Test
    void anArchiveThatDoesNotRunHereIsNotInstalled() throws Exception {
        release.add("0.1.0", "echo 'runtime/bin/java: not\033[2J found' >&2; exit 127");

        assertNothingInstalled(
                ada.install(), 1, "error: db-ops does not run here: runtime/bin/java: not[2J found\n", "glibc");
    }

    private void assertNothingInstalled(Finished finished, int exit, String... messages) throws Exception {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(exit);
        assertThat(finished.err()).contains(messages);
        assertThat(finished.out()).isEmpty();
        assertThat(ada.files()).isEmpty();
    }
}
