package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Starts the server on existing data. pg_ctl puts it into a session of its own, so that neither our end nor a Ctrl-C in
 * our terminal ends it, and its output into the log.
 */
record ServerStart(LocalFiles files, ServerPrograms programs, Duration patience, IntSupplier freshPort) {
    private static final int NO_PORT = 0;
    private static final int PORT_ATTEMPTS = 5;

    /** Of what a start writes at most: recovery's and the first new files of the log of transactions. */
    private static final int MEGABYTES = 40;

    /**
     * Starts it, on the port of the last time when that is free, and waits until it accepts connections.
     *
     * @param wanted the port to use now and in future; empty for that of the last time
     * @throws OpsException (FAILED) with the last lines of the log, or when another program uses the wanted port;
     *     (TIMEOUT) when it takes too long
     */
    Postmaster run(OptionalInt wanted, Consumer<String> notes) {
        notes.accept("starting the local server");
        var deadline = Deadline.in(patience);
        var settled = settle(deadline);
        if (settled.isPresent()) {
            return settled.get();
        }
        if (wanted.isPresent()) {
            requireFree(wanted.getAsInt());
            remember(wanted.getAsInt());
        }
        var remembered = files.rememberedPort().orElse(NO_PORT);
        var port = remembered != NO_PORT && FreePort.isFree(remembered) ? remembered : NO_PORT;
        if (port != remembered) {
            notes.accept("another program uses port %d; the local server uses another port until its next start"
                    .formatted(remembered));
        }
        var portAttempts = 0;
        while (true) {
            if (port == NO_PORT) {
                port = freshPort.getAsInt();
            }
            var attempt = attempt(port);
            var running = Postmaster.find(files.data());
            if (running.isPresent() && running.get().ready()) {
                if (remembered == NO_PORT) {
                    remember(running.get().port());
                }
                return running.get();
            }
            if (attempt.portTaken() && ++portAttempts < PORT_ATTEMPTS) {
                port = NO_PORT;
            } else if (attempt.remnantsAlive() && !deadline.passed()) {
                deadline.pause();
            } else {
                throw failure(attempt, running);
            }
        }
    }

    /** A server that is just starting (ours that took too long the last time) or stopping gets the time to do so. */
    private Optional<Postmaster> settle(Deadline deadline) {
        while (true) {
            var postmaster = Postmaster.find(files.data());
            if (postmaster.isEmpty() || postmaster.get().ready()) {
                return postmaster;
            }
            if (deadline.passed()) {
                throw slow(postmaster.get());
            }
            deadline.pause();
        }
    }

    /**
     * The result of one call of pg_ctl.
     *
     * @param log what the server wrote to its log meanwhile
     * @param said what pg_ctl said
     */
    private record Attempt(String log, String said) {
        boolean portTaken() {
            return log.contains("could not bind");
        }

        /** Processes of a server that was killed may hold its shared memory until they notice. */
        boolean remnantsAlive() {
            return log.contains("pre-existing shared memory block");
        }
    }

    private Attempt attempt(int port) {
        try {
            Postmaster.removeStale(files.data());
            var written = Files.exists(files.log()) ? Files.size(files.log()) : 0;
            var result = programs.run(
                    "pg_ctl",
                    List.of(
                            "start",
                            "--silent",
                            "--wait",
                            "--timeout=" + Math.max(1, patience.toSeconds()),
                            "--pgdata=" + files.data(),
                            "--log=" + files.log(),
                            "--options=-p " + port));
            return new Attempt(tail(files.log(), written), result.output());
        } catch (IOException e) {
            throw LocalFailures.writing(e, files.directory(), MEGABYTES);
        }
    }

    private OpsException failure(Attempt attempt, Optional<Postmaster> running) {
        if (running.isPresent()) {
            return slow(running.get());
        }
        var text = attempt.log().isBlank() ? attempt.said() : attempt.log();
        if (LocalFailures.noRoom(text, files.directory())) {
            return LocalFailures.full(files.directory(), MEGABYTES);
        }
        var source = attempt.log().isBlank() ? "pg_ctl said:" : "its log " + files.log() + " ends with:";
        return new OpsException(
                Kind.FAILED,
                "the local server did not start; " + source + LocalFailures.quoted(text),
                "fix what it names, or delete the databases of all projects: db-ops local-stop --delete");
    }

    private OpsException slow(Postmaster postmaster) {
        return new OpsException(
                Kind.TIMEOUT,
                "the local server (process " + postmaster.pid() + ") does not accept connections after "
                        + patience.toSeconds() + " s; it may still be recovering",
                "see what it does in " + files.log() + ", then run db-ops local-start again");
    }

    private static String tail(Path log, long from) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            var bytes = new byte[(int) Math.min(file.length() - from, 1 << 20)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static void requireFree(int port) {
        if (!FreePort.isFree(port)) {
            throw new OpsException(
                    Kind.FAILED,
                    "another program uses port %d".formatted(port),
                    "end that program, or choose another port with --port");
        }
    }

    private void remember(int port) {
        try {
            SmallFile.write(files.port(), Integer.toString(port), programs.account());
        } catch (IOException e) {
            throw LocalFailures.writing(e, files.directory(), 1);
        }
    }
}
