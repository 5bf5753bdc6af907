package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import dev.dbops.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A release of the built distribution at the address that the README names: a server here that is github.com to curl. */
final class PublishedRelease implements AutoCloseable {
    /** The version in the names of its files, and in the README. */
    static final String VERSION = "0.1.0";

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final TestCertificates authority;
    private final DownloadServer server;
    private final FakeRelease release;

    /**
     * Packs the distribution and serves it.
     *
     * @param directory an empty one
     */
    PublishedRelease(Path directory) throws Exception {
        release = new FakeRelease(directory.resolve("release")).add(VERSION);
        pack();
        fill(directory.resolve("packaging"));
        authority = new TestCertificates(Files.createDirectories(directory.resolve("authority")));
        server = new DownloadServer(release.folder(), authority.sign("github.com", "-1d", 30));
    }

    /** This platform's archive has the built distribution, with the layout of the release. */
    private void pack() throws Exception {
        succeed(
                "tar",
                "--use-compress-program=gzip -1",
                "--transform=flags=r;s,^db-ops,db-ops-" + VERSION + ",",
                "-cf",
                release.archive(VERSION).toString(),
                "-C",
                ROOT.resolve("dist/target").toString(),
                "db-ops");
        release.sum();
    }

    private void fill(Path output) throws Exception {
        var sums = release.folder().resolve("SHA256SUMS").toString();
        succeed(ROOT + "/packaging/fill", VERSION, "OWNER/REPOSITORY", sums, output.toString());
    }

    /** The files of the release, for an installation without a network. */
    Path folder() {
        return release.folder();
    }

    /** The archive for this platform. */
    Path archive() {
        return release.archive(VERSION);
    }

    /** Lets curl of a user find the server under the name github.com, and trust its authority. */
    void makeReachable(Path home) throws IOException {
        Files.writeString(home.resolve(".curlrc"), """
            connect-to = "github.com:443:127.0.0.1:%d"
            cacert = "%s"
            """.formatted(server.port(), authority.authority()));
    }

    private static void succeed(String... command) throws Exception {
        var finished = Finished.run(Path.of("/"), Map.of(), List.of(command));
        assertThat(finished.exit()).as(finished.toString()).isZero();
    }

    @Override
    public void close() {
        server.close();
    }
}
