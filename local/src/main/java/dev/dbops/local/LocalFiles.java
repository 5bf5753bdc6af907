package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.target.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;

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

    /**
     * Returns whether a password is that of the server. It is random, so no other server has it.
     *
     * @throws OpsException (FAILED) when the server's password cannot be read
     */
    boolean hasPassword(Optional<Password> given) {
        return given.isPresent() && hasCluster() && given.get().equals(ServerPassword.read(password()));
    }

    /** Remembers the port of the last start. */
    Path port() {
        return directory().resolve("port");
    }

    /** Returns the port of the last start; empty if there was none, or the file is damaged. */
    OptionalInt rememberedPort() {
        try {
            var port = Integer.parseInt(Files.readString(port()).strip());
            return port > 0 && port < 1 << 16 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (IOException | NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    /** The register of projects and their databases. */
    Path projects() {
        return directory().resolve("projects");
    }

    Path log() {
        return directory().resolve("log");
    }

    /**
     * Held while the server is set up, started, stopped or deleted. Never removed: another process may be waiting for
     * it.
     */
    Path lock() {
        return directory().resolve("lock");
    }

    /** The directory for the unpacked programs of one version. */
    Path programs(String version) {
        return base.resolve("postgresql-" + version);
    }

    /** Returns whether there is a complete database cluster: the two files that a server needs to start. */
    boolean hasCluster() {
        var data = data();
        return Files.exists(data.resolve("PG_VERSION")) && Files.exists(data.resolve("global/pg_control"));
    }

    /** Makes the directories of the PostgreSQL server. */
    void create(Account account) throws IOException {
        if (!Files.isDirectory(directory())) {
            createPrivate("local");
            account.own(directory());
        }
    }

    /**
     * Makes a directory in the base that only its owner can enter, and returns its path. Other users can enter the base,
     * because the server may have to run as a user other than the owner of the programs.
     */
    Path createPrivate(String name) throws IOException {
        var secluded = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(base.getParent(), secluded);
        if (!Files.isDirectory(base)) {
            Files.createDirectories(base);
            Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return Files.createDirectories(base.resolve(name), secluded);
    }
}
