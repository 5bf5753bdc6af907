package dev.dbops.target;

/** Whether a target may be dropped or overwritten only when its name is given once more, and why. */
public sealed interface Protection {
    /** Nothing speaks against overwriting. */
    record Unprotected() implements Protection {}

    /**
     * Dropping and overwriting need the database's name.
     *
     * @param reason a phrase to put behind "protected: ", such as {@code the environment is prod}
     */
    record Protected(String reason) implements Protection {}

    /** What is known without asking the server: the environment, the databases of production, the hosts. */
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
        }
        return new Unprotected();
    }

    /** For a database that carries the mark of {@code setup --protect}; reading it is left to who has a connection. */
    static Protection markedInDatabase() {
        return new Protected("the database is marked as protected");
    }

    /** For a database whose mark is closed to this role, or to everybody. */
    static Protection unreadableMark() {
        return new Protected("whether the database is marked as protected cannot be read");
    }

    /** Returns whether the target's environment is production, by its name. */
    static boolean isProduction(ConnectionTarget target) {
        return target.origin() instanceof Origin.UrlVariable(var _, var environment, var _)
                && ProductionName.matches(environment);
    }
}
