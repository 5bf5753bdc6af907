package dev.dbops.cli.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
