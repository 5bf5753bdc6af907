package dev.dbops.target;

import dev.dbops.target.endpoint.RedshiftEndpoint;

/** The protection of a target: a protected target is dropped or overwritten only when its name is confirmed. */
public sealed interface Protection {
    /** The target may be overwritten. */
    record Unprotected() implements Protection {}

    /**
     * Dropping and overwriting require the database's name.
     *
     * @param reason a phrase to follow "protected: ", such as {@code the environment is prod}
     */
    record Protected(String reason) implements Protection {}

    /**
     * The protection that is known without asking the server: from the environment, the production databases, the
     * hosts.
     */
    static Protection of(ConnectionTarget target) {
        if (target.origin() instanceof Origin.UrlVariable(var _, var environment, var _) && isProduction(target)) {
            return new Protected("the environment is " + environment);
        }
        for (var database : target.production()) {
            if (database.mayBe(target)) {
                return new Protected(database.reason());
            }
        }
        for (var address : target.hosts()) {
            if (RdsEndpoint.isRds(address.host())) {
                return new Protected("host " + address.host() + " is on Amazon RDS");
            }
            if (RedshiftEndpoint.isRedshift(address.host())) {
                return new Protected("host " + address.host() + " is on Amazon Redshift");
            }
        }
        return new Unprotected();
    }

    /** The protection of a database with the mark of {@code setup --protect}; the caller has read the mark. */
    static Protection markedInDatabase() {
        return new Protected("the database is marked as protected");
    }

    /** The protection of a database whose mark this role, or any role, cannot read. */
    static Protection unreadableMark() {
        return new Protected("db-ops cannot read whether the database is marked as protected");
    }

    /** Returns whether the target's environment is production, by its name. */
    static boolean isProduction(ConnectionTarget target) {
        return target.origin() instanceof Origin.UrlVariable(var _, var environment, var _)
                && ProductionName.matches(environment);
    }
}
