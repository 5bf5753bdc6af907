package dev.dbops.cli.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class LambdaPackageTest {
    /** The SHA-256 of the word package, in base64. */
    private static final String DIGEST = "vEpxGAhw95RRVfuwL0sKLj+qKmLW0xtwOQEwVe0Zhpo=";

    @TempDir
    private Path directory;

    @TempDir
    private Path installation;

    private Cli cli;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(installation.resolve("lambda"));
        Files.writeString(installation.resolve("lambda/db-ops-lambda.zip"), "package");
        cli = new Cli(directory).installedIn(installation);
    }

    @Test
    void thePackageIsWritten() {
        var run = cli.run("lambda-package").succeeded();

        assertThat(run.out()).isEqualTo("wrote db-ops-lambda.zip: 0.0 MB, SHA-256 " + DIGEST + "\n");
        assertThat(directory.resolve("db-ops-lambda.zip")).hasContent("package");
    }

    @Test
    void theFileCanBeNamedAndTheResultIsJson() throws IOException {
        Files.writeString(directory.resolve("function.zip"), "an older package");

        var run = cli.run("lambda-package", "-f", "function.zip", "-o", "json").succeeded();

        assertThat(run.out()).isEqualTo("{\"file\":\"function.zip\",\"bytes\":7,\"code_sha256\":\"" + DIGEST + "\"}\n");
        assertThat(directory.resolve("function.zip")).hasContent("package");
    }

    @Test
    void anInstalledPackageIsCompressedAgain() throws IOException {
        Files.delete(installation.resolve("lambda/db-ops-lambda.zip"));
        var content = "a class ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        try (var file = Files.newOutputStream(installation.resolve("lambda/db-ops-lambda.zip.xz"));
                var zip = new ZipOutputStream(new XZOutputStream(file, new LZMA2Options()))) {
            zip.setMethod(ZipOutputStream.STORED);
            var entry = new ZipEntry("lib/handlers.jar");
            entry.setSize(content.length);
            var checksum = new CRC32();
            checksum.update(content);
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }

        cli.run("lambda-package").succeeded();

        var written = directory.resolve("db-ops-lambda.zip");
        assertThat(Files.size(written)).isLessThan(content.length);
        try (var zip = new ZipFile(written.toFile())) {
            var entry = zip.getEntry("lib/handlers.jar");
            assertThat(entry.getMethod()).isEqualTo(ZipEntry.DEFLATED);
            assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void aDamagedInstalledPackageIsReported() throws IOException {
        Files.writeString(installation.resolve("lambda/db-ops-lambda.zip.xz"), "no archive");

        var run = cli.run("lambda-package").failed(2);

        assertThat(run.err()).startsWith("error: ").contains("db-ops-lambda.zip.xz");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDryRunWritesNothing() {
        var run = cli.run("lambda-package", "--dry-run").succeeded();

        assertThat(run.out()).startsWith("would write db-ops-lambda.zip");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamed() {
        var run = cli.run("lambda-package", "-f", "none/function.zip").failed(2);

        assertThat(run.err()).contains("none/function.zip").contains("hint: ");
    }

    @Test
    void anInstallationWithoutThePackageIsReported() throws IOException {
        Files.delete(installation.resolve("lambda/db-ops-lambda.zip"));

        var run = cli.run("lambda-package").failed(1);

        assertThat(run.err())
                .startsWith("error: this installation of db-ops has no package for AWS Lambda: there is no file "
                        + installation.resolve("lambda/db-ops-lambda.zip"))
                .contains("hint: install db-ops again");
    }
}
