package dev.dbops.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real sshd on this machine, with keys of its own, for the user of the tests; and a directory with the program
 * {@code ssh}: OpenSSH's client, which reads a configuration of the test's own, because it ignores HOME.
 */
public final class SshServer implements AutoCloseable {
    private static final String SSHD = "/usr/sbin/sshd";
    private static final int PATIENCE_SECONDS = 20;

    private final Path directory;
    private final int port;
    private Process process;

    /**
     * Starts a server.
     *
     * @param directory an empty one
     * @param settings further lines of sshd_config
     */
    public SshServer(Path directory, String... settings) throws IOException, InterruptedException {
        this.directory = directory;
        this.port = FreePort.choose();
        key("host");
        key("user");
        Files.copy(directory.resolve("user.pub"), directory.resolve("authorized_keys"));
        var lines = new ArrayList<>(List.of(settings));
        lines.addAll(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + directory.resolve("host"),
                "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no"));
        Files.write(directory.resolve("sshd_config"), lines);
        installClient();
        trust("host.pub");
        start();
    }

    /** Makes a pair of keys, in files of that name. */
    public Path key(String name) throws IOException, InterruptedException {
        var file = directory.resolve(name);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());
        return file;
    }

    private static void run(String... words) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    private void installClient() throws IOException {
        var programs = Files.createDirectory(directory.resolve("bin"));
        var client = programs.resolve("ssh");
        Files.writeString(
                client, "#!/bin/sh\nexec /usr/bin/ssh -F '%s' \"$@\"\n".formatted(directory.resolve("ssh_config")));
        Files.setPosixFilePermissions(client, PosixFilePermissions.fromString("rwxr-xr-x"));
        configure("");
    }

    /** Writes the client's configuration; these lines come first, and win. */
    public void configure(String lines) throws IOException {
        Files.writeString(directory.resolve("ssh_config"), lines + """

            Host *
              IdentityFile %1$s/user
              IdentitiesOnly yes
              UserKnownHostsFile %1$s/known_hosts
              GlobalKnownHostsFile none
            Host bastion
              HostName 127.0.0.1
              Port %2$d
              HostKeyAlias bastion
            """.formatted(directory, port));
    }

    /** Makes a public key the only one by which the client knows the server. */
    public void trust(String file) throws IOException {
        var key = Files.readString(directory.resolve(file)).strip();
        Files.writeString(
                directory.resolve("known_hosts"), "bastion %s\n[127.0.0.1]:%d %s\n".formatted(key, port, key));
    }

    /** Lets the client know no server. */
    public void forgetHosts() throws IOException {
        Files.writeString(directory.resolve("known_hosts"), "");
    }

    /** Lets nobody log in. */
    public void forgetUsers() throws IOException {
        Files.writeString(directory.resolve("authorized_keys"), "");
    }

    /** Starts the server; it accepts connections afterwards. */
    public void start() throws IOException, InterruptedException {
        if (System.getProperty("user.name").equals("root")) {
            // sshd of root insists on it; the system creates it for its own service
            Files.createDirectories(Path.of("/run/sshd"));
        }
        process = new ProcessBuilder(
                        SSHD, "-D", "-e", "-f", directory.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!accepts()) {
            assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as(Files.readString(directory.resolve("sshd.log")))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    private boolean accepts() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The port of the server. */
    public int port() {
        return port;
    }

    /** A PATH on which the client is first. */
    public String path() {
        return directory.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin";
    }

    /** The way to it in the parameter via, by its name in the client's configuration. */
    public String via() {
        return "ssh:bastion";
    }

    /** The server's log. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("sshd.log"));
    }

    /** Ends the server and its sessions at once, as when the machine loses its power. */
    public void kill() throws InterruptedException {
        var sessions = process.descendants().toList();
        process.destroyForcibly().waitFor();
        sessions.forEach(ProcessHandle::destroyForcibly);
    }

    /** The processes of clients that use this server's configuration. */
    public List<Long> clients() {
        var configuration = directory.resolve("ssh_config").toString();
        return ProcessHandle.allProcesses()
                .filter(other -> other.info().commandLine().orElse("").contains(configuration))
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
