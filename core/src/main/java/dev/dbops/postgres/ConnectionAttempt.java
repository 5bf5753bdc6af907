package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.time.Duration;

/** The result of an attempt to connect, for code that explains failures; other code calls {@link Database#connect}. */
public sealed interface ConnectionAttempt {
    /**
     * The server accepted the connection.
     *
     * @param database the connection, which the caller closes
     */
    record Opened(Database database) implements ConnectionAttempt {}

    /**
     * The attempt failed.
     *
     * @param reason the kind of failure
     * @param failure the same in words, with the server's message
     */
    record Failed(ConnectionFailure reason, OpsException failure) implements ConnectionAttempt {
        /** The server's SQLSTATE; empty when the failure does not come from the server. */
        public String sqlState() {
            return failure.serverError().map(error -> error.sqlState()).orElse("");
        }
    }

    /** The longest time for an attempt to reach one host; zero means no limit. */
    static Duration timeout(ConnectionTarget target) {
        return DriverProperties.connectTimeout(target);
    }

    /**
     * Tries once.
     *
     * @throws OpsException when the target's credentials cannot be obtained, so that no attempt was made
     */
    static ConnectionAttempt of(ConnectionTarget target) {
        try {
            return new Opened(Database.open(target));
        } catch (SQLException e) {
            var reason = ConnectionFailure.of(e, target);
            return new Failed(reason, reason.describe(e, target));
        }
    }
}
