package dev.dbops.dump;

import dev.dbops.postgres.ServerVersion;
import java.nio.file.Path;

/**
 * A pg_dump of this machine.
 *
 * @param file the program
 * @param version as it says itself, such as 15.14
 * @param major the number by which it must not be older than the server
 */
public record PgDump(Path file, String version, int major) {
    boolean reads(ServerVersion server) {
        return major >= majorOf(server);
    }

    /** A server's major version, the part that pg_dump looks at. */
    static int majorOf(ServerVersion server) {
        return server.number() / 10_000;
    }
}
