package dev.dbops.dump;

import dev.dbops.postgres.ServerVersion;
import java.nio.file.Path;

/**
 * A pg_dump or pg_restore on this machine.
 *
 * @param file the program
 * @param version the version that it reports, such as 15.14
 * @param major the major version, which must not be older than the server's
 */
public record ClientProgram(Path file, String version, int major) {
    boolean reads(ServerVersion server) {
        return major >= majorOf(server);
    }

    /** Such as pg_dump. */
    String name() {
        return file.getFileName().toString();
    }

    /** A server's major version, which is the part that pg_dump compares. */
    static int majorOf(ServerVersion server) {
        return server.number() / 10_000;
    }
}
