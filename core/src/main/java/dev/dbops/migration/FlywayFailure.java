package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayUnknownMigrationTypeException;

/** Translates Flyway's exceptions into errors of db-ops. */
final class FlywayFailure {
    private FlywayFailure() {}

    static OpsException translate(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpsException ours) {
                return ours;
            }
            if (cause instanceof SQLException sql) {
                return SqlErrors.translate(sql);
            }
            if (cause instanceof InterruptedException) {
                return new OpsException(Kind.INTERRUPTED, "interrupted", null, failure);
            }
        }
        if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return new OpsException(
                    Kind.FAILED,
                    "the database has a schema already, but no history of migrations",
                    "say up to which version it has them all: db-ops migrate --baseline VERSION; 0 when it has none",
                    failure);
        }
        var message = failure.getMessage().strip();
        if (message.startsWith("Unable to baseline")) {
            return new OpsException(
                    Kind.FAILED,
                    "the history of migrations has begun already",
                    "db-ops migrate-status shows it",
                    failure);
        }
        if (message.contains("advisory lock")) {
            return new OpsException(
                    Kind.TIMEOUT,
                    "another Flyway is at work on this history of migrations",
                    "wait until it ends, or set a longer --lock-timeout",
                    failure);
        }
        var hint = failure instanceof FlywayUnknownMigrationTypeException
                ? "another edition of Flyway has written this history: continue with that one"
                : null;
        return new OpsException(Kind.FAILED, message.lines().findFirst().orElse(message), hint, failure);
    }
}
