package dev.dbops.dist.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The files of a release in a folder: small archives with the layout of the real ones, and their SHA256SUMS. */
final class FakeRelease {
    /** The platform of this machine, in the name of its archive. */
    static final String PLATFORM = System.getProperty("os.arch").equals("amd64") ? "linux-x64" : "linux-arm64";

    private static final List<String> PLATFORMS = List.of("linux-x64", "linux-arm64", "jdk25");

    private final Path folder;

    FakeRelease(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path folder() {
        return folder;
    }

    /** The smaller archive, which {@link #addSmall} adds. */
    Path smallArchive(String version) {
        return folder.resolve("db-ops-%s-%s.tar.xz".formatted(version, PLATFORM));
    }

    /** Adds an archive for machines that have xz, with the same content. */
    FakeRelease addSmall(String version) throws Exception {
        succeed(
                "sh",
                "-c",
                "gzip -dc \"$0\" | xz >\"$1\"",
                archive(version).toString(),
                smallArchive(version).toString());
        return sum();
    }

    Path archive(String version) {
        return folder.resolve("db-ops-%s-%s.tar.gz".formatted(version, PLATFORM));
    }

    /** Adds the archives of a version, whose db-ops prints that version. */
    FakeRelease add(String version) throws Exception {
        return add(version, "echo 'db-ops %s'".formatted(version));
    }

    /**
     * Adds the archives of a version.
     *
     * @param program its db-ops, as a shell script
     * @param more files that it has besides
     */
    FakeRelease add(String version, String program, String... more) throws Exception {
        var made = Files.createTempDirectory(folder, "made");
        var top = made.resolve("db-ops-" + version);
        for (var name :
                List.of("completions/db-ops.bash", "completions/_db-ops", "completions/db-ops.fish", "LICENSE")) {
            write(top.resolve(name), name);
        }
        write(top.resolve("man/man1/db-ops.1"), ".TH DB-OPS 1");
        write(top.resolve("man/man1/db-ops-setup.1"), ".TH DB-OPS-SETUP 1");
        for (var name : more) {
            write(top.resolve(name), name);
        }
        write(top.resolve("bin/db-ops"), "#!/bin/sh\n" + program + "\n");
        Files.setPosixFilePermissions(top.resolve("bin/db-ops"), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var platform : PLATFORMS) {
            var archive = folder.resolve("db-ops-%s-%s.tar.gz".formatted(version, platform));
            succeed("tar", "-czf", archive.toString(), "-C", made.toString(), "db-ops-" + version);
        }
        succeed("rm", "-rf", made.toString());
        return sum();
    }

    /** Writes SHA256SUMS as the release does. */
    FakeRelease sum() throws Exception {
        succeed("sh", "-c", "cd \"$0\" && sha256sum -- *.tar.?z >SHA256SUMS", folder.toString());
        return this;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void succeed(String... command) throws Exception {
        var finished = Finished.run(Path.of("/"), Map.of(), List.of(command));
        assertThat(finished.exit()).as(finished.toString()).isZero();
    }
}
