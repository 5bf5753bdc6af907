package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A DynamoDB on this machine: the emulator dynalite, which listens on 127.0.0.1 only and keeps its tables on disk.
 *
 * <p>It runs until {@link #stop} or until the machine shuts down. Several processes may call all this at once; they take
 * turns.
 */
public final class LocalDynamo {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "the local DynamoDB";

    private static final String DIRECTORY = "dynamodb";

    private final LocalFiles files;
    private final Path directory;
    private final Dynalite dynalite;
    private final Consumer<String> notes;

    /**
     * A DynamoDB that need not be installed.
     *
     * @param directories its files are in the directory of the user
     * @param notes receives a phrase before each step that takes a moment
     */
    public LocalDynamo(LocalDirectories directories, NodePrograms programs, Consumer<String> notes) {
        this.files = new LocalFiles(directories.user());
        this.directory = directories.user().resolve(DIRECTORY);
        this.dynalite = new Dynalite(directory, programs);
        this.notes = notes;
    }

    /**
     * The emulator that runs.
     *
     * @param url where requests go to
     * @param emulator its name and version
     * @param pid its process id
     * @param tables the directory of its tables
     */
    public record Running(String url, String emulator, long pid, Path tables) {}

    /**
     * Ensures that the emulator runs, and installs it if needed.
     *
     * @param port its port on 127.0.0.1
     * @throws OpsException of kind FAILED when there is no Node.js, another program uses the port, or the emulator cannot
     *     be installed or started; REFUSED when it runs on another port; TIMEOUT when it takes too long
     */
    public Running start(int port) {
        try {
            files.createPrivate(DIRECTORY);
        } catch (IOException e) {
            throw LocalFailures.writing(e, directory, 1);
        }
        try (var _ = lock()) {
            var process = DynaliteProcess.find(dynalite)
                    .map(running -> onPort(running, port))
                    .orElseGet(() -> startNow(port));
            process.await(dynalite, PATIENCE);
            return describe(process);
        }
    }

    private DynaliteProcess startNow(int port) {
        if (!FreePort.isFree(port)) {
            throw new OpsException(
                    Kind.FAILED,
                    "another program uses port %d".formatted(port),
                    "if it is a DynamoDB, use it as it is; or end it, or choose another port with --port");
        }
        dynalite.install(notes);
        notes.accept("starting " + NAME);
        return DynaliteProcess.start(dynalite, port);
    }

    private static DynaliteProcess onPort(DynaliteProcess running, int port) {
        if (port != running.port()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s runs on port %d".formatted(NAME, running.port()),
                    "db-ops ddb-stop, then db-ops ddb-start --port " + port);
        }
        return running;
    }

    private Running describe(DynaliteProcess process) {
        var version = directory.relativize(process.script()).getName(0).toString();
        return new Running(
                "http://localhost:" + process.port(), version.replace('-', ' '), process.pid(), dynalite.tables());
    }

    /**
     * Ensures that the emulator does not run.
     *
     * @return whether it ran
     * @throws OpsException of kind TIMEOUT when it does not end in time
     */
    public boolean stop() {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var _ = lock()) {
            return stopNow();
        }
    }

    private boolean stopNow() {
        var running = DynaliteProcess.find(dynalite);
        running.ifPresent(process -> process.stop(PATIENCE));
        return running.isPresent();
    }

    /** Returns whether there are tables, also of an emulator that does not run. */
    public boolean hasData() {
        return Files.exists(dynalite.tables());
    }

    /**
     * Stops the emulator, and deletes its tables.
     *
     * @return whether it ran
     * @throws OpsException as {@link #stop}; of kind FAILED when files cannot be removed
     */
    public boolean delete() {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var _ = lock()) {
            var ran = stopNow();
            FileTree.delete(dynalite.tables());
            return ran;
        } catch (IOException e) {
            throw LocalFailures.writing(e, directory, 1);
        }
    }

    private ServerLock lock() {
        return ServerLock.take(ServerLock.Server.DYNAMODB, directory.resolve("lock"), PATIENCE, notes);
    }
}
