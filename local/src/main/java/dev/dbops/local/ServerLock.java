package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The right to change a local server, held by one process at a time; the system releases it when the process ends.
 */
final class ServerLock implements AutoCloseable {
    /** A server that one process changes at a time. */
    enum Server {
        POSTGRESQL("the local server", "db-ops local-status"),
        DYNAMODB("the local DynamoDB", "db-ops ddb-list");

        private final String description;
        private final String statusCommand;

        Server(String description, String statusCommand) {
            this.description = description;
            this.statusCommand = statusCommand;
        }
    }

    private final FileChannel channel;
    private final Server server;

    private ServerLock(FileChannel channel, Server server) {
        this.channel = channel;
        this.server = server;
    }

    /**
     * Waits for the lock of the PostgreSQL server.
     *
     * @throws OpsException (TIMEOUT) when another process holds it for longer than the time limit
     */
    static ServerLock take(Path file, Duration patience, Consumer<String> notes) {
        return take(Server.POSTGRESQL, file, patience, notes);
    }

    /**
     * Waits for the lock of a server.
     *
     * @throws OpsException (TIMEOUT) when another process holds it for longer than the time limit
     */
    static ServerLock take(Server server, Path file, Duration patience, Consumer<String> notes) {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw LocalFailures.writing(e, file.getParent(), 1);
        }
        var lock = new ServerLock(channel, server);
        try {
            lock.await(patience, notes);
            return lock;
        } catch (IOException e) {
            lock.close();
            throw LocalFailures.writing(e, file.getParent(), 1);
        } catch (OpsException e) {
            lock.close();
            throw e;
        }
    }

    private void await(Duration patience, Consumer<String> notes) throws IOException {
        if (held()) {
            return;
        }
        notes.accept("waiting for another db-ops that is busy with " + server.description);
        var deadline = Deadline.in(patience);
        while (!held()) {
            if (deadline.passed()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "another db-ops has been busy with %s for more than %d s"
                                .formatted(server.description, patience.toSeconds()),
                        "wait for it, or end it; then look at: " + server.statusCommand);
            }
            deadline.pause();
        }
    }

    private boolean held() throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process holds it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED,
                    "the lock of " + server.description + " cannot be released: " + e.getMessage(),
                    null,
                    e);
        }
    }
}
