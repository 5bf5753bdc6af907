package dev.dbops.redshift;

import com.amazon.redshift.util.RedshiftException;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Translates errors of Redshift and its driver into failures that db-ops reports. */
public final class WarehouseErrors {
    /** "Troubleshooting serializable isolation errors" (Amazon Redshift database developer guide). */
    private static final String CONFLICT = "1023";

    private static final String CONFLICT_DETAIL = "Serializable isolation violation";

    /** A table was created after the snapshot of the transaction (the same page: "ERROR:1018"). */
    private static final String LATER_TABLE = "1018";

    /** Conflicts of transactions by the standard, and a deadlock. */
    private static final String SERIALIZATION = "40001";

    private static final String DEADLOCK = "40P01";

    /** Data exceptions, and violated constraints. */
    private static final Set<String> OF_ROWS = Set.of("22", "23");

    /** Errors of Redshift's own nodes, which have no code of their own. */
    private static final String OF_NODES = "XX";

    /** The session was ended by an administrator or a restart. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03");

    /**
     * Failures that no row causes. The Data API reports no codes, and Redshift's own errors share one, so the text has to tell.
     * Without this, rights that are missing would put every event aside.
     */
    private static final Pattern OF_WAREHOUSE = Pattern.compile(
            "permission denied|must be owner|insufficient privileges|not authorized|does not exist|disk full|out of"
                    + " memory|cancell?ed|terminated|timed? ?out|paused|resiz|maintenance|read[-"
                    + " ]only|connection|communication|quota|limit exceeded|already exists",
            Pattern.CASE_INSENSITIVE);

    private WarehouseErrors() {}

    /** The failure of a statement or of a connection. */
    static OpsException translate(SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        var cause = rootOf(failure);
        if (cause instanceof SocketTimeoutException) {
            return timeout(failure);
        }
        if (state.startsWith("08") || SESSION_ENDED.contains(state) || cause instanceof IOException) {
            return new OpsException(
                    Kind.UNREACHABLE,
                    "the connection to the warehouse was lost: " + messageOf(cause),
                    "check that the warehouse is available",
                    failure);
        }
        var server = failure instanceof RedshiftException redshift ? redshift.getServerErrorMessage() : null;
        var detail = server == null || server.getDetail() == null ? "" : server.getDetail();
        return rejected(server == null ? messageOf(failure) : server.getMessage(), state, detail, failure);
    }

    /**
     * The failure of work that takes too long.
     *
     * @param cause what the caller got; null for nothing
     */
    static OpsException timeout(Throwable cause) {
        return new OpsException(
                Kind.TIMEOUT,
                "the warehouse has not answered in time",
                "find what it waits for, such as another writer or a queue; or allow more time",
                cause);
    }

    /**
     * The failure of a statement that the warehouse rejected.
     *
     * @param message its message
     * @param state its SQLSTATE; empty if it is not known
     * @param detail its detail; empty for none
     * @param cause what the caller got; null for nothing
     */
    public static OpsException rejected(String message, String state, String detail, Throwable cause) {
        var number = message.strip().lines().findFirst().orElse("");
        var isConflict = state.equals(SERIALIZATION)
                || state.equals(DEADLOCK)
                || number.equals(CONFLICT)
                || number.equals(LATER_TABLE)
                || message.contains(CONFLICT_DETAIL)
                || detail.contains(CONFLICT_DETAIL);
        return new OpsException(
                        Kind.SQL,
                        isConflict
                                ? "the warehouse reports a conflict with another transaction (error 1023)"
                                : message.strip().lines().findFirst().orElse("the warehouse gives no reason"),
                        isConflict
                                ? "end other writers of the same tables, or let them write at other times"
                                : Optional.of(detail.strip())
                                        .filter(text -> !text.isEmpty())
                                        .orElse(null),
                        cause)
                .with(new ServerError(isConflict ? SERIALIZATION : state, detail));
    }

    /** Returns whether the failure is a conflict with another transaction: the same work may succeed. */
    public static boolean isConflict(OpsException failure) {
        return stateOf(failure).equals(SERIALIZATION);
    }

    /** The failure of a transaction that has conflicted each time: as a lock that was not got. */
    static OpsException lastConflict(OpsException conflict) {
        return new OpsException(
                        Kind.TIMEOUT, conflict.getMessage(), conflict.hint().orElse(null), conflict)
                .with(conflict.serverError().orElse(null));
    }

    /** Returns whether a row may be the reason of the failure. */
    public static boolean mayBeOfRow(OpsException failure) {
        var state = stateOf(failure);
        if (failure.kind() != Kind.SQL || isConflict(failure)) {
            return false;
        }
        return state.isEmpty() || state.startsWith(OF_NODES)
                ? !OF_WAREHOUSE.matcher(withoutValues(failure.getMessage())).find()
                : OF_ROWS.contains(state.substring(0, 2));
    }

    /** A value in quotes may have any words. */
    private static String withoutValues(String message) {
        return message.replaceAll("'[^']*'|\"[^\"]*\"", "");
    }

    private static String stateOf(OpsException failure) {
        return failure.serverError().map(ServerError::sqlState).orElse("");
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String messageOf(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
