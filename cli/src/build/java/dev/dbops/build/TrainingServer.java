package dev.dbops.build;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL server of the distribution, started for the training: on loopback, with SCRAM, TLS offered. */
final class TrainingServer implements AutoCloseable {
    private static final String USER = "training";

    private final Path server;
    private final Path data;
    private final List<String> prefix;
    private final int port;
    private final String password;
    private final Thread stopWhenInterrupted = new Thread(this::stopWithTheBuild);

    private TrainingServer(Path directory, int port) throws IOException, InterruptedException {
        this.server = directory.resolve("server");
        this.data = directory.resolve("data");
        this.prefix = unprivileged();
        this.port = port;
        var secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        this.password = HexFormat.of().formatHex(secret);
    }

    /**
     * @param archive the server's programs, as the distribution carries them
     * @param directory gets the unpacked programs, the data and the server's log
     */
    static TrainingServer start(Path archive, Path directory) throws IOException, InterruptedException {
        var started = new TrainingServer(directory, freePort());
        unpack(archive, started.server);
        started.initialize();
        Runtime.getRuntime().addShutdownHook(started.stopWhenInterrupted);
        started.control("start");
        return started;
    }

    String url(String database, String parameters) {
        return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + database + "?" + parameters;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Runtime.getRuntime().removeShutdownHook(stopWhenInterrupted);
        control("stop");
    }

    /** A build that is interrupted must not leave a server behind, which has a session of its own and gets no Ctrl-C. */
    private void stopWithTheBuild() {
        try {
            control("stop");
        } catch (IOException | InterruptedException e) {
            System.err.println("the training's server may still run: " + e.getMessage());
        }
    }

    private void initialize() throws IOException, InterruptedException {
        var secret = data.resolveSibling("password");
        Files.writeString(secret, password);
        run(
                "initdb",
                "-D",
                data.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + secret,
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync");
        Files.delete(secret);
        var certificate = SelfSignedCertificate.create(data.resolveSibling("keystore"));
        Files.writeString(data.resolve("server.crt"), certificate.certificatePem());
        var key = Files.createFile(
                data.resolve("server.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, certificate.keyPem());
        var configuration = data.resolve("postgresql.auto.conf");
        Files.writeString(configuration, """
            port = %d
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            ssl = on
            fsync = off
            """.formatted(port));
    }

    private void control(String action) throws IOException, InterruptedException {
        run(
                "pg_ctl",
                action,
                "-D",
                data.toString(),
                "-l",
                data.resolveSibling("server.log").toString(),
                "-w",
                "-m",
                "immediate");
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(prefix);
        command.add(server.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        // A file rather than a pipe: the server inherits it and would hold a pipe open.
        var output = data.resolveSibling(program + ".log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(program + " did not end within a minute");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    program + " ended with " + process.exitValue() + ":\n" + Files.readString(output.toPath()));
        }
    }

    /** PostgreSQL refuses root; in a user namespace of its own it cannot tell, and the files stay ours. */
    private static List<String> unprivileged() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (new ProcessBuilder("unshare", "-U", "true").inheritIO().start().waitFor() != 0) {
            throw new IOException(
                    "the start-up cache is recorded against a PostgreSQL server, which refuses to run as root, and"
                            + " this machine allows no user namespaces: build as an ordinary user, or with"
                            + " -Ddist.aot=skip");
        }
        return List.of("unshare", "-U");
    }

    private static void unpack(Path archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
