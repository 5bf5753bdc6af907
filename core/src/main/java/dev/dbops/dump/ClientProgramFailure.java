package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** Explains in db-ops' terms why pg_dump failed, with pg_dump's own message. */
final class ClientProgramFailure {
    private static final String PREFIX = "pg_dump: ";

    private ClientProgramFailure() {}

    /**
     * @param exit the exit code of the program
     * @param err its standard error, in English
     */
    static OpsException of(ClientProgram program, int exit, String err) {
        var said = err.strip();
        var reason = said.isEmpty() ? "exit code " + exit : said.replace("\n", "\n  ");
        return new OpsException(
                kind(said),
                "pg_dump %s failed: %s"
                        .formatted(
                                program.version(),
                                reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason),
                hint(said));
    }

    private static Kind kind(String said) {
        if (said.contains("connection to server") || said.contains("server closed the connection")) {
            return Kind.UNREACHABLE;
        }
        return said.contains("ERROR:") ? Kind.SQL : Kind.FAILED;
    }

    private static String hint(String said) {
        if (said.contains("permission denied")) {
            return "pg_dump locks every table that it dumps: connect as their owner, or as a member of"
                    + " pg_read_all_data";
        }
        if (said.contains("lock timeout") || said.contains("deadlock")) {
            return "another session is changing the schema: try again after it ends";
        }
        if (said.contains("connection to server")) {
            return "db-ops itself connected: compare the settings of libpq with db-ops url";
        }
        return null;
    }
}
