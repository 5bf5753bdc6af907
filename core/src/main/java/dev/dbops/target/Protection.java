package dev.dbops.target;

import java.util.Locale;

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

    /** What the target itself says, without asking the server: its environment, then its hosts. */
    static Protection of(ConnectionTarget target) {
        if (target.origin() instanceof Origin.UrlVariable(var _, var environment, var _) && isProduction(environment)) {
            return new Protected("the environment is " + environment);
        }
        for (var address : target.hosts()) {
            if (isOnRds(address.host())) {
                return new Protected("host " + address.host() + " is on Amazon RDS");
            }
        }
        return new Unprotected();
    }

    /** For a database that carries the mark of {@code setup --protect}; reading it is left to who has a connection. */
    static Protection markedInDatabase() {
        return new Protected("the database is marked as protected");
    }

    private static boolean isProduction(String environment) {
        return environment.equalsIgnoreCase("prod") || environment.equalsIgnoreCase("production");
    }

    /**
     * Most endpoints are {@code NAME.ID.REGION.rds.amazonaws.com}, but those in China put the region behind the
     * service: {@code NAME.ID.rds.cn-north-1.amazonaws.com.cn}. Either way there is a label "rds" under Amazon's domain.
     */
    private static boolean isOnRds(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return name.contains(".rds.") && (name.endsWith(".amazonaws.com") || name.endsWith(".amazonaws.com.cn"));
    }
}
