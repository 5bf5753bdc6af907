package dev.dbops.local;

import java.nio.file.Path;
import java.time.Instant;

/** The status of the local server. */
public sealed interface LocalServerStatus {
    /**
     * It accepts connections.
     *
     * @param port on 127.0.0.1
     * @param pid of its main process
     * @param since when it was started, to the second
     * @param data its data directory
     */
    record Running(int port, long pid, Instant since, Path data) implements LocalServerStatus {}

    /**
     * It does not accept connections, but its data are kept.
     *
     * @param data its data directory
     */
    record Stopped(Path data) implements LocalServerStatus {}

    /** It was never set up, or it was deleted. */
    record Absent() implements LocalServerStatus {}
}
