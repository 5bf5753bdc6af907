package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A .env file that another user wrote, or could have written, neither runs anything nor gets a password. */
class ForeignEnvironmentFileTest {
    /** Nobody's number, as everywhere on Linux. */
    private static final int OTHER = 65534;

    @TempDir
    private Path directory;

    private Path project;
    private Cli cli;

    @BeforeEach
    void writeFile() throws IOException {
        project = Files.createDirectory(directory.resolve("project"));
        mode(project, "rwxr-xr-x");
        write(".env", "CONNECTION_URL=postgresql://a@file/db");
        mode(project.resolve(".env"), "rw-r--r--");
        cli = new Cli(project);
    }

    /** Only root gives files away. */
    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void aFileThatOthersMayWriteIsRefusedWithTheWaysOut() throws IOException {
        mode(project.resolve(".env"), "rw-rw-rw-");

        assertThat(cli.run("url").failed(2).err()).isEqualTo("""
            error: .env is not read, because every user may write to it
            hint: run chmod o-w '%s/.env'; or name the file if you trust it: --env-file .env; or run without it: --no-env-file
            """.formatted(project));
        assertThat(cli.run("url", "--env-file", ".env").succeeded().out()).isEqualTo("postgresql://a@file:5432/db\n");
        assertThat(cli.run("url", "--no-env-file").failed(4).err())
                .startsWith("error: the local server is not running");
    }

    @ParameterizedTest
    @CsvSource({
        "rwxrwxrwx, every user may write to its folder",
        "rwxrwxr-x, other members of its group may write to its folder"
    })
    @EnabledIf("root")
    void aFolderThatOthersMayWriteIsRefused(String mode, String reason) throws IOException {
        give(project, 0, OTHER);
        mode(project, mode);

        assertThat(cli.run("url").failed(2).err())
                .contains("error: .env is not read, because " + reason + " " + project);
    }

    @Test
    @EnabledIf("root")
    void inAStickyFolderOfAllTheOwnersOfTheFileCounts() throws IOException, InterruptedException {
        // as /tmp is: Java's names of permissions know no sticky bit
        assertThat(new ProcessBuilder("chmod", "1777", project.toString())
                        .start()
                        .waitFor())
                .isZero();

        cli.run("url").succeeded();
        give(project.resolve(".env"), OTHER, OTHER);
        assertThat(cli.run("url").failed(2).err()).contains("because it belongs to the user \"");
    }

    @Test
    @EnabledIf("root")
    void aFileOrAFolderOfAnotherUserIsRefused() throws IOException {
        give(project.resolve(".env"), OTHER, OTHER);
        assertThat(cli.run("url").failed(2).err())
                .contains("because it belongs to the user \"")
                .contains("sudo chown ");

        give(project.resolve(".env"), 0, 0);
        give(project, OTHER, OTHER);
        assertThat(cli.run("url").failed(2).err())
                .contains("because its folder " + project + " belongs to the user \"");
    }

    @Test
    @EnabledIf("root")
    void aLinkIsJudgedByItselfAndByWhatItLeadsTo() throws IOException {
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.move(project.resolve(".env"), elsewhere.resolve("shared.env"));
        Files.createSymbolicLink(project.resolve(".env"), elsewhere.resolve("shared.env"));
        mode(elsewhere, "rwxr-xr-x");

        cli.run("url").succeeded();
        mode(elsewhere, "rwxrwxrwx");
        assertThat(cli.run("url").failed(2).err()).contains("every user may write to its folder " + elsewhere);
        mode(elsewhere, "rwxr-xr-x");
        give(elsewhere.resolve("shared.env"), OTHER, OTHER);
        assertThat(cli.run("url").failed(2).err()).contains("it belongs to the user \"");
    }

    @Test
    @EnabledIf("root")
    void rootUnderSudoTrustsWhoCalledIt() throws IOException {
        give(project, OTHER, OTHER);
        give(project.resolve(".env"), OTHER, OTHER);

        cli.with("SUDO_UID", "" + OTHER).run("url").succeeded();
        cli.with("SUDO_UID", "1").run("url").failed(2);
    }

    @Test
    @EnabledIf("root")
    void aGroupOfTheUserAloneIsNobodyElse() throws IOException {
        // root's own group, as a user private group is; the umask 002 that goes with one lets it write
        give(project, 0, 0);
        mode(project, "rwxrwxr-x");
        mode(project.resolve(".env"), "rw-rw-r--");

        cli.run("url").succeeded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sessions", "url --show-password", "rds-status", "doctor", "query SELECT+1", "wait --timeout 1s"
            })
    void noProgramIsRunByAFileOfProfiles(String line) throws IOException {
        var trace = project.resolve("trace");
        write("config", "[default]\ncredential_process = touch " + trace + "\nregion = eu-west-2");
        write(".env", """
            AWS_CONFIG_FILE=%1$s/config
            AWS_SHARED_CREDENTIALS_FILE=%1$s/config
            AWS_PROFILE=default
            CONNECTION_URL=postgresql://cruddur.abc123.eu-west-2.rds.amazonaws.com/d?secret=s&hostaddr=127.0.0.1&port=1
            """.formatted(project));

        var run = cli.with("AWS_EC2_METADATA_DISABLED", "true").run(words(line));

        assertThat(run.exitCode()).as(run.toString()).isNotZero();
        assertThat(trace).doesNotExist();
        assertThat(run.err())
                .contains("note: taken from .env: CONNECTION_URL\n")
                .contains("note: not taken from .env: AWS_CONFIG_FILE, AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE; a file"
                        + " may not set them (docs/targets.md)\n");
    }

    /** Proves that the test above can fail: the program of a trusted file is run. */
    @Test
    void theProgramIsRunWhenTheUserNamesTheFileOfProfiles() throws IOException {
        var trace = project.resolve("trace");
        write("config", "[default]\ncredential_process = touch " + trace + "\nregion = eu-west-2");

        cli.with("AWS_EC2_METADATA_DISABLED", "true")
                .with("AWS_CONFIG_FILE", project.resolve("config").toString())
                .run("rds-status", "--instance", "cruddur")
                .failed(4);

        assertThat(trace).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_CONFIG_FILE",
                "AWS_SHARED_CREDENTIALS_FILE",
                "AWS_PROFILE",
                "AWS_DEFAULT_PROFILE",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "AWS_CA_BUNDLE",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_ROLE_ARN",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                "AWS_USE_FIPS_ENDPOINT",
                "AWS_USE_DUALSTACK_ENDPOINT",
                "AWS_MAX_ATTEMPTS",
                "HTTPS_PROXY",
                "https_proxy",
                "HTTP_PROXY",
                "NO_PROXY",
                "PGPASSFILE",
                "PGSERVICE",
                "PGSERVICEFILE",
                "PGSYSCONFDIR",
                "PGSSLROOTCERT",
                "PGSSLCERT",
                "PGSSLKEY",
                "PGSSLCRL",
                "PGSSLCRLDIR",
                "PGREQUIRESSL",
                "PGGSSLIB",
                "PATH",
                "XDG_STATE_HOME",
                "XDG_DATA_HOME",
                "DB_OPS_ADDRESS_URL",
                "DB_OPS_ADDRESS_URL_V6",
                "GITPOD_IP",
                "GITPOD_WORKSPACE_ID",
                "CODESPACE_NAME"
            })
    void whatSaysWhereConfigurationIsOrWhoGetsAccessIsNotTaken(String variable) throws IOException {
        write(".env", variable + "=/nowhere\nCONNECTION_URL=postgresql://a@file/db");

        assertThat(cli.run("url").succeeded().err())
                .contains("note: not taken from .env: " + variable + "; a file may not set it (docs/targets.md)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE_ENV", "SECRET_KEY", "LD_PRELOAD", "EDITOR", "PAGER", "JAVA_TOOL_OPTIONS"})
    void variablesOfOtherProgramsAreNotMentioned(String variable) throws IOException {
        write(".env", variable + "=x\nCONNECTION_URL=postgresql://a@file/db");

        assertThat(cli.run("url").succeeded().err()).isEqualTo("note: taken from .env: CONNECTION_URL\n");
        assertThat(cli.run("url", "-q").succeeded().err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"})
    void keysOfAFileDoNotReplaceTheAccountOfTheUser(String variable) throws IOException {
        write(".env", "AWS_ACCESS_KEY_ID=AKIAFOREIGN\nAWS_SECRET_ACCESS_KEY=x\nAWS_SESSION_TOKEN=y");
        var url = "postgresql://a@b/c";

        assertThat(cli.run("url", "--url", url).succeeded().err())
                .isEqualTo("note: taken from .env: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN\n");
        assertThat(cli.with(variable, "mine")
                        .run("url", "--url", url)
                        .succeeded()
                        .err())
                .isEmpty();
    }

    private static String[] words(String line) {
        return List.of(line.split(" ")).stream()
                .map(word -> word.replace('+', ' '))
                .toArray(String[]::new);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(project.resolve(name), text + "\n");
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void give(Path file, int uid, int gid) throws IOException {
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", gid);
    }
}
