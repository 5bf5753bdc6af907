package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import dev.dbops.postgres.ConnectionAttempt;
import dev.dbops.postgres.ConnectionFailure;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.CreateCommand;

/** Finds the step at which a login failed, and the remedy. */
final class LoginRule {
    /** SQLSTATE insufficient_privilege: no CONNECT on the database. */
    private static final String NO_CONNECT = "42501";

    /** SQLSTATE object_not_in_prerequisite_state: it allows no connections, or a drop of it was interrupted. */
    private static final String NOT_ACCEPTING = "55000";

    private LoginRule() {}

    /** The finding of the step that failed. */
    static Finding judge(ConnectionAttempt.Failed attempt, ConnectionTarget target) {
        var message = attempt.failure().getMessage();
        if (attempt.reason() == ConnectionFailure.NO_SUCH_DATABASE) {
            message += SimilarDatabases.describe(target).orElse("");
        }
        return step(attempt).failed(message, remedy(attempt, target));
    }

    private static Step step(ConnectionAttempt.Failed attempt) {
        return switch (attempt.reason()) {
            // the network has failed since, or the driver tried another host
            case UNKNOWN_HOST,
                    REFUSED,
                    NO_ANSWER,
                    STARTING,
                    TOO_MANY_CONNECTIONS,
                    BROKEN,
                    OTHER_KIND,
                    TUNNEL_BROKEN,
                    TUNNEL_REFUSED -> ConnectionSteps.SERVER;
            case TLS_NOT_OFFERED, TLS_REQUIRED, TLS_HANDSHAKE, TLS_FILES -> ConnectionSteps.TLS;
            case CERTIFICATE -> ConnectionSteps.CERTIFICATE;
            case PASSWORD_MISSING, PASSWORD_WRONG, PAM, NOT_ALLOWED, CHANNEL_BINDING, REQUIRE_AUTH, KERBEROS ->
                ConnectionSteps.AUTHENTICATION;
            case NO_SUCH_DATABASE -> ConnectionSteps.DATABASE;
            case OTHER ->
                switch (attempt.sqlState()) {
                    case NO_CONNECT, NOT_ACCEPTING -> ConnectionSteps.DATABASE;
                    default -> ConnectionSteps.SERVER;
                };
        };
    }

    private static String remedy(ConnectionAttempt.Failed attempt, ConnectionTarget target) {
        return switch (attempt.reason()) {
            case TOO_MANY_CONNECTIONS -> "end idle sessions: db-ops sessions; or raise max_connections";
            case STARTING -> "db-ops wait";
            case NO_SUCH_DATABASE -> CreateCommand.of(target);
            default ->
                switch (attempt.sqlState()) {
                    case NO_CONNECT ->
                        "let the database's owner run: GRANT CONNECT ON DATABASE \"%s\" TO \"%s\""
                                .formatted(target.database(), target.user());
                    case NOT_ACCEPTING ->
                        "let a superuser run: ALTER DATABASE \"%s\" ALLOW_CONNECTIONS true; or, when a drop was"
                                        .formatted(target.database())
                                + " interrupted: db-ops drop";
                    default -> attempt.failure().hint().orElse("");
                };
        };
    }
}
