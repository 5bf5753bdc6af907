package dev.dbops.script;

import dev.dbops.ScriptPosition;
import dev.dbops.postgres.CopyContext;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.function.Consumer;
import org.postgresql.core.QueryExecutorBase;
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
     * Takes those of a COPY as they come, each at the line of the data that it is about, until {@link #endOfCopy}.
     *
     * @param statement where the COPY stands
     * @param data the name of the file that holds its data
     * @param firstDataLine the line of that file where the data begins, from 1
     */
    void hearCopy(PgConnection connection, ScriptPosition statement, String data, int firstDataLine) {
        endOfCopy(connection);
        ((QueryExecutorBase) connection.getQueryExecutor()).addWarning(new Ear(warning -> {
            var line = (int) CopyContext.line(warning);
            take(line == 0 ? statement : new ScriptPosition(data, firstDataLine + line - 1, 0, ""), warning);
        }));
    }

    static void endOfCopy(PgConnection connection) {
        connection.getQueryExecutor().getWarnings();
    }

    /** Takes those that a COMMIT brings: of constraints and triggers that were deferred. */
    void hearCommit(PgConnection connection, ScriptPosition end) throws SQLException {
        connection.clearWarnings();
        connection.addWarning(new Ear(warning -> take(end, warning)));
    }

    /**
     * The head of the chain in which the driver keeps what no statement of JDBC is there to hear. It hands on what is
     * to be hung behind it: the chain itself is walked from its head for each new link, and grows without bounds.
     */
    private static final class Ear extends SQLWarning {
        private static final long serialVersionUID = 1L;
        private final transient Consumer<SQLWarning> consumer;

        Ear(Consumer<SQLWarning> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void setNextWarning(SQLWarning warning) {
            consumer.accept(warning);
        }
    }

    int notices() {
        return notices;
    }

    int warnings() {
        return warnings;
    }
}
