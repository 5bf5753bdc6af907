package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** Explains in db-ops' terms why pg_dump or pg_restore failed, with the program's own message. */
final class ClientProgramFailure {
    private ClientProgramFailure() {}

    /**
     * @param exit the exit code of the program
     * @param err its standard error, in English
     */
    static OpsException of(ClientProgram program, int exit, String err) {
        var said = err.strip();
        var reason = said.isEmpty() ? "exit code " + exit : said.replace("\n", "\n  ");
        var prefix = program.name() + ": ";
        return new OpsException(
                kind(said),
                "%s %s failed: %s"
                        .formatted(
                                program.name(),
                                program.version(),
                                reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason),
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
        if (said.contains("unsupported version")) {
            return "a newer pg_dump wrote the archive: install the client programs of that version";
        }
        if (said.contains("input file") || said.contains("archive")) {
            return "is the archive complete? It has to be copied as it is, in binary mode";
        }
        if (said.contains("connection to server")) {
            return "db-ops itself connected: compare the settings of libpq with db-ops url";
        }
        return null;
    }
}
