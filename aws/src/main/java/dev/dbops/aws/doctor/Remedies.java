package dev.dbops.aws.doctor;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;

/** Commands of db-ops that mend something about the database that is examined, to be run as they are. */
final class Remedies {
    private final String suffix;

    /**
     * @param target the database that is examined
     * @param instance the instance that was named by an option; empty when the connection URL leads to it
     */
    Remedies(ConnectionTarget target, String instance) {
        var environment = target.origin() instanceof Origin.UrlVariable variable ? variable.environment() : "";
        this.suffix = instance.isEmpty() ? environment.isEmpty() ? "" : " " + environment : " --instance " + instance;
    }

    /** The command for this database. */
    String command(String words) {
        return "db-ops " + words + suffix;
    }
}
