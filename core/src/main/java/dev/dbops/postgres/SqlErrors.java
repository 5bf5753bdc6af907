package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import dev.dbops.postgres.socket.NoticeFloodException;
import dev.dbops.sqlstate.ErrorFields;
import dev.dbops.sqlstate.SqlStateHints;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Translates the server's SQL errors into failures that db-ops reports. */
public final class SqlErrors {
    /**
     * The SQLSTATEs of a connection that an administrator, a crash or an idle timeout ended (PostgreSQL documentation,
     * appendix A).
     */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P05", "25P03", "25P04");

    private SqlErrors() {}

    /** The failure of a statement: the server's own message, with its hint or the hint of db-ops. */
    public static OpsException translate(SQLException failure) {
        var state = orEmpty(failure.getSQLState());
        if (failure.getCause() instanceof NoticeFloodException flood) {
            return new OpsException(
                    OpsException.Kind.FAILED,
                    flood.getMessage() + ", and the session was ended",
                    "to suppress the notices, SET client_min_messages = error before the data",
                    failure);
        }
        if (failure.getCause() instanceof OutOfMemoryError) {
            return new OpsException(
                    OpsException.Kind.FAILED,
                    "a result from the server does not fit into the memory of db-ops",
                    "request less data at once, or allow more memory: export DB_OPS_JAVA_OPTIONS=-Xmx2g",
                    failure);
        }
        if (state.startsWith("08") || SESSION_ENDED.contains(state)) {
            return new OpsException(
                    OpsException.Kind.UNREACHABLE,
                    "the connection was lost: " + lossOf(failure),
                    SqlStateHints.of(state)
                            .map(known -> known.remedy())
                            .orElse("is the server still running? Wait for it: db-ops wait"),
                    failure);
        }
        var server = serverMessage(failure);
        var detail = server == null ? "" : orEmpty(server.getDetail());
        return new OpsException(OpsException.Kind.SQL, message(failure), hint(failure, state), failure)
                .with(new ServerError(state, detail));
    }

    /** The reason why the connection was lost: the network's message says more than the driver's. */
    private static String lossOf(SQLException failure) {
        return failure.getCause() instanceof IOException ? rootMessage(failure) : message(failure);
    }

    /**
     * The server's message without the severity and the position that the driver adds; otherwise the driver's own
     * message.
     */
    static String message(SQLException failure) {
        var server = serverMessage(failure);
        if (server != null && server.getMessage() != null) {
            return server.getMessage();
        }
        return orEmpty(failure.getMessage()).strip();
    }

    /** The message of the innermost cause, which is the reason. */
    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof EOFException) {
            return "the server closed the connection";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** The server's error, or null when the driver itself failed. */
    static ServerErrorMessage serverMessage(SQLException failure) {
        return failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }

    static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** The server's hint, unless the hint of db-ops is known to be better; null when there is no hint. */
    private static String hint(SQLException failure, String state) {
        var server = serverMessage(failure);
        var fields = server == null ? ErrorFields.NONE : ErrorFields.of(server);
        var known = SqlStateHints.of(state);
        if (server != null && server.getHint() != null) {
            return known.flatMap(row -> row.hintOverServer(fields)).orElse(server.getHint());
        }
        return known.map(row -> row.hint(fields)).orElse(null);
    }
}
