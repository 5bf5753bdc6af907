package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The private PostgreSQL that db-ops runs when no database is configured.
 *
 * <p>It listens on 127.0.0.1 only, requires a password from a file that only its owner can read, and keeps its data
 * until {@link #delete}. It is independent of any terminal: it runs until {@link #stop} or until the machine shuts
 * down. Several processes may call all this at once; those that change something take turns.
 */
public final class LocalServer {
    static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalDirectories directories;
    private final Path archive;
    private final Consumer<String> notes;
    private final Duration patience;
    private final IntSupplier freshPort;

    /**
     * A server that need not exist yet.
     *
     * @param directories where it lives
     * @param archive the programs: a tar file compressed by xz; read only when they are not unpacked yet
     * @param notes receives a phrase before each step that takes a moment, such as "starting ..."
     */
    public LocalServer(LocalDirectories directories, Path archive, Consumer<String> notes) {
        this(directories, archive, notes, PATIENCE, FreePort::choose);
    }

    /** With shorter waits for other processes, the start and the stop, and another choice of a new port. */
    LocalServer(
            LocalDirectories directories,
            Path archive,
            Consumer<String> notes,
            Duration patience,
            IntSupplier freshPort) {
        this.directories = directories;
        this.archive = archive;
        this.notes = notes;
        this.patience = patience;
        this.freshPort = freshPort;
    }

    /** The current status of the server. Reads one file and starts no process. */
    public LocalServerStatus status() {
        return status(directories.files());
    }

    private static LocalServerStatus status(LocalFiles files) {
        if (!files.hasCluster()) {
            return new LocalServerStatus.Absent();
        }
        var data = files.data();
        var postmaster = Postmaster.find(data);
        if (postmaster.isPresent() && postmaster.get().ready()) {
            return running(postmaster.get(), data);
        }
        return new LocalServerStatus.Stopped(data);
    }

    private static LocalServerStatus.Running running(Postmaster postmaster, Path data) {
        return new LocalServerStatus.Running(postmaster.port(), postmaster.pid(), postmaster.since(), data);
    }

    /**
     * Ensures that the server runs: unpacks its programs, creates its data and starts it, as far as needed. Does
     * nothing, and starts no process, when it runs already.
     *
     * @throws OpsException (FAILED) when that cannot be done; (TIMEOUT) when another process is at it for too long, or
     *     the start takes too long
     */
    public LocalServerStatus.Running start() {
        return start(OptionalInt.empty());
    }

    /**
     * As {@link #start()}, on a port that it also uses from now on.
     *
     * @param port the port; empty for that of the last time, or a free one
     * @throws OpsException (REFUSED) when it runs on another port; (FAILED) when another program uses the port
     */
    public LocalServerStatus.Running start(OptionalInt port) {
        if (status() instanceof LocalServerStatus.Running running) {
            return onPort(running, port);
        }
        var placement = Placement.find(directories);
        var files = placement.files();
        try {
            files.create(placement.account());
        } catch (IOException e) {
            throw LocalFailures.writing(e, files.directory(), Cluster.MEGABYTES);
        }
        try (var _ = ServerLock.take(files.lock(), patience, notes)) {
            if (status(files) instanceof LocalServerStatus.Running running) {
                return onPort(running, port);
            }
            var programs = new ServerPrograms(files, placement.account());
            programs.unpack(archive, notes);
            new Cluster(files, programs).prepare(notes);
            return running(new ServerStart(files, programs, patience, freshPort).run(port, notes), files.data());
        }
    }

    private static LocalServerStatus.Running onPort(LocalServerStatus.Running running, OptionalInt port) {
        if (port.isPresent() && port.getAsInt() != running.port()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the local server runs on port %d, and its sessions would end".formatted(running.port()),
                    "db-ops local-stop, then db-ops local-start --port " + port.getAsInt());
        }
        return running;
    }

    /** Starts the server if it has data and does not run, as after a restart of the machine. Creates no data. */
    public void startIfStopped() {
        if (status() instanceof LocalServerStatus.Stopped) {
            start();
        }
    }

    /** Returns whether a login is that of the server, which need not run. Reads one file. */
    public boolean hasLogin(String user, Optional<Password> password) {
        return user.equals(SUPERUSER) && directories.files().hasPassword(password);
    }

    /** Returns the port of the server, also of one that does not run; empty if it has none yet. Reads one file. */
    public OptionalInt port() {
        return directories.files().rememberedPort();
    }

    /**
     * Ensures that the server does not run: open transactions are rolled back and their sessions ended.
     *
     * @return whether it was running
     * @throws OpsException (TIMEOUT) when it does not end in time, or another process is busy with it for too long
     */
    public boolean stop() {
        var files = directories.files();
        if (!Files.isDirectory(files.directory())) {
            return false;
        }
        try (var _ = ServerLock.take(files.lock(), patience, notes)) {
            return stop(files);
        }
    }

    private boolean stop(LocalFiles files) {
        var postmaster = Postmaster.find(files.data());
        if (postmaster.isEmpty()) {
            return false;
        }
        notes.accept("stopping the local server");
        postmaster.get().stop(files.data(), patience);
        return true;
    }

    /**
     * Stops the server and removes its data, its password and its log. The programs stay, for the next start.
     *
     * @return whether there was anything to remove
     * @throws OpsException as {@link #stop}; (FAILED) when something cannot be removed
     */
    public boolean delete() {
        var files = directories.files();
        if (!Files.isDirectory(files.directory())) {
            return false;
        }
        try (var _ = ServerLock.take(files.lock(), patience, notes)) {
            stop(files);
            return new Cluster.Remains(files).delete();
        }
    }

    /** The current register of the server's databases and their projects. */
    ProjectRegister register() {
        return ProjectRegister.read(directories.files().projects());
    }

    /** Runs an action that changes the register, when no other process is busy with the server. */
    <T> T locked(Supplier<T> work) {
        try (var _ = ServerLock.take(directories.files().lock(), patience, notes)) {
            return work.get();
        }
    }

    /**
     * The databases of the projects, with those that belong to none. Queries the server if it runs; for a stopped
     * server, only the databases in the register are known.
     */
    public List<LocalDatabase> databases() {
        var register = register();
        if (!(status() instanceof LocalServerStatus.Running)) {
            return register.entries().stream().map(LocalDatabase::of).toList();
        }
        try (var maintenance = Maintenance.connect(target("postgres"))) {
            return maintenance.userDatabases().stream()
                    .map(name ->
                            register.named(name).map(LocalDatabase::of).orElseGet(() -> LocalDatabase.ofNobody(name)))
                    .toList();
        }
    }

    /**
     * Returns the target for a database of the running server. Reads two files and starts no process.
     *
     * @param database the database's name; it need not exist
     * @throws OpsException (UNREACHABLE) when the server does not run; (FAILED) when its password cannot be read
     */
    public ConnectionTarget target(String database) {
        return running(database)
                .orElseThrow(() ->
                        new OpsException(Kind.UNREACHABLE, "the local server is not running", "db-ops local-start"));
    }

    /** As {@link #target}; empty if the server does not run. */
    public Optional<ConnectionTarget> running(String database) {
        var files = directories.files();
        if (!(status(files) instanceof LocalServerStatus.Running running)) {
            return Optional.empty();
        }
        return Optional.of(new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", running.port())),
                database,
                SUPERUSER,
                Optional.of(ServerPassword.read(files.password())),
                Map.of("sslmode", "disable"), // it has no certificate: do not ask it first
                new Origin.LocalServer()));
    }
}
