package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The server's main process, as it describes itself in {@code postmaster.pid} (PostgreSQL documentation, "Database File
 * Layout"; the lines are listed in src/include/utils/pidfile.h).
 *
 * @param pid its process id
 * @param since when it was started, to the second
 * @param port where it listens
 * @param ready whether it accepts connections; otherwise it is starting, recovering or stopping
 */
record Postmaster(long pid, Instant since, int port, boolean ready) {
    private static final String FILE = "postmaster.pid";
    private static final int LINE_PID = 0;
    private static final int LINE_SINCE = 2;
    private static final int LINE_PORT = 3;
    private static final int LINE_STATUS = 7;

    /**
     * The process that serves a data directory at this moment. Empty when the file is missing or left over from a
     * server that was killed: its number may be free, or belong to an unrelated process.
     */
    static Optional<Postmaster> find(Path data) {
        var postmaster = read(data);
        return postmaster.isPresent() && ServerProcess.serves(postmaster.get().pid(), data)
                ? postmaster
                : Optional.empty();
    }

    private static Optional<Postmaster> read(Path data) {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve(FILE));
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(LINE_PID).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(LINE_SINCE).strip())),
                    Integer.parseInt(lines.get(LINE_PORT).strip()),
                    lines.size() > LINE_STATUS && lines.get(LINE_STATUS).strip().equals("ready")));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty(); // being written at this moment, or not written to its end
        }
    }

    /**
     * Removes a {@code postmaster.pid} whose number now belongs to a process that is not the server: PostgreSQL itself
     * sees only that the number is taken, and would refuse to start. PostgreSQL replaces a file with an unused number
     * by itself.
     */
    static void removeStale(Path data) throws IOException {
        var left = read(data);
        if (left.isPresent()
                && ProcessHandle.of(left.get().pid()).isPresent()
                && !ServerProcess.serves(left.get().pid(), data)) {
            Files.delete(data.resolve(FILE));
        }
    }

    /**
     * Asks for a fast shutdown and waits for the end of the process.
     *
     * @throws OpsException (TIMEOUT) when it has not ended in time
     */
    void stop(Path data, Duration patience) {
        // SIGINT is PostgreSQL's fast shutdown; Java can send only SIGTERM and SIGKILL
        var asked = Programs.run(data.getParent(), List.of("sh", "-c", "kill -INT " + pid));
        var deadline = Deadline.in(patience);
        while (ServerProcess.serves(pid, data)) {
            if (asked.exitCode() != 0) {
                throw new OpsException(
                        Kind.FAILED,
                        "the local server (process " + pid + ") could not be asked to stop: " + asked.lastLines(1),
                        "run the command as the user who started the server");
            }
            if (deadline.passed()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "the local server (process " + pid + ") has not stopped within " + patience.toSeconds() + " s",
                        "kill -QUIT " + pid + " ends it at once; the next start recovers its data");
            }
            deadline.pause();
        }
    }
}
