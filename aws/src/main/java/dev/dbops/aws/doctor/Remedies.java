package dev.dbops.aws.doctor;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;

/** Ready-to-run db-ops commands that fix a problem of the examined database. */
final class Remedies {
    private final String suffix;

    /**
     * @param target the examined database
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
