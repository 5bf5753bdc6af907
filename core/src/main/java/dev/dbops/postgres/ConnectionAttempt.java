package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.time.Duration;

/** What became of an attempt to connect, for those who explain it; everybody else calls {@link Database#connect}. */
public sealed interface ConnectionAttempt {
    /**
     * The server let us in.
     *
     * @param database the connection, which the caller closes
     */
    record Opened(Database database) implements ConnectionAttempt {}

    /**
     * It did not.
     *
     * @param reason why
     * @param failure the same in words, with the server's own
     */
    record Failed(ConnectionFailure reason, OpsException failure) implements ConnectionAttempt {
        /** The server's SQLSTATE; empty when it was not the server that failed the attempt. */
        public String sqlState() {
            return failure.serverError().map(error -> error.sqlState()).orElse("");
        }
    }

    /** How long an attempt to reach one host may take; zero is for ever. */
    static Duration timeout(ConnectionTarget target) {
        return DriverProperties.connectTimeout(target);
    }

    /**
     * Tries once.
     *
     * @throws OpsException when the target's credentials cannot be had, so that nothing was tried
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
