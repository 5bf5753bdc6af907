package dev.dbops.postgres;

import dev.dbops.ScriptPosition;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLWarning;

/** Passes on the server's notices and warnings, and counts them. */
public final class Notices {
    private static final String WARNING = "WARNING";

    private final NoticeListener listener;
    private int notices;
    private int warnings;

    public Notices(NoticeListener listener) {
        this.listener = listener;
    }

    /** Takes a notice that belongs to the statement at that position. */
    public void take(ScriptPosition position, SQLWarning warning) {
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

    /**
     * Also checks the SQLSTATE, because the word is in the server's language; class 01 is for warnings (documentation,
     * appendix A).
     */
    private static boolean isWarning(String severity, SQLWarning warning) {
        return WARNING.equals(severity)
                || warning.getSQLState() != null && warning.getSQLState().startsWith("01");
    }

    /** Takes the notices that a JDBC statement has received since it was last executed. */
    public void takeOf(java.sql.Statement statement, ScriptPosition position) throws SQLException {
        for (var notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
            take(position, notice);
        }
    }

    /**
     * Takes the notices of a COPY as they arrive, each with its position, until {@link #endOfCopy}.
     *
     * @param places the position of a line of the data, counted from 1; 0 means the COPY as a whole
     */
    public void hearCopy(PgConnection connection, LongFunction<ScriptPosition> places) {
        endOfCopy(connection);
        ((QueryExecutorBase) connection.getQueryExecutor())
                .addWarning(new Ear(warning -> take(places.apply(CopyContext.line(warning)), warning)));
    }

    public static void endOfCopy(PgConnection connection) {
        connection.getQueryExecutor().getWarnings();
    }

    /** Takes the notices of a COMMIT, which come from deferred constraints and triggers. */
    public void hearCommit(PgConnection connection, ScriptPosition end) {
        try {
            connection.clearWarnings();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
        connection.addWarning(new Ear(warning -> take(end, warning)));
    }

    /**
     * The head of the chain in which the driver keeps warnings that belong to no JDBC statement. It passes on each
     * warning that would be added after it: the driver walks the chain from its head for each new one, and the chain
     * grows without bounds.
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

    public int notices() {
        return notices;
    }

    public int warnings() {
        return warnings;
    }
}
