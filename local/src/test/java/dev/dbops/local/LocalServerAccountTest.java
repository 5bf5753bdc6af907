package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A local server for each kind of user, each in a process of its own. What root does, only root can show: those tests
 * are for when it is root that runs the tests.
 */
class LocalServerAccountTest {
    /** In a changed root directory nobody, not even root, may make a user namespace (clone(2), EPERM). */
    private static final String CHROOT =
            "PATH=$PATH:/usr/sbin:/sbin && mount --rbind / \"$0\" && %s && exec chroot \"$0\" \"$@\"";

    private static final String NOBODY = "65534";

    @TempDir
    private Path temporary;

    private Path home;
    private Path newRoot;

    static boolean root() {
        return Account.weAreRoot();
    }

    @BeforeEach
    void place() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(temporary.resolve("home"));
        newRoot = Files.createDirectory(temporary.resolve("root"));
    }

    @AfterEach
    void end() {
        var data = new LocalFiles(home.resolve(".local/share/db-ops")).data();
        Postmaster.find(data).ifPresent(postmaster -> postmaster.stop(data, TestServer.PATIENCE));
    }

    @Test
    void anOrdinaryUserRunsTheServerInHisHome() throws Exception {
        var transcript = transcript(
                ordinaryUser(), "start", "connect", "files", "status", "stop", "status", "start", "delete", "status");

        assertThat(actions(transcript, "start")).allMatch(line -> line.startsWith("start Running["));
        assertThat(line(transcript, "connect")).isEqualTo("connect answered by 17.11");
        assertThat(line(transcript, "files"))
                .matches("files .=(\\S+) rwx------ data=\\1 rwx------ password=\\1 rw------- ");
        assertThat(actions(transcript, "status"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("status Running["),
                        line -> assertThat(line).startsWith("status Stopped[data=" + home),
                        line -> assertThat(line).isEqualTo("status Absent[]"));
    }

    @Test
    void aPasswordThatMayNotBeReadIsNamed() throws Exception {
        var password = home.resolve(".local/share/db-ops/local/password");
        var prefix = ordinaryUser();
        transcript(prefix, "start");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("---------"));

        assertThat(transcript(prefix, "target", "stop"))
                .contains("target FAILED the password of the local server cannot be read: " + password
                        + " is empty or belongs to another user | restore the file, or delete the databases of all"
                        + " projects: db-ops local-stop --delete")
                .contains("stop true");
    }

    @Test
    void aDirectoryOfAnotherUserIsNamed() throws Exception {
        var prefix = ordinaryUser();
        var base = Files.createDirectories(home.resolve(".local/share"));
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("r-xr-xr-x"));

        var owner = Files.getOwner(base);
        assertThat(line(transcript(prefix, "start"), "start"))
                .isEqualTo("start FAILED " + base.resolve("db-ops") + " may not be written by this user (" + base
                        + " belongs to " + owner + ") | run db-ops as its owner, or set XDG_DATA_HOME to a directory of"
                        + " your own");
    }

    @Test
    @EnabledIf("root")
    void rootRunsTheServerInAUserNamespace() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------")); // as /root is

        var transcript = transcript(List.of(), "start", "connect", "files", "status", "stop", "delete", "status");

        assertThat(line(transcript, "connect")).isEqualTo("connect answered by 17.11");
        assertThat(line(transcript, "files"))
                .isEqualTo("files .=root rwx------ data=root rwx------ password=root rw------- ");
        assertThat(line(transcript, "stop")).isEqualTo("stop true");
        assertThat(line(transcript, "status")).isEqualTo("status Absent[]");
    }

    @Test
    @EnabledIf("root")
    void withoutUserNamespacesRootStepsDownAndKeepsTheDataWhereThatUserCanReachThem() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));

        var transcript = transcript(
                changedRoot("mount -t tmpfs tmpfs \"$0/var/lib\""),
                "start",
                "start",
                "connect",
                "files",
                "status",
                "stop",
                "status",
                "start",
                "connect",
                "delete",
                "status");

        assertThat(actions(transcript, "start"))
                .hasSize(3)
                .allMatch(
                        line -> line.startsWith("start Running[") && line.endsWith("data=/var/lib/db-ops/local/data]"));
        assertThat(actions(transcript, "connect")).hasSize(2).allMatch("connect answered by 17.11"::equals);
        assertThat(line(transcript, "files"))
                .matches("files .=(postgres|nobody) rwx------ data=\\1 rwx------ password=\\1 rw------- ");
        assertThat(actions(transcript, "status"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("status Running["),
                        line -> assertThat(line).isEqualTo("status Stopped[data=/var/lib/db-ops/local/data]"),
                        line -> assertThat(line).isEqualTo("status Absent[]"));
    }

    @Test
    @EnabledIf("root")
    void withoutUserNamespacesDataStayInAHomeThatEveryoneCanEnter() throws Exception {
        Files.createDirectories(home.resolve(".local/share"));

        var transcript = transcript(
                changedRoot("mount -t tmpfs tmpfs \"$0/var/lib\""), "start", "connect", "stop", "start", "delete");

        assertThat(actions(transcript, "start"))
                .hasSize(2)
                .allMatch(line -> line.endsWith("data=" + home.resolve(".local/share/db-ops/local/data") + "]"));
        assertThat(line(transcript, "connect")).isEqualTo("connect answered by 17.11");
        assertThat(line(transcript, "delete")).isEqualTo("delete true");
    }

    @Test
    @EnabledIf("root")
    void withoutSetprivRootStepsDownByRunuser() throws Exception {
        var transcript = transcript(
                changedRoot("mount -t tmpfs tmpfs \"$0/var/lib\""
                        + " && mount --bind /dev/null \"$0$(command -v setpriv)\""),
                "start",
                "connect",
                "stop");

        assertThat(line(transcript, "connect")).isEqualTo("connect answered by 17.11");
        assertThat(line(transcript, "stop")).isEqualTo("stop true");
    }

    @Test
    @EnabledIf("root")
    void dataMadeInAUserNamespaceCannotBeUsedWithoutOne() throws Exception {
        transcript(List.of(), "start", "stop");

        var data = home.resolve(".local/share/db-ops/local/data");
        assertThat(line(transcript(changedRoot("true"), "start"), "start"))
                .isEqualTo("start FAILED the local server's data in " + data + " belong to root, and PostgreSQL runs as"
                        + " root only in a user namespace, which is not to be had here (unshare: unshare failed:"
                        + " Operation not permitted) | run db-ops where it was set up, or delete the databases of"
                        + " all projects: db-ops local-stop --delete");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void rootThatCannotSwitchUserGetsAnError() throws Exception {
        Namespaces.require();
        // root of a user namespace in which there is no other user, and in a changed root directory
        var prefix = new ArrayList<>(changedRoot("true"));
        prefix.set(1, "-Urm");

        var transcript = transcript(prefix, "start");
        var failure = line(transcript, "start");

        assertThat(failure)
                .startsWith("start FAILED PostgreSQL does not run as root, and here root can neither have a user"
                        + " namespace nor become another user (unshare: unshare failed: Operation not permitted; ")
                .endsWith(" | run db-ops as an ordinary user, or name a database with --url");
    }

    @Test
    void theServerOutlivesItsStarterAndACtrlCInItsTerminal() throws Exception {
        try (var driver = start(List.of("setsid"), List.of("start", "hold"))) {
            var output = driver.process().inputReader();
            var line = output.readLine();
            while (!line.startsWith("start Running[")) {
                line = output.readLine();
            }
            var group = Long.toString(driver.process().pid()); // of all that a terminal's Ctrl-C would reach

            assertThat(new ProcessBuilder("sh", "-c", "kill -INT -" + group)
                            .start()
                            .waitFor())
                    .isZero();

            // its output ends, so the server does not hold it open
            assertThat(output.lines()).isEmpty();
            assertThat(driver.process().waitFor()).isEqualTo(130);
        }
        var transcript = transcript(List.of(), "status", "connect", "stop");
        assertThat(line(transcript, "status")).startsWith("status Running[");
        assertThat(line(transcript, "connect")).isEqualTo("connect answered by 17.11");
    }

    /** Runs a driver as an ordinary user, who root becomes for it, and gives that user the home. */
    private List<String> ordinaryUser() throws Exception {
        if (!root()) {
            return List.of();
        }
        assertThat(new ProcessBuilder("chown", NOBODY + ":" + NOBODY, home.toString())
                        .start()
                        .waitFor())
                .isZero();
        return List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    }

    private List<String> changedRoot(String preparation) {
        return List.of("unshare", "-m", "sh", "-c", CHROOT.formatted(preparation), newRoot.toString());
    }

    private String transcript(List<String> prefix, String... actions) throws Exception {
        try (var driver = start(prefix, List.of(actions))) {
            return driver.transcript();
        }
    }

    private DriverProcess start(List<String> prefix, List<String> actions) throws Exception {
        var classPath = DriverProcess.readableCopy(Files.createTempDirectory(temporary, "classes"));
        var archive =
                Files.copy(TestServer.ARCHIVE, temporary.resolve("postgres.txz"), StandardCopyOption.REPLACE_EXISTING);
        return DriverProcess.start(prefix, classPath, Map.of("HOME", home.toString()), archive, actions);
    }

    private static String line(String transcript, String action) {
        return DriverProcess.lineOf(transcript, action);
    }

    private static List<String> actions(String transcript, String action) {
        return transcript.lines().filter(line -> line.startsWith(action + " ")).toList();
    }
}
