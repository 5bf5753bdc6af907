package dev.dbops.script;

import dev.dbops.ScriptPosition;
import dev.dbops.postgres.CopyContext;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLWarning;

/** Passes on what the server says besides its answers, and counts it. */
final class Notices {
    private static final String WARNING = "WARNING";

    private final ScriptListener listener;
    private int notices;
    private int warnings;

    Notices(ScriptListener listener) {
        this.listener = listener;
    }

    /** Takes one that belongs to the statement at that place. */
    void take(ScriptPosition position, SQLWarning warning) {
        var severity = warning instanceof PSQLWarning psql && psql.getServerErrorMessage() != null
                ? psql.getServerErrorMessage().getSeverity()
                : WARNING;
        if (isWarning(severity, warning)) {
            warnings++;
            listener.warning(position, warning.getMessage());
        } else {
            notices++;
            listener.notice(position, severity, warning.getMessage());
        }
    }

    /** The word is in the server's language; class 01 is that of warnings (documentation, appendix A). */
    private static boolean isWarning(String severity, SQLWarning warning) {
        return WARNING.equals(severity)
                || warning.getSQLState() != null && warning.getSQLState().startsWith("01");
    }

    /**
     * Takes those that the driver has kept during a COPY, each at the line of the data that it is about.
     *
     * @param statement where the COPY stands
     * @param data the name of the file that holds its data
     * @param firstDataLine the line of that file where the data begins, from 1
     */
    void takeOfCopy(PgConnection connection, ScriptPosition statement, String data, int firstDataLine)
            throws SQLException {
        for (var kept = connection.getWarnings(); kept != null; kept = kept.getNextWarning()) {
            var line = (int) CopyContext.line(kept);
            take(line == 0 ? statement : new ScriptPosition(data, firstDataLine + line - 1, 0, ""), kept);
        }
        connection.clearWarnings();
    }

    /** Takes those that a COMMIT brought: of constraints and triggers that were deferred. */
    void takeOfCommit(PgConnection connection, ScriptPosition end) throws SQLException {
        for (var kept = connection.getWarnings(); kept != null; kept = kept.getNextWarning()) {
            take(end, kept);
        }
        connection.clearWarnings();
    }

    int notices() {
        return notices;
    }

    int warnings() {
        return warnings;
    }
}
