package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The names of the local server's files below one base directory.
 *
 * @param base the directory {@code db-ops} that holds the programs and the server's own directory
 */
record LocalFiles(Path base) {
    /** The server's own directory: everything in it is private to the account that runs the server. */
    Path directory() {
        return base.resolve("local");
    }

    Path data() {
        return directory().resolve("data");
    }

    Path password() {
        return directory().resolve("password");
    }

    /** Remembers the port of the last start. */
    Path port() {
        return directory().resolve("port");
    }

    /** Says which database belongs to which project. */
    Path projects() {
        return directory().resolve("projects");
    }

    Path log() {
        return directory().resolve("log");
    }

    /** Held while the server is set up, started, stopped or deleted. Never removed: somebody may be waiting on it. */
    Path lock() {
        return directory().resolve("lock");
    }

    /** Where the programs of one version are unpacked. */
    Path programs(String version) {
        return base.resolve("postgresql-" + version);
    }

    /** Whether there is a whole database cluster: the two files without which no server starts. */
    boolean hasCluster() {
        var data = data();
        return Files.exists(data.resolve("PG_VERSION")) && Files.exists(data.resolve("global/pg_control"));
    }

    /**
     * Makes the directories. The base can be entered by others, because the server may have to run as another user than
     * the one who keeps the programs; what is private lies deeper.
     */
    void create(Account account) throws IOException {
        var secluded = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(base.getParent(), secluded);
        if (!Files.isDirectory(base)) {
            Files.createDirectories(base);
            Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        if (!Files.isDirectory(directory())) {
            Files.createDirectories(directory(), secluded);
            account.own(directory());
        }
    }
}
