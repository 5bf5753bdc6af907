package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** The database cluster: the server's data directory and the password that goes with it. */
record Cluster(LocalFiles files, ServerPrograms programs) {
    /** Of a new cluster (initdb's 39 and the first of the server's own files), rounded up. */
    static final int MEGABYTES = 60;

    private static final String FRESH = "data.new-";
    private static final String INCOMPLETE = "data.incomplete";

    /**
     * Creates the cluster, or makes sure that the one that is there can be used.
     *
     * @throws OpsException (FAILED) when initdb fails, or the data are another major version's
     */
    void prepare(Consumer<String> notes) {
        if (files.hasCluster()) {
            checkVersion();
            ServerPassword.read(files.password());
        }
        try {
            if (files.hasCluster()) {
                PreloadedLibraries.add(files.data(), programs.account());
                return;
            }
            setIncompleteAside(notes);
            notes.accept("creating the local server's data in " + files.data());
            create();
        } catch (IOException e) {
            throw LocalFailures.writing(e, files.directory(), MEGABYTES);
        }
    }

    private void checkVersion() {
        String version;
        try {
            version = Files.readString(files.data().resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED,
                    "the local server's data in " + files.data() + " cannot be read",
                    "run db-ops as the user they belong to",
                    e);
        }
        if (!version.equals(programs.majorVersion())) {
            throw new OpsException(
                    Kind.FAILED,
                    "the local server's data in " + files.data() + " are those of PostgreSQL " + version
                            + ", and this db-ops carries PostgreSQL " + programs.majorVersion(),
                    "dump them with the db-ops that made them, or delete the databases of all projects:"
                            + " db-ops local-stop --delete");
        }
    }

    /** Not removed: db-ops did not create it in this state, so the user may need it. */
    private void setIncompleteAside(Consumer<String> notes) throws IOException {
        if (Files.exists(files.data())) {
            var aside = files.directory().resolve(INCOMPLETE);
            FileTree.delete(aside);
            Files.move(files.data(), aside, StandardCopyOption.ATOMIC_MOVE);
            notes.accept("the local server's data are not complete: keeping them aside in " + aside);
        }
    }

    /** The directory appears under its name when it is whole and on the disk (initdb syncs it), and not before. */
    private void create() throws IOException {
        FileTree.deleteAll(files.directory(), FRESH); // of an initdb that was interrupted
        ServerPassword.create(files.password(), programs.account());
        var fresh = Files.createTempDirectory(files.directory(), FRESH); // created with mode 0700
        try {
            programs.account().own(fresh);
            initialize(fresh);
            PreloadedLibraries.add(fresh, programs.account());
            Files.move(fresh, files.data(), StandardCopyOption.ATOMIC_MOVE);
            SmallFile.sync(files.directory());
        } finally {
            FileTree.delete(fresh);
        }
    }

    private void initialize(Path fresh) {
        var result = programs.run(
                "initdb",
                List.of(
                        "--pgdata=" + fresh,
                        "--username=" + LocalServer.SUPERUSER,
                        "--pwfile=" + files.password(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--set=listen_addresses=127.0.0.1",
                        // Iterations make guessing slow, which a password of random bits does not need; they would cost
                        // each connection a tenth of a short command's time.
                        "--set=scram_iterations=1",
                        "--set=unix_socket_directories="));
        if (!result.succeeded()) {
            if (LocalFailures.noRoom(result.output(), files.directory())) {
                throw LocalFailures.full(files.directory(), MEGABYTES);
            }
            throw new OpsException(
                    Kind.FAILED,
                    "the local server's data could not be created; initdb said:"
                            + LocalFailures.quoted(result.output()),
                    "fix what it names, or name a database with --url");
        }
    }

    /** The files that a server leaves. */
    record Remains(LocalFiles files) {
        /** Removes everything but the lock, the data first and at once, so that no half of them is ever started. */
        boolean delete() {
            var directory = files.directory();
            try {
                var found = Files.exists(files.data()) || Files.exists(files.password());
                if (Files.exists(files.data())) {
                    Files.move(
                            files.data(),
                            Files.createTempDirectory(directory, FRESH),
                            StandardCopyOption.ATOMIC_MOVE); // over the empty directory
                }
                for (var name : List.of("data", "password", "port", "projects", "log")) {
                    FileTree.deleteAll(directory, name);
                }
                return found;
            } catch (IOException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "the local server's files in " + directory + " cannot be removed: " + e.getMessage(),
                        "run db-ops as the user they belong to",
                        e);
            }
        }
    }
}
