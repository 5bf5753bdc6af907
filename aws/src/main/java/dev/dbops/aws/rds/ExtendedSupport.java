package dev.dbops.aws.rds;

/**
 * RDS Extended Support: what happens when the community has ended a major version. AWS enrols by default, and charges
 * for each vCPU from that day; without it, RDS upgrades the database instead (EngineLifecycleSupport in the RDS API
 * reference).
 */
public final class ExtendedSupport {
    private static final String ON = "open-source-rds-extended-support";
    private static final String OFF = "open-source-rds-extended-support-disabled";

    private ExtendedSupport() {}

    /** The value of a request. */
    public static String value(boolean wanted) {
        return wanted ? ON : OFF;
    }

    /**
     * The value of a request that restores a database.
     *
     * @param source the source's value; null when it is not known
     */
    public static String value(boolean wanted, String source) {
        return wanted || ON.equals(source) ? ON : OFF;
    }
}
