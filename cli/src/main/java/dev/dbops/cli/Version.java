package dev.dbops.cli;

/** The version. It is a constant, because reading it from the jar takes longer than printing it. */
final class Version {
    /** The version of the Maven project; a test holds the two together. */
    static final String NUMBER = "0.1.0-SNAPSHOT";

    private Version() {}

    static String line() {
        return "db-ops " + NUMBER;
    }
}
